import assert from 'node:assert/strict';
import { once } from 'node:events';
import net, { type AddressInfo, type Socket } from 'node:net';
import { endpointById } from '../../nodes/catalogue';
import type { DataConnectClient } from '../../nodes/client/client';
import { Slots } from '../../nodes/client/slots/slots';
import { makePlan } from '../../nodes/extract/make-plan';
import { Turns } from '../../nodes/extract/turns';
import { readConnection } from '../../nodes/runtime/connection/connection-settings';
import { BackPressure } from '../../nodes/runtime/flow/back-pressure';
import { FlowTicks } from '../../nodes/runtime/flow/flow-ticks';
import { readEndpointNode } from '../../nodes/runtime/node-config';
import { chunk, head, type Script } from '../client/scripted-server';
import { errorOf, get, never, type PlainSettings, settingsOf, TestBed } from '../client/settings-for';
import { VirtualClock } from '../client/virtual-clock';
import { type Emulator, startEmulator } from '../emulator';
import { type OrderChanges, orderFor, runAgainst } from '../extract/run-against';
import { keeper, TinyFlow } from '../runtime/tiny-flow';
import { promisedOfConnection, promisedOfNode } from './promised';

/** Of a connection that stores nothing but where it leads. */
function settingsAt(serviceUrl: string): PlainSettings {
  const stored = { environment: 'custom', serviceUrl, authentication: 'none' };
  const { settings, problems } = readConnection(stored, {}, { tls: undefined, proxy: { kind: 'none' } });
  assert.deepEqual(problems, []);
  return { ...settings, ...settings.access.reveal() };
}

const request = get('/lists/stores', { authenticated: false });
/** What other tests and Node.js have to do now is done. */
const turn = () => new Promise((resolve) => setImmediate(resolve));
const secondsOf = (name: string) => Number(promisedOfConnection[name]!.byDefault);

