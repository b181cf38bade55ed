import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import type { Socket } from 'node:net';
import path from 'node:path';
import { startEmulator } from '../emulator';
import { answer } from './scripted-server';
import { errorOf, fetchText, get, never, settingsFor, TestBed } from './settings-for';
import type { Work } from './slot-worker';
import { SlotServer, SocketSlots } from './socket-slots';

const LIMIT = 3;

describe('slots that several processes share', function () {
  // Two of them are started, which takes a busy machine a while.
  this.timeout(60_000);
  const bed = new TestBed();
  let server: SlotServer;
  let port: number;
  beforeEach(async () => {
    server = bed.closes(new SlotServer());
    port = await server.listen();
  });
  afterEach(() => bed.close());

  /** @returns the number of reports that came */
  const startWorker = (work: Work): Promise<number> =>
    new Promise((resolve, reject) => {
      const worker = fork(path.join(__dirname, 'slot-worker.ts'), { execArgv: ['--import', 'tsx'] });
      worker.once('message', resolve);
      worker.once('exit', (code) => reject(new Error(`a worker ended with ${code}`)));
      worker.send(work);
    });

  it('keep two processes together below the limit of one', async () => {
    const emulator = bed.closes(await startEmulator({ dials: { delay: 20 } }));
    const { accessToken } = emulator.credentials;
    const settings = settingsFor(emulator.serviceUrl, {
      authentication: { kind: 'token', accessToken },
      requestsAtOnce: LIMIT,
    });
    const workers = [1, 2].map(() => startWorker({ settings, port, reports: 20 }));
    assert.deepEqual(await Promise.all(workers), [20, 20]);
    assert.ok(emulator.admission.maximum <= LIMIT, `${emulator.admission.maximum} at once`);
  });

  it('abort the request whose slot was taken back, and the next one waits for its turn', async () => {
    const open: Socket[] = [];
    let cut = () => {};
    const wasCut = new Promise<void>((resolve) => {
      cut = resolve;
    });
    let reached = () => {};
    const isThere = new Promise<void>((resolve) => {
      reached = resolve;
    });
    const service = await bed.server(({ path: asked }, socket) => {
      if (asked === '/next') return void socket.write(answer(200, 'came'));
      open.push(socket);
      socket.once('close', cut);
      reached();
    });
    const slots = [1, 2].map(() => bed.closes(new SocketSlots(port)));
    const [one, other] = slots.map((each) =>
      bed.client(settingsFor(service.url, { requestsAtOnce: 1 }), { slots: each }),
    );
    const first = errorOf(one!.send(get('/first'), { signal: never() }));
    await isThere;
    const places: number[] = [];
    const queued = new Promise<void>((resolve) => {
      const onProgress = (progress: { kind: string; place?: number }) => {
        if (progress.kind !== 'queued') return;
        places.push(progress.place!);
        resolve();
      };
      void other!.send(get('/next'), { signal: never(), onProgress }).then((came) => came.consume(() => {}));
    });
    await queued;
    server.takeAllBack();
    assert.equal((await first).code, 'LEASE_LOST');
    await wasCut;
    assert.equal(await fetchText(other!, '/next'), 'came');
    assert.deepEqual(places, [1]);
  });

  it('are free again when a process ends that held them', async () => {
    const service = await bed.server((_request, socket) => void socket.write(answer(200, 'came')));
    const gone = new SocketSlots(port);
    const request = { key: `${new URL(service.url).host} `, limit: 1, weight: 'report', path: '/x' } as const;
    await gone.acquire({ ...request, signal: never(), onLost: assert.fail });
    const slots = bed.closes(new SocketSlots(port));
    const waiting = fetchText(bed.client(settingsFor(service.url, { requestsAtOnce: 1 }), { slots }), '/x');
    await gone.close();
    assert.equal(await waiting, 'came');
  });
});
