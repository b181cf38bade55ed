import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import net, { type AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { AttemptError } from '../../nodes/client/failures/attempt-error';
import type { ConnectionSettings } from '../../nodes/client/settings';
import { Timeouts } from '../../nodes/client/transport/timeouts';
import { answer, chunk, head, type Script } from './scripted-server';
import { errorOf, fetchText, get, never, settingsFor, TestBed } from './settings-for';
import { VirtualClock } from './virtual-clock';

const turn = () => new Promise(setImmediate);

const LONG = 60_000;
const SHORT = 80;

function timeouts(changes: Partial<ConnectionSettings['timeouts']>): Partial<ConnectionSettings> {
  return { timeouts: { connect: LONG, firstByte: LONG, idle: LONG, total: LONG, ...changes } };
}

describe('a service that stalls', () => {
  const bed = new TestBed();
  afterEach(() => bed.close());

  async function phaseOf(script: Script, changes: Partial<ConnectionSettings['timeouts']>) {
    const server = await bed.server(script);
    const client = bed.client(settingsFor(server.url, { ...timeouts(changes), requestsAtOnce: 1 }));
    const error = (await errorOf(fetchText(client, '/x'))) as AttemptError;
    assert.equal(error.code, 'TIMEOUT');
    await server.allClosed();
    // The slot is free again, or this would wait for ever.
    await errorOf(fetchText(client, '/x'));
    return error.failure.kind === 'timeout' ? error.failure.phase : assert.fail(error.failure.kind);
  }

  it('before the headers: first byte', async () => {
    assert.equal(await phaseOf(() => {}, { firstByte: SHORT }), 'first-byte');
  });

  it('within the body: idle', async () => {
    const script: Script = (_request, socket) => void socket.write(head(200, { 'content-length': '10' }));
    assert.equal(await phaseOf(script, { idle: SHORT }), 'idle');
  });

  it('by a byte now and then, for ever: total', async () => {
    const script: Script = (_request, socket) => {
      socket.write(head(200, { 'transfer-encoding': 'chunked' }));
      const drip = setInterval(() => socket.write(chunk(' ')), 10);
      socket.on('close', () => clearInterval(drip));
    };
    assert.equal(await phaseOf(script, { idle: 5000, total: 4 * SHORT }), 'total');
  });

  it('in the TLS handshake: connect', async () => {
    const sockets = new Set<net.Socket>();
    const silent = net.createServer((socket) => void sockets.add(socket.on('error', () => {}).resume()));
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const url = `https://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const error = (await errorOf(
      fetchText(bed.client(settingsFor(url, timeouts({ connect: SHORT }))), '/x'),
    )) as AttemptError;
    assert.deepEqual(error.failure, { kind: 'timeout', phase: 'connect' });
    assert.equal(error.sent, false);
    await Promise.all(
      [...sockets].map((socket) => socket.closed || new Promise((resolve) => socket.once('close', resolve))),
    );
    await new Promise((resolve) => silent.close(resolve));
  });

  it('names the phase and the limit in words', async () => {
    const server = await bed.server(() => {});
    const error = await errorOf(
      fetchText(bed.client(settingsFor(server.url, timeouts({ firstByte: SHORT }))), '/lists/x'),
    );
    assert.match(error.message, /took too long for \/lists\/x: the wait for the first byte passed 0\.1 s/);
  });
});

describe('a flow that is slow to take records', () => {
  const bed = new TestBed();
  afterEach(() => bed.close());

  for (const coding of ['identity', 'gzip']) {
    it(`uses up no timeout (${coding})`, async () => {
      const clock = new VirtualClock();
      const body = randomBytes(20_000);
      const bytes = coding === 'gzip' ? gzipSync(body) : body;
      let sendRest = () => {};
      const server = await bed.server((_request, socket) => {
        socket.write(head(200, { 'content-length': String(bytes.length), 'content-encoding': coding }));
        socket.write(bytes.subarray(0, 10_000));
        sendRest = () => void socket.write(bytes.subarray(10_000));
      });
      const client = bed.client(settingsFor(server.url, timeouts({ idle: 1000, total: 2000 })), { clock });
      const late = async () => {
        clock.pass(10_000);
        await turn();
        await turn();
        sendRest();
        sendRest = () => {};
      };
      const received = await client.send(get('/x'), { signal: never() });
      clock.pass(10_000);
      await turn();
      assert.equal(await received.consume(late), body.length);
    });
  }

  it('hides no service that falls silent, and is called for bytes alone', async () => {
    const server = await bed.server((_request, socket) => {
      socket.write(head(200, { 'content-length': '40000' }));
      socket.write(randomBytes(30_000));
    });
    const client = bed.client(settingsFor(server.url, timeouts({ idle: SHORT })));
    const received = await client.send(get('/x'), { signal: never() });
    const late = async (piece: Buffer) => {
      assert.ok(piece.length > 0, 'nothing came');
      await turn();
    };
    const error = (await errorOf(received.consume(late))) as AttemptError;
    assert.deepEqual(error.failure, { kind: 'timeout', phase: 'idle' });
  });

  it('is not taken for a silent service when it blocks the event loop', async () => {
    const clock = new VirtualClock();
    const server = await bed.server((_request, socket) => void socket.write(answer(200, '[1]')));
    const client = bed.client(settingsFor(server.url, timeouts({ firstByte: 1000, idle: 1000 })), { clock });
    const started = client.send(get('/x'), { signal: never() });
    while (server.requests.length === 0) await turn();
    clock.pass(10_000);
    assert.equal((await started).statusCode, 200);
  });
});

describe('the clocks of an attempt', () => {
  const limits = { connect: 100, firstByte: 1000, idle: 50, total: 5000 };
  async function expiry(drive: (clock: VirtualClock, timeouts: Timeouts) => void | Promise<void>) {
    const clock = new VirtualClock();
    const seen: string[] = [];
    const timeouts = new Timeouts(limits, clock, (phase) => seen.push(phase));
    await drive(clock, timeouts);
    await turn();
    timeouts.stop();
    assert.equal(clock.timers, 0, 'no timer is left');
    return seen;
  }

  it('say nothing before their time', async () => {
    assert.deepEqual(await expiry((clock) => clock.pass(99)), []);
  });

  it('fire once', async () => {
    assert.deepEqual(
      await expiry(async (clock) => {
        clock.pass(100);
        await turn();
        clock.pass(100_000);
      }),
      ['connect'],
    );
  });

  it('start anew with every byte', async () => {
    const seen = await expiry(async (clock, timeouts) => {
      timeouts.enter('idle');
      for (let round = 0; round < 20; round++) {
        clock.pass(40);
        await turn();
        timeouts.alive();
      }
    });
    assert.deepEqual(seen, []);
  });

  it('stand still while held, however often', async () => {
    const seen = await expiry(async (clock, timeouts) => {
      timeouts.enter('idle');
      timeouts.hold();
      timeouts.hold();
      clock.pass(10_000);
      await turn();
      timeouts.release();
      clock.pass(10_000);
      await turn();
      timeouts.release();
      clock.pass(40);
      await turn();
    });
    assert.deepEqual(seen, []);
  });

  it('go on after being held', async () => {
    const seen = await expiry(async (clock, timeouts) => {
      timeouts.enter('idle');
      timeouts.hold();
      clock.pass(10_000);
      await turn();
      timeouts.release();
      clock.pass(50);
      await turn();
    });
    assert.deepEqual(seen, ['idle']);
  });

  it('mean no limit by 0', async () => {
    const clock = new VirtualClock();
    new Timeouts({ connect: 0, firstByte: 0, idle: 0, total: 0 }, clock, assert.fail);
    assert.equal(clock.timers, 0);
  });
});