describe('a connection that stores no limits', () => {
  const bed = new TestBed();
  afterEach(() => bed.close());

  it('has four requests at the service at once, and more wait in a queue', async () => {
    const sent = 12;
    let queued = 0;
    let all = () => {};
    const settled = new Promise<void>((resolve) => {
      all = resolve;
    });
    const server = await bed.server(() => tell());
    const tell = () => {
      if (server.requests.length + queued === sent) all();
    };
    const client = bed.client(settingsAt(server.url));
    const gone = Array.from({ length: sent }, () => new AbortController());
    const told = new Set<number>();
    const answers = Array.from({ length: sent }, (_, index) =>
      client.send(request, {
        signal: gone[index]!.signal,
        onProgress: ({ kind }) => {
          if (kind !== 'queued' || told.has(index)) return;
          told.add(index);
          queued++;
          tell();
        },
      }),
    );
    await settled;
    assert.equal(server.requests.length, promisedOfConnection.requestsAtOnce!.byDefault);
    for (const each of gone) each.abort();
    await Promise.allSettled(answers);
  });

  it('tries four times more after a failure that may pass', async () => {
    const server = await bed.server((_, socket) => void socket.write(head(503, { 'content-length': '0' })));
    const settings = settingsAt(server.url);
    const order = orderFor('version', {}, { retries: settings.retries });
    const { error } = await runAgainst(bed.client(settings), order);
    assert.equal((error as { code?: string }).code, 'SERVER_ERROR');
    assert.equal(server.requests.length - 1, promisedOfConnection.retries!.byDefault);
  });

  /** @param ready when the phase has begun  @param step what keeps it from ending before, once in each span */
  async function endOf(
    url: string,
    ready: () => Promise<unknown>,
    seconds: number,
    step?: { every: number; action: () => Promise<unknown> },
  ) {
    const clock = new VirtualClock();
    const client = bed.client(settingsAt(url), { slots: new Slots(clock), clock });
    let over = false;
    const failing = errorOf(read(client)).finally(() => {
      over = true;
    });
    await ready();
    for (let left = seconds * 1000; left > 0; ) {
      const span = Math.min(step ? step.every * 1000 : seconds * 1000, left);
      clock.pass(span - 1);
      for (let turns = 0; turns < 3; turns++) await turn();
      assert.ok(!over, `over ${left - span + 1} ms too early`);
      clock.pass(1);
      left -= span;
      if (left > 0) await step?.action();
    }
    return failing;
  }

  let took = () => {};
  async function read(client: DataConnectClient): Promise<void> {
    const answer = await client.send(request, { signal: never() });
    await answer.consume(() => took());
  }

  it('waits ten seconds for a host to connect', async () => {
    const sockets: Socket[] = [];
    const silent = net.createServer((socket) => void sockets.push(socket.on('error', () => {}).resume()));
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const url = `https://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const error = await endOf(url, () => once(silent, 'connection'), secondsOf('connectTimeout'));
    assert.deepEqual([error.code, error.facts.seconds], ['TIMEOUT', 10]);
    for (const socket of sockets) socket.destroy();
    silent.close();
  });

  it('waits ten minutes for the first byte', async () => {
    let came = () => {};
    const asked = new Promise<void>((resolve) => {
      came = resolve;
    });
    const server = await bed.server(() => came());
    const error = await endOf(server.url, () => asked, secondsOf('firstByteTimeout'));
    assert.deepEqual([error.code, error.facts.seconds], ['TIMEOUT', 600]);
  });

  /** A server that sends a byte whenever it is told to. */
  async function dripping(): Promise<{ url: string; begun: Promise<unknown>; drip: () => Promise<void> }> {
    let client: Socket | undefined;
    const next = () =>
      new Promise<void>((resolve) => {
        took = resolve;
      });
    const begun = next();
    const script: Script = (_, socket) => {
      client = socket;
      socket.write(head(200, { 'content-type': 'application/json', 'transfer-encoding': 'chunked' }));
      socket.write(chunk('[1,2,3,'));
    };
    const drip = async () => {
      const came = next();
      client!.write(chunk('[1,2,3,'));
      await came;
    };
    return { url: (await bed.server(script)).url, begun, drip };
  }

  it('waits a minute between two pieces of an answer', async () => {
    const { url, begun } = await dripping();
    const error = await endOf(url, () => begun, secondsOf('idleTimeout'));
    assert.deepEqual([error.code, error.facts.seconds], ['TIMEOUT', 60]);
  });

  it('waits two hours for an answer in all', async () => {
    const { url, begun, drip } = await dripping();
    const error = await endOf(url, () => begun, secondsOf('totalTimeout'), { every: 50, action: drip });
    assert.deepEqual([error.code, error.facts.seconds], ['TIMEOUT', 7200]);
  });

  it('asks the service of iQmetrix by user name and password', () => {
    const { settings, timeZone, stopDate } = readConnection({}, {}, { tls: undefined, proxy: { kind: 'environment' } });
    const { serviceUrl, tokenUrl, access, companyId, usePreferredEndpoint } = settings;
    assert.deepEqual([serviceUrl, tokenUrl], ['https://dataconnect.iqmetrix.net', 'https://accounts.iqmetrix.net/v1']);
    assert.deepEqual(
      [access.reveal().authentication.kind, companyId, usePreferredEndpoint, timeZone, stopDate],
      ['password', undefined, false, '', 'inclusive'],
    );
  });
});

describe('a connection that stores an environment', () => {
  for (const [environment, serviceUrl, tokenUrl] of [
    ['production', 'https://dataconnect.iqmetrix.net', 'https://accounts.iqmetrix.net/v1'],
    ['rc', 'https://dataconnectrc.iqmetrix.net', 'https://accountsrc.iqmetrix.net/v1'],
    ['custom', 'https://own.example.net', 'https://own.example.net/v1'],
  ] as const) {
    it(`asks the hosts of ${environment}, whatever else it stores`, () => {
      const stored = { environment, serviceUrl: 'https://own.example.net', tokenUrl: 'https://own.example.net/v1' };
      const { settings } = readConnection(stored, {}, { tls: undefined, proxy: { kind: 'none' } });
      assert.deepEqual([settings.serviceUrl, settings.tokenUrl], [serviceUrl, tokenUrl]);
    });
  }
});

describe('a node that stores nothing', () => {
  let emulator: Emulator;
  const bed = new TestBed();
  before(async () => {
    emulator = await startEmulator({ dials: { rows: { 'sales-by-employee': { count: 2500 } } } });
  });
  after(() => emulator.close());
  afterEach(() => bed.close());

  const twoYears = { StartDate: '2025-01-01', StopDate: '2026-12-31' };
  async function ran(stored: object, range = twoYears) {
    const { settings } = readEndpointNode(stored);
    const { tokenUrl, authentication } = settingsOf(emulator);
    const client = bed.client({ ...settingsAt(emulator.serviceUrl), tokenUrl, authentication });
    emulator.requests.clear();
    const ran = await runAgainst(client, orderFor('sales-by-employee', range, settings as OrderChanges));
    assert.equal(ran.error, undefined);
    return { ...ran, asked: emulator.requests.to(endpointById('sales-by-employee')!.path!) };
  }

  it('gives all records at once, of a range that is not cut, by GET', async () => {
    const { batches, asked } = await ran({});
    assert.deepEqual(
      batches.map(({ records }) => records.length),
      [2500],
    );
    assert.deepEqual(
      asked.map(({ method }) => method),
      ['GET'],
    );
  });

  it('gives batches of a thousand', async () => {
    const { batches } = await ran({ output: { mode: 'batches' } });
    assert.deepEqual(
      batches.map(({ records }) => records.length),
      [1000, 1000, 500],
    );
    assert.equal(batches[0]!.records.length, promisedOfNode['output.batchSize']!.byDefault);
  });

  for (const [kind, windows] of [
    ['day', 90],
    ['week', 14],
    ['month', 3],
  ] as const) {
    it(`cuts a range into each single ${kind}, or into as many as are set`, async () => {
      const quarter = { StartDate: '2026-01-01', StopDate: '2026-03-31' };
      assert.equal((await ran({ windows: { kind } }, quarter)).asked.length, windows);
      assert.equal((await ran({ windows: { kind, count: 2 } }, quarter)).asked.length, Math.ceil(windows / 2));
    });
  }

  it('writes a body as form fields', async () => {
    const { asked } = await ran({ sending: { method: 'POST' } });
    assert.match(asked[0]!.headers['content-type']!, /x-www-form-urlencoded/);
  });

  it('waits half a minute for the flow', async () => {
    const clock = new VirtualClock();
    const flow = new TinyFlow([keeper('Table')]);
    const pressure = new BackPressure(flow.tracker, flow.source, new FlowTicks(), {
      turns: new Turns(),
      choice: readEndpointNode({}).settings.flow,
      signal: never(),
      endpoint: 'Stores',
      perTurn: 1,
      send: flow.send,
      onWaiting: () => {},
      onOverdue: () => {},
      clock,
    });
    let over = false;
    const sending = pressure.send({ _msgid: 'a' }).then(() => {
      over = true;
    });
    clock.pass(29_999);
    for (let turns = 0; turns < 3; turns++) await turn();
    assert.ok(!over);
    clock.pass(1);
    await sending;
    pressure.close();
  });

  it('sends nothing that the check finds wrong', () => {
    const { settings } = readEndpointNode({});
    assert.throws(() => makePlan(orderFor('sales-by-employee', {}, settings as OrderChanges)), /required/);
  });
});
