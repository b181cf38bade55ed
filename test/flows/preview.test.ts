import assert from 'node:assert/strict';
import { endpointById } from '../../nodes/catalogue';
import { type Emulator, startEmulator } from '../emulator';
import { AdminServer, until } from './admin-server';
import { exampleNode } from './example-parameters';
import { FlowFixture } from './flow-fixture';
import { connectionNode, type FlowNode, type Message } from './node-red';

interface Preview {
  kind?: 'records' | 'text' | 'refused' | 'failed';
  columns: Array<{ name: string; type: string }>;
  rows: unknown[][];
  hasMore: boolean;
  text: string;
  code?: string;
}

const availability = (more: object = {}): FlowNode => ({
  id: 'new',
  type: 'dataconnect-availability',
  z: 'tab',
  connection: 'connection',
  ...more,
});
const ANY = { id: 'r', type: 'dataconnect-request', connection: 'connection' };
const fixed = (value: string) => ({ type: 'fixed', value });

describe('a node that is previewed from its dialog', () => {
  const fixture = new FlowFixture();
  const admin = new AdminServer();
  const deployed = { id: 'deployed', type: 'dataconnect-list-stores' };
  beforeEach(async () => {
    await fixture.open([deployed]);
  });

  const rows = (count: number) => fixture.emulator.dials.set({ rows: { availability: { count } } });
  const asked = () => fixture.emulator.requests.to('/availability');
  const preview = async (node: object, more: object = {}, signal?: AbortSignal) =>
    (await admin.post<Preview>('preview', { node, message: {}, ...more }, signal)).body;

  it('shows its first 20 records with the types of their columns, and reads no further', async () => {
    rows(100_000);
    const { kind, columns, rows: shown, hasMore } = await preview(availability());
    assert.equal(kind, 'records');
    assert.equal(shown.length, 20);
    assert.equal(hasMore, true);
    const quantity = columns.findIndex(({ name }) => name === 'Quantity');
    assert.equal(columns[quantity]!.type, 'integer');
    assert.ok(shown.every((row) => row.length === columns.length && typeof row[quantity] === 'number'));
    await until(() => asked().every(({ closed }) => closed));
    assert.equal(asked()[0]!.finished, false);
  });

  it('shows the same records as a run gives, in its shape', async () => {
    const node = exampleNode(endpointById('invoice-history')!, { StartDate: '2026-06-01', StopDate: '2026-06-02' });
    const dated = { ...node, connection: 'connection', output: { dates: 'date' } };
    fixture.emulator.dials.set({ rows: { [node.id]: { count: 3, from: '2026-06-01', to: '2026-06-02' } } });
    const flow = await fixture.open([dated], { connection: { timeZone: 'America/Toronto' } });
    const { rows: shown, columns, hasMore } = await preview(dated);
    const { messages } = await flow.ask(node.id);
    const [first] = messages[0]!.payload as Array<Record<string, unknown>>;
    assert.ok(Object.values(first!).some((value) => value instanceof Date));
    const records = JSON.parse(JSON.stringify(messages[0]!.payload)) as Array<Record<string, unknown>>;
    assert.deepEqual(
      shown,
      records.map((record) => columns.map(({ name }) => record[name])),
    );
    assert.deepEqual(
      columns.map(({ name }) => name),
      (messages[0]!.columns as Array<{ name: string }>).map(({ name }) => name),
    );
    assert.equal(hasMore, false);
  });

  it('suggests keys from an answer, by the names of the service or as they leave the node, and shows no record', async () => {
    type Keys = Pick<Preview, 'kind' | 'text'> & { keys: string[][] };
    const keysOf = async (node: object, more: object = {}) =>
      (await admin.post<Keys>('keys', { node, message: {}, ...more })).body;
    rows(30);
    const named = availability({ columns: { list: [{ name: 'ProductSKU', as: 'sku' }] } });
    const flow = await fixture.open([{ ...named, id: 'run', columns: undefined }]);
    const { messages } = await flow.ask('run');
    const records = messages[0]!.payload as Array<Record<string, unknown>>;
    const { kind, text, keys, ...more } = await keysOf(named);
    assert.deepEqual([kind, Object.keys(more)], ['keys', []]);
    assert.match(text, /: 30\. Each of these is a suggestion\./);
    assert.ok(keys.length > 0);
    for (const key of keys) {
      const told = new Set(
        records.map((record) => JSON.stringify(key.map((name) => record[name] ?? assert.fail(name)))),
      );
      assert.equal(told.size, 30, key.join());
    }
    assert.ok(keys.flat().includes('ProductSKU'));
    assert.ok((await keysOf(named, { shaped: true })).keys.flat().includes('sku'));
    rows(3);
    assert.match((await keysOf(named)).text, /too few to say: 3\./);
    const filed = availability({ output: { mode: 'text' }, params: { Response: fixed('Csv') } });
    assert.deepEqual(await keysOf(filed), {
      kind: 'refused',
      text: 'A key is found in records: choose records as the output.',
    });
  });

  it('says that there are none', async () => {
    rows(0);
    const { kind, rows: shown } = await preview(availability());
    assert.equal(kind, 'records');
    assert.deepEqual(shown, []);
  });

  it('shows how a text begins, and reads no further', async () => {
    rows(100_000);
    for (const mode of ['text', 'buffer', 'file']) {
      const { kind, text, hasMore } = await preview(
        availability({ output: { mode }, params: { Response: fixed('Csv') } }),
      );
      assert.equal(kind, 'text', mode);
      assert.equal(text.split('\n').length, 20);
      assert.match(text, /ProductSKU/);
      assert.equal(hasMore, true);
    }
    await until(() => asked().every(({ closed }) => closed));
    assert.ok(asked().every(({ finished }) => !finished));
  });

  it('shows the whole of a short text', async () => {
    rows(2);
    const { text, hasMore } = await preview(availability({ output: { mode: 'text' } }));
    assert.equal(JSON.parse(text).length, 2);
    assert.equal(hasMore, false);
  });

  it('works with a connection that was just made', async () => {
    rows(2);
    const connection = { ...connectionNode(fixture.emulator), credentials: fixture.emulator.credentials };
    const { rows: shown } = await preview(availability({ connection: 'made' }), { connection });
    assert.equal(shown.length, 2);
    await until(() => asked().every(({ closed }) => closed));
  });

  it('waits in the queue of the company like a run, and lets its slot go', async () => {
    rows(5);
    const flow = await fixture.open([deployed, { ...availability(), id: 'report' }], {
      connection: { requestsAtOnce: 1 },
    });
    fixture.emulator.dials.set({ hold: true });
    const running = flow.ask('report');
    await until(() => asked().length === 1);
    const previewed = preview(availability());
    // Whatever it would send at once is there by then.
    for (let trip = 0; trip < 5; trip++) await admin.post('dry-run', { node: availability(), message: {} });
    fixture.emulator.dials.set({ hold: false });
    assert.equal((await running).error, undefined);
    assert.equal((await previewed).rows.length, 5);
    assert.deepEqual(
      asked().map(({ active }) => active),
      [1, 1],
    );
    assert.equal((await flow.ask('report')).error, undefined);
  });

  it('is cancelled with its request', async () => {
    fixture.emulator.dials.set({ hold: true });
    const leaving = new AbortController();
    const waiting = preview(availability(), {}, leaving.signal).catch(() => 'gone');
    await until(() => asked().length === 1);
    leaving.abort();
    assert.equal(await waiting, 'gone');
    await until(() => asked().every(({ closed }) => closed));
  });

  for (const [what, node, says] of [
    [
      'goes out by e-mail',
      availability({ params: { Response: fixed('Csv.Email'), 'Email.To': fixed('a@shop.test') } }),
      /by e-mail/,
    ],
    ['is a workbook', availability({ params: { Response: fixed('Excel') } }), /workbook/],
    ['changes data', { ...exampleNode(endpointById('import-traffic-count')!), connection: 'connection' }, /may change/],
    ['is a POST to any path', { ...ANY, path: '/any/thing', sending: { method: 'POST' } }, /may change/],
    [
      'is a POST to another path than the catalogue has',
      availability({ path: '/another', sending: { method: 'POST' } }),
      /may change/,
    ],
    [
      'asks any way for what changes data',
      { ...ANY, path: `${endpointById('import-traffic-count')!.path}/` },
      /may change/,
    ],
    ['ends the session', { id: 'r', type: 'dataconnect-session-abandon', connection: 'connection' }, /may change/],
    ['ends it at another path', { ...ANY, type: 'dataconnect-session-abandon', path: '/another' }, /may change/],
    ['asks for the end of the session in any spelling', { ...ANY, path: '/a/Session/%61bandon' }, /may change/],
    ['asks an unknown path for what sounds like doing', { ...ANY, path: '/users/deleteOne' }, /may change/],
  ] as const) {
    it(`is not sent where it ${what}`, async () => {
      const { kind, text } = await preview(node);
      assert.equal(kind, 'refused', text);
      assert.match(text, says);
      assert.deepEqual(fixture.emulator.requests.all(), []);
    });
  }

  describe('whose parameters come from elsewhere', () => {
    const least = (type: string, value: string) => availability({ params: { QuantityMin: { type, value } } });
    const sent = () => asked().at(-1)?.query.get('QuantityMin');

    it('takes what a person types for the message', async () => {
      await preview(least('msg', 'filter.least'), { message: { 'filter.least': '4' } });
      assert.equal(sent(), '4');
    });

    it('takes contexts and the environment as a run does', async () => {
      const flow = await fixture.open([deployed]);
      const context = flow.node('deployed').context();
      context.flow.set('least', 5);
      context.global.set('least', 6);
      process.env.DATACONNECT_TEST_LEAST = '7';
      await preview(least('flow', 'least'));
      assert.equal(sent(), '5');
      await preview(least('global', 'least'));
      assert.equal(sent(), '6');
      await preview(least('env', 'DATACONNECT_TEST_LEAST'));
      assert.equal(sent(), '7');
      await preview(least('fixed', '\x24{DATACONNECT_TEST_LEAST}'));
      assert.equal(sent(), '7');
      await preview(least('jsonata', '$flowContext("least") + 3'));
      assert.equal(sent(), '8');
      delete process.env.DATACONNECT_TEST_LEAST;
    });

    for (const [type, value] of [
      ['msg', 'filter.least'],
      ['flow', 'nobody.set.it'],
      ['global', 'nobodySetIt'],
      ['jsonata', 'payload.least'],
    ] as const) {
      it(`says what is missing: ${type}`, async () => {
        const elsewhere = { ...least(type, value), z: 'a flow that is not deployed' };
        const { code, text } = await preview(elsewhere);
        assert.equal(code, 'PARAMETER_INVALID');
        assert.match(text, /QuantityMin/);
        assert.deepEqual(fixture.emulator.requests.all(), []);
      });
    }
  });

  describe('in words', () => {
    it('says what is wrong with the node', async () => {
      const { code, text } = await preview(availability({ output: { mode: 'sideways' } }));
      assert.equal(code, 'NODE_INVALID');
      assert.match(text, /sideways/);
    });

    it('says that there is no connection, or that it is not there', async () => {
      assert.equal((await preview(availability({ connection: '' }))).code, 'CONNECTION_MISSING');
      assert.equal((await preview(availability({ connection: 'gone' }))).code, 'CONNECTION_MISSING');
    });

    it('says why the service refuses', async () => {
      fixture.emulator.dials.addFault({ fault: { kind: 'status', status: 403 }, path: '/availability', times: 1 });
      assert.equal((await preview(availability())).code, 'FORBIDDEN');
    });

    it('refuses what no dialog sends', async () => {
      for (const body of [
        {},
        { node: 7, message: {} },
        { node: availability(), message: { a: 7 } },
        { node: { id: 'a', type: 'inject' }, message: {} },
      ]) {
        const { status, body: answer } = await admin.post<Preview>('preview', body);
        assert.equal(status, 200);
        assert.equal(answer.code, 'NODE_INVALID');
      }
    });
  });

  describe('with a connection at another address', () => {
    let other: Emulator;
    before(async () => {
      other = await startEmulator();
    });
    after(() => other.close());

    it('sends no stored secret there', async () => {
      const connection = { ...connectionNode(other), credentials: { username: 'john' } };
      const { code, text } = await preview(availability(), { connection });
      assert.equal(code, 'CONNECTION_INVALID');
      assert.match(text, /password was not sent/);
      assert.deepEqual(other.requests.all(), []);
    });
  });

  it('says what would be sent as the message of a dry run does', async () => {
    const node = exampleNode(endpointById('invoice-history')!, { StartDate: '2026-06-01', StopDate: '2026-06-03' });
    const daily = { ...node, windows: { kind: 'day' }, connection: 'connection' };
    const flow = await fixture.open([daily]);
    const { messages } = await flow.ask(node.id, { dryRun: true });
    const { body } = await admin.post<Message>('dry-run', { node: daily, message: {} });
    const { count, ...shown } = body;
    assert.equal(count, 3);
    assert.deepEqual(shown, messages[0]!.payload);
    assert.deepEqual(fixture.emulator.requests.all(), []);
  });

  it('does not show in a dry run what the environment holds of the connection', async () => {
    process.env.DATACONNECT_TEST_URL = fixture.emulator.serviceUrl;
    const form = {
      ...connectionNode(fixture.emulator),
      serviceUrl: '\x24{DATACONNECT_TEST_URL}',
      credentials: fixture.emulator.credentials,
    };
    const { body } = await admin.post<object>('dry-run', { node: availability(), message: {}, connection: form });
    delete process.env.DATACONNECT_TEST_URL;
    assert.match(JSON.stringify(body), /\{DATACONNECT_TEST_URL\}/);
    assert.ok(!JSON.stringify(body).includes(new URL(fixture.emulator.serviceUrl).host));
  });
});
