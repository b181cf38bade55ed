/**
 * The emulator in a process of its own, with a recorder in front: an answer is rendered once and then played back, so
 * that nobody waits for the emulator. Told over IPC what it answers from now on.
 */
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startEmulator } from '../emulator';
import type { Order } from './order';
import { DATED, type FromServer, pathFor, REPORT_FROM, REPORT_TO, type ToServer, UNDATED } from './server-protocol';

interface Recording {
  status: number;
  headers: Record<string, string>;
  pieces: Buffer[];
}

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

  const recorder = createServer((incoming, response) => {
    recorded(withoutIndifferent(incoming)).then((recording) => play(recording, response));
  });
  await new Promise<void>((resolve) => recorder.listen(0, '127.0.0.1', resolve));

  process.on('message', async (order: ToServer) => {
    if (order.kind === 'forget') recordings = new Map();
    else {
      answered = order;
      const rows = { count: order.rows };
      emulator.dials.set({
        rows: { [UNDATED.id]: rows, [DATED.id]: { ...rows, from: REPORT_FROM, to: REPORT_TO } },
        compression: order.gzip ? 'gzip' : 'none',
      });
      await recorded(pathFor(order.format));
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

/** Only what the answer depends on, in one order. */
function withoutIndifferent({ url }: IncomingMessage): string {
  const { pathname, searchParams } = new URL(url!, 'http://127.0.0.1');
  const kept = ['Response', 'StartDate', 'StopDate'].filter((name) => searchParams.has(name));
  return `${pathname}?${kept.map((name) => `${name}=${searchParams.get(name)}`).join('&')}`;
}

function record(url: string, headers: Record<string, string>): Promise<Recording> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { headers, agent: false }, (answer) => {
      const pieces: Buffer[] = [];
      answer.on('data', (piece: Buffer) => pieces.push(piece));
      answer.on('error', reject);
      answer.on('end', () => {
        const kept = KEPT_HEADERS.flatMap((name) => {
          const value = answer.headers[name];
          return value === undefined ? [] : [[name, String(value)] as const];
        });
        resolve({ status: answer.statusCode!, headers: Object.fromEntries(kept), pieces });
      });
    });
    outgoing.on('error', reject);
    outgoing.end();
  });
}

/** An answer of one piece goes out at once, with its length. */
async function play({ status, headers, pieces }: Recording, response: ServerResponse): Promise<void> {
  response.statusCode = status;
  response.setHeaders(new Map(Object.entries(headers)));
  if (pieces.length === 1) {
    response.end(pieces[0]);
    return;
  }
  for (const piece of pieces) {
    if (response.destroyed) return;
    if (!response.write(piece)) await new Promise((resolve) => response.once('drain', resolve));
  }
  response.end();
}

process.on('disconnect', () => process.exit());

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
