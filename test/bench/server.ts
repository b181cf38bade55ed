/**
 * The emulator in a process of its own, with a recorder in front: an answer is rendered once and then played back, so
 * that nobody waits for the emulator. The recorder writes bytes to the socket: node:http takes a tenth of a millisecond
 * for an answer, as long as undici. Told over IPC what it answers from now on.
 */
import { request } from 'node:http';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { startEmulator } from '../emulator';
import type { Order } from './order';
import {
  DATED,
  type FromServer,
  INVOICES,
  LAST_DAY,
  LIST,
  pathFor,
  REPORT_FROM,
  REPORT_TO,
  type ToServer,
  UNDATED,
  YEAR_FROM,
} from './server-protocol';

/** Head and body of an answer, as they are written. */
type Recording = Buffer[];

const KEPT_HEADERS = ['content-type', 'content-encoding', 'content-disposition'];

async function main(): Promise<void> {
  const limits = { capacity: 64, rowLimit: 10_000_000 };
  const emulator = await startEmulator({ dials: { ...limits, sessionCookies: false } });
  const bearer = { authorization: `Bearer ${emulator.credentials.accessToken}` };
  let recordings = new Map<string, Recording>();
  let answered: Pick<Order, 'rows' | 'gzip'> = { rows: 0, gzip: false };

  const recorded = async (path: string): Promise<Recording> => {
    const key = `${answered.rows} ${answered.gzip} ${path}`;
    const known = recordings.get(key);
    if (known) return known;
    const coding = answered.gzip ? 'gzip' : 'identity';
    const made = await record(emulator.serviceUrl + path, { ...bearer, 'accept-encoding': coding });
    recordings.set(key, made);
    return made;
  };

  const recorder = createServer((socket) => onRequest(socket, (path) => recorded(withoutIndifferent(path))));
  await new Promise<void>((resolve) => recorder.listen(0, '127.0.0.1', resolve));

  process.on('message', async (order: ToServer) => {
    if (order.kind === 'forget') recordings = new Map();
    else {
      answered = order;
      const rows = { count: order.rows };
      const dated = { ...rows, from: order.goesOn ? YEAR_FROM : REPORT_FROM, to: REPORT_TO };
      emulator.dials.set({
        rows: { [UNDATED.id]: rows, [DATED.id]: dated, [INVOICES.id]: dated, [LIST.id]: rows },
        compression: order.gzip ? 'gzip' : 'none',
      });
      await recorded(pathFor(order));
    }
    tell({ kind: 'ready' });
  });
  const { port } = recorder.address() as AddressInfo;
  const { tokenUrl, credentials } = emulator;
  tell({ kind: 'started', address: { serviceUrl: `http://127.0.0.1:${port}`, tokenUrl, credentials } });
}

function tell(message: FromServer): void {
  process.send!(message);
}

/** Plays an answer for each request on a connection. A request is a GET, and comes when the last one is answered. */
function onRequest(socket: Socket, recorded: (path: string) => Promise<Recording>): void {
  let head = '';
  socket.setNoDelay();
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => {
    head += chunk.toString('latin1');
    if (!head.endsWith('\r\n\r\n')) return;
    const path = head.slice(head.indexOf(' ') + 1, head.indexOf(' HTTP/'));
    head = '';
    recorded(path).then((recording) => play(recording, socket));
  });
}

/** Only what the answer depends on, in one order: days, and none behind the last that has rows. */
function withoutIndifferent(path: string): string {
  const { pathname, searchParams } = new URL(path, 'http://127.0.0.1');
  const kept = ['Response', 'StartDate', 'StopDate', 'HideRebates', 'EnabledStatus'].filter((name) =>
    searchParams.has(name),
  );
  return `${pathname}?${kept.map((name) => `${name}=${meantBy(name, searchParams.get(name)!)}`).join('&')}`;
}

function meantBy(name: string, text: string): string {
  const value = text.replace('T00:00:00.000', '');
  return name === 'StopDate' && value > LAST_DAY ? LAST_DAY : value;
}

function record(url: string, headers: Record<string, string>): Promise<Recording> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { headers, agent: false }, (answer) => {
      const pieces: Buffer[] = [];
      answer.on('data', (piece: Buffer) => pieces.push(piece));
      answer.on('error', reject);
      answer.on('end', () => {
        const kept = KEPT_HEADERS.filter((name) => answer.headers[name] !== undefined);
        const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
        const lines = [
          `HTTP/1.1 ${answer.statusCode} ${answer.statusMessage}`,
          ...kept.map((name) => `${name}: ${answer.headers[name]}`),
          `content-length: ${length}`,
        ];
        const [first = Buffer.alloc(0), ...rest] = pieces;
        resolve([Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), first]), ...rest]);
      });
    });
    outgoing.on('error', reject);
    outgoing.end();
  });
}

async function play(recording: Recording, socket: Socket): Promise<void> {
  for (const piece of recording) {
    if (socket.destroyed) return;
    if (!socket.write(piece)) await new Promise((resolve) => socket.once('drain', resolve));
  }
}

process.on('disconnect', () => process.exit());

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
