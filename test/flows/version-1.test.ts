import assert from 'node:assert/strict';
import stored from '../stored/version-1.json';
import { FlowFixture } from './flow-fixture';
import type { FlowNode, OpenFlow } from './node-red';

/** A flow as the first release stored it. It is never written anew: that it still runs is what is tested. */
const flow = stored as FlowNode[];
const nodes = flow.filter(({ connection }) => connection !== undefined);
const names = ['SERVICE_URL', 'TOKEN_URL', 'AT_ONCE', 'LEVEL'].map((name) => `DATACONNECT_TEST_${name}`);

describe('a flow that version 1 stored', () => {
  const fixture = new FlowFixture({ dials: { rows: { availability: { count: 20 } } } });
  let open: OpenFlow;
  beforeEach(async () => {
    const { serviceUrl, tokenUrl, credentials } = fixture.emulator;
    const values = [serviceUrl, tokenUrl, '5', 'Store'];
    for (const [place, name] of names.entries()) process.env[name] = values[place];
    open = await fixture.open(
      nodes.map(({ wires: _, ...node }) => ({ ...node, z: 'tab', wires: [['the-end']] })),
      {
        configNodes: flow.filter(({ id }) => /^v1-(tls|proxy|connection|sandbox)$/.test(id)),
        core: ['network/05-tls.js', 'network/06-httpproxy.js'],
        otherCredentials: { 'v1-connection': credentials, 'v1-sandbox': { accessToken: 'pasted' } },
      },
    );
  });
  after(() => {
    for (const name of names) delete process.env[name];
  });

  async function answersOf(id: string, msg = {}) {
    const { error, messages } = await open.ask(id, msg);
    assert.equal(error, undefined, error?.message);
    return messages;
  }
  const requestsTo = (path: string) => fixture.emulator.requests.to(path);

  it('sends batches of the stored size into the stored property', async () => {
    const messages = await answersOf('v1-stock', { level: 'Store' });
    assert.deepEqual(
      messages.map(({ rows }) => (rows as unknown[]).length),
      [7, 7, 6],
    );
    const { query } = requestsTo('/availability')[0]!;
    assert.deepEqual(
      [query.get('QuantityMin'), query.get('LocationType'), query.get('CompanyID')],
      ['1', 'Store', '42'],
    );
  });

  it('cuts the stored range into windows of two weeks, and asks by POST', async () => {
    const messages = await answersOf('v1-sales', { params: { StopDate: '2026-03-20' } });
    assert.ok(messages.length > 1 && !Array.isArray(messages[0]!.payload));
    const asked = requestsTo('/reports/salesbyemployeereport');
    assert.deepEqual(
      asked.map(({ method }) => method),
      ['POST', 'POST'],
    );
  });

  it('passes on the stored response as text', async () => {
    const [message] = await answersOf('v1-stores');
    assert.match(String(message!.payload), /^[^\n]*;[^\n]*\r?\n/);
  });

  it('takes parameters from the environment and from JSONata', async () => {
    await answersOf('v1-locations');
    const { query } = requestsTo('/lists/LocationIDs')[0]!;
    assert.deepEqual([query.get('LocationType'), query.get('LanguageCode')], ['Store', 'en-US']);
  });

  it('asks for any path, and passes on the bytes', async () => {
    const [message] = await answersOf('v1-any');
    assert.ok(Buffer.isBuffer(message!.payload));
    assert.equal(requestsTo('/availability')[0]!.query.get('Response'), 'JsonDataTable');
  });

  it('has no connection that is refused', () => {
    for (const id of ['v1-connection', 'v1-sandbox']) {
      const { dataconnect } = open.node(id) as unknown as {
        dataconnect: { isUsable: boolean; requestsAtOnce: number };
      };
      assert.ok(dataconnect.isUsable, id);
    }
  });
});
