import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { NodeStatus } from 'node-red';
import { connectionVersion } from '../../nodes/stored/stored-connection';
import { readStoredNode } from '../../nodes/stored/stored-node';
import { FlowFixture } from './flow-fixture';
import { connectionNode, type FlowNode, type FlowOptions, type OpenFlow, type Outcome } from './node-red';

const NOPE = '\x24{DATACONNECT_TEST_NOPE}';
/** Node-RED itself stumbles over a flow that redefines what every object has. */
const TAKEN = new RegExp(`"(${Object.getOwnPropertyNames(Object.prototype).join('|')})"`);
const anything = fc.jsonValue().filter((value) => !TAKEN.test(JSON.stringify(value))) as fc.Arbitrary<unknown>;

describe('whatever is stored', () => {
  const fixture = new FlowFixture({ dials: { rows: { availability: { count: 1 } } } });
  const node = (more: object): FlowNode => ({ id: 'node', type: 'dataconnect-availability', ...more });

  async function ask(more: object, options: FlowOptions = {}): Promise<Outcome & { atStart: NodeStatus | undefined }> {
    const flow = await fixture.open([node(more)], options);
    const atStart = statusAtStart(flow, 'node');
    return { ...(await flow.ask('node')), atStart };
  }

  /** The first message is one error, the status is red from the start, and nothing went out. */
  async function assertRefused(code: string, text: RegExp, ...order: Parameters<typeof ask>): Promise<void> {
    const { error, messages, statuses, atStart } = await ask(...order);
    assert.equal(error?.code, code, error?.message);
    assert.match(error.message, text);
    assert.doesNotMatch(error.message, /__|undefined/);
    assert.deepEqual([messages, fixture.emulator.requests.all()], [[], []], 'something was sent');
    assert.deepEqual([atStart?.fill, statuses.at(-1)?.fill], ['red', 'red']);
  }

  describe('in a node', () => {
    for (const [stored, text] of [
      [{ output: { mode: 'rows' } }, /output\.mode must be one of all, batches, each, text, buffer, file, not "rows"/],
      [{ output: { mode: 'batches', batchSize: 0 } }, /output\.batchSize must be a number from 1 to 1000000, not "0"/],
      [{ output: { mode: 'batches', batchSize: 'abc' } }, /output\.batchSize .*not "abc"/],
      [{ output: { dates: 'iso' } }, /output\.dates/],
      [{ output: { property: 5 } }, /output\.property must be text, not 5/],
      [{ output: null }, /output must be an object, not null/],
      [{ sending: null }, /sending must be an object, not null/],
      [{ sending: { method: 'PUT' } }, /sending\.method must be one of GET, POST, not "PUT"/],
      [{ sending: { body: 'xml' } }, /sending\.body/],
      [{ windows: null }, /windows must be an object/],
      [{ windows: 'day' }, /windows must be an object, not day/],
      [{ windows: { kind: 'year' } }, /windows\.kind/],
      [{ windows: { kind: 'day', count: -1 } }, /windows\.count/],
      [{ flow: null }, /flow must be an object/],
      [{ flow: { wait: 'never' } }, /flow\.wait/],
      [{ flow: { seconds: 1e9 } }, /flow\.seconds/],
      [{ params: null }, /params must be an object, not null/],
      [{ params: [] }, /params must be an object, not \[\]/],
      [{ params: { QuantityMin: { type: 'message', value: 'x' } } }, /params\.QuantityMin\.type .*not "message"/],
      [{ params: { QuantityMin: { type: 'fixed', value: { a: 1 } } } }, /params\.QuantityMin must be text/],
      [{ path: 5 }, /path must be text, not 5/],
      [{ version: 3 }, /stored as version 3, which this release does not know: it reads versions up to 2/],
      [{ version: null }, /stored as version null/],
      [{ output: { mode: NOPE } }, /output\.mode stands for the environment variable DATACONNECT_TEST_NOPE/],
      [{ sending: { override: NOPE } }, /sending\.override stands for .*DATACONNECT_TEST_NOPE, which is not set/],
      [{ flow: { seconds: NOPE } }, /flow\.seconds stands for/],
      [{ path: NOPE }, /path stands for/],
    ] as const) {
      it(`${JSON.stringify(stored)} is refused by the first message`, () =>
        assertRefused('NODE_INVALID', text, stored));
    }

    it('a value that stands alone is sent', async () => {
      const { error } = await ask({ params: { QuantityMin: 3 } });
      assert.equal(error, undefined, error?.message);
      assert.equal(fixture.emulator.requests.to('/availability')[0]?.query.get('QuantityMin'), '3');
    });

    it('a choice that the environment says is taken', async () => {
      process.env.DATACONNECT_TEST_MODE = 'each';
      const { messages } = await ask({ output: { mode: '\x24{DATACONNECT_TEST_MODE}' } });
      assert.ok(!Array.isArray(messages[0]!.payload));
      delete process.env.DATACONNECT_TEST_MODE;
    });
  });

  describe('in a connection', () => {
    const refused = (text: RegExp, connection: object, credentials: object = {}) =>
      assertRefused('CONNECTION_INVALID', text, {}, { connection: { ...connection }, credentials: { ...credentials } });

    for (const [field, values] of Object.entries({
      version: [connectionVersion + 1, 0, null, 'first'],
      environment: ['sandbox', '', null, 0, [], 'Production'],
      authentication: ['oauth', '', null, true],
      stopDate: ['midnight', '', null],
      preferredEndpoint: ['maybe', 1, null, {}],
      companyId: ['Kentel', {}, 1.5],
      timeZone: ['Mars/Olympus', {}, 'UTC0'],
      retries: ['many', -1, null, '', 21],
      requestsAtOnce: [0, 'all', [4]],
      connectTimeout: [0, -1, {}],
      serviceUrl: [5, null, ['https://x.test']],
      tls: [5, {}],
      proxy: [true],
    })) {
      it(`${field} that is none is refused with its name, and nothing is sent`, async () => {
        for (const value of values) {
          await refused(new RegExp(field), { [field]: value });
          fixture.emulator.requests.clear();
        }
      });
    }

    for (const field of [
      ...[
        'environment',
        'serviceUrl',
        'tokenUrl',
        'authentication',
        'companyId',
        'timeZone',
        'stopDate',
        'tls',
        'proxy',
      ],
      ...['preferredEndpoint', 'requestsAtOnce', 'retries', 'connectTimeout', 'firstByteTimeout', 'idleTimeout'],
      'totalTimeout',
    ]) {
      it(`a variable that is not set is named: ${field}`, () =>
        refused(new RegExp(`${field} stands for .*DATACONNECT_TEST_NOPE, which is not set`), { [field]: NOPE }));
    }

    for (const [authentication, field] of [
      ['password', 'username'],
      ['password', 'password'],
      ['password', 'clientId'],
      ['password', 'clientSecret'],
      ['token', 'accessToken'],
      ['basic', 'password'],
    ]) {
      it(`a secret of another kind, or a variable that is not set, is refused: ${authentication}, ${field}`, async () => {
        await refused(new RegExp(`${field} stands for`), { authentication }, { [field!]: NOPE });
        for (const value of [4711, true, ['4711'], { secret: '4711' }]) {
          await refused(new RegExp(`${field} must be text, not (?!.*4711)`), { authentication }, { [field!]: value });
        }
      });
    }

    it('a name that is none does not hide what is wrong', async () => {
      for (const name of [{ a: 1 }, [1], 5, true]) await refused(/retries must be a number/, { name, retries: 'many' });
      await assertRefused('NODE_INVALID', /flow must be an object/, { name: { a: 1 }, flow: null });
    });

    it('credentials that Node-RED has lost are one sentence', async () => {
      const credentials = { username: '', password: '', clientId: '', clientSecret: '', accessToken: '' };
      await refused(
        /no credentials \(username, password, clientId, clientSecret\): .*credentialSecret/,
        {},
        credentials,
      );
    });

    it('what is pasted around a user name and a client is no part of them', async () => {
      const { username, clientId } = fixture.emulator.credentials;
      const credentials = { username: ` ${username}\u200b\n`, clientId: `\t${clientId} ` };
      const { error } = await ask({}, { credentials });
      assert.equal(error, undefined, error?.message);
    });
  });

  it('an environment value in the wrong field is not said back', async () => {
    process.env.DATACONNECT_TEST_CANARY = 'canary-4711';
    const canary = '\x24{DATACONNECT_TEST_CANARY}';
    for (const field of ['retries', 'environment', 'timeZone', 'companyId', 'stopDate', 'preferredEndpoint', 'tls']) {
      const { error, caught } = await ask({}, { connection: { [field]: canary } });
      assert.equal(error?.code, 'CONNECTION_INVALID', field);
      assert.doesNotMatch(JSON.stringify([error, caught]), /canary-4711/, field);
    }
    for (const stored of [
      { output: { mode: canary } },
      { flow: { seconds: canary } },
      { sending: { anyway: canary } },
      { windows: canary },
      { params: { 'CSV.Delimiter': { type: canary, value: 'x' } } },
    ]) {
      const { error, caught } = await ask(stored);
      assert.equal(error?.code, 'NODE_INVALID', JSON.stringify(stored));
      assert.match(error.message, /DATACONNECT_TEST_CANARY/);
      assert.doesNotMatch(JSON.stringify([error, caught]), /canary-4711/, JSON.stringify(stored));
    }
    const inside = [
      { id: 'sub', type: 'subflow', name: 'Sub', in: [{ x: 1, y: 1, wires: [{ id: 'inner' }] }], out: [] },
      { ...node({ output: { mode: canary } }), id: 'inner', z: 'sub', x: 1, y: 1, connection: 'connection', wires: [] },
    ];
    const flow = await fixture.open([{ id: 'instance', type: 'subflow:sub' }], { configNodes: inside });
    const { error } = await flow.ask('instance');
    assert.equal(error?.code, 'NODE_INVALID');
    assert.match(error.message, /not "\$\{DATACONNECT_TEST_CANARY\}"/);
    delete process.env.DATACONNECT_TEST_CANARY;
  });

  it('as random JSON in a node, it is run or refused, and no message is swallowed', async () => {
    const properties = ['sending', 'output', 'windows', 'flow', 'params', 'path', 'connection'];
    const inner = fc.dictionary(
      fc.constantFrom('mode', 'batchSize', 'method', 'kind', 'wait', 'QuantityMin'),
      anything,
    );
    const shape = fc.tuple(fc.constantFrom(...properties), fc.oneof(anything, inner));
    const shapes = asInFile(
      fc.sample(shape, { numRuns: 150, seed: SEED }).map(([property, value]) => ({ [property]: value })),
    );
    const flow = await fixture.open(shapes.map((stored, place) => ({ ...node(stored), id: `n${place}` })));
    for (const [place, stored] of shapes.entries()) {
      const { error, messages } = await flow.ask(`n${place}`);
      const hasFaults = readStoredNode(stored).faults.length > 0;
      if (hasFaults) assert.equal(error?.code, 'NODE_INVALID', JSON.stringify(stored));
      if (hasFaults) assert.equal(statusAtStart(flow, `n${place}`)?.fill, 'red', JSON.stringify(stored));
      assert.ok(error ? messages.length === 0 : messages.length > 0, JSON.stringify(stored));
      assert.notEqual(error?.code, 'INTERNAL', `${JSON.stringify(stored)} ${error?.message}`);
    }
  });

  it('as random JSON in a connection and its credentials, it is run or refused, and no message is swallowed', async () => {
    const properties = [
      ...['environment', 'serviceUrl', 'tokenUrl', 'authentication', 'companyId', 'timeZone', 'stopDate', 'retries'],
      ...['preferredEndpoint', 'requestsAtOnce', 'connectTimeout', 'tls', 'proxy', 'name'],
    ];
    const secrets = ['username', 'password', 'clientId', 'clientSecret', 'accessToken'];
    const stored = asInFile(fc.sample(fc.tuple(fc.constantFrom(...properties), anything), { numRuns: 60, seed: SEED }));
    const kept = asInFile(
      fc.sample(fc.oneof(anything, fc.dictionary(fc.constantFrom(...secrets), anything)), { numRuns: 40, seed: SEED }),
    );
    const configNodes = [...stored, ...kept.map(() => undefined)].map((change, place) => ({
      ...connectionNode(fixture.emulator, change && { [change[0]]: change[1] }),
      id: `c${place}`,
    }));
    const otherCredentials = Object.fromEntries(
      configNodes.map(({ id }, place) => [id, place < stored.length ? fixture.emulator.credentials : kept[place - 60]]),
    ) as FlowOptions['otherCredentials'];
    const nodes = configNodes.map(({ id }) => ({ ...node({ connection: id }), id: `on-${id}` }));
    const flow = await fixture.open(nodes, { configNodes, otherCredentials });
    for (const [place, { id }] of configNodes.entries()) {
      const { error, messages } = await flow.ask(`on-${id}`);
      const what = JSON.stringify(place < stored.length ? stored[place] : kept[place - 60]);
      assert.ok(error ? messages.length === 0 : messages.length > 0, what);
      assert.doesNotMatch(error?.message ?? '', /object Object/, what);
      // Any number may be a company, of which the service says that it is not this user's.
      const refusals = [
        'CONNECTION_INVALID',
        'AUTH_FAILED',
        ...(stored[place]?.[0] === 'companyId' ? ['FORBIDDEN'] : []),
      ];
      assert.ok(!error || refusals.includes(error.code!), `${what} ${error?.message}`);
    }
  });
});

/** The same shapes in every run, so that a failure can be seen again. */
const SEED = 20_261_128;

/** In JSON -0 is 0, and every object is like the others. */
function asInFile<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value)) as Value;
}

function statusAtStart(flow: OpenFlow, id: string): NodeStatus | undefined {
  const { status } = flow.node(id) as unknown as { status: { args: NodeStatus[][] } };
  return status.args[0]?.[0];
}
