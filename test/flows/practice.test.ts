import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Endpoint, endpoints } from '../../nodes/catalogue';
import { recordOutput } from '../secrets/transcript';
import { exampleNode } from './example-parameters';
import { FlowFixture } from './flow-fixture';
import { connectionNode, type FlowNode, helper, type Message } from './node-red';

const practice = { connection: { environment: 'practice', serviceUrl: '', tokenUrl: '' } };
const stores: FlowNode = { id: 'stores', type: 'dataconnect-list-stores' };

/** Texts are keys here: the test helper has no words. */
describe('a practice connection', () => {
  /** The service that gets nothing. */
  const fixture = new FlowFixture();
  const factsOf = (msg: Message | undefined) => msg?.dataconnect as Record<string, unknown>;

  it('gives invented records without account or network, and says so', async () => {
    const flow = await fixture.open([{ ...stores, output: { progress: true }, outputs: 2 }], practice);
    const { messages, error, statuses } = await flow.ask('stores');
    assert.equal(error, undefined, error?.message);
    const [msg] = messages;
    assert.equal((msg!.payload as object[]).length, 12);
    assert.deepEqual([factsOf(msg).practice, factsOf(msg).host], [true, 'practice.localhost']);
    assert.deepEqual(
      statuses.filter(({ text }) => !text!.endsWith('practice')),
      [],
    );
    assert.deepEqual(fixture.emulator.requests.all(), []);
  });

  it('marks the message of a failure', async () => {
    const flow = await fixture.open([{ id: 'any', type: 'dataconnect-request', path: '/nowhere' }], practice);
    const { error, caught } = await flow.ask('any');
    assert.equal(error?.code, 'NOT_FOUND');
    assert.equal(factsOf(caught).practice, true);
  });

  it('mails nothing, and says so', async () => {
    const mail = { Response: 'Csv.Email', 'Email.To': 'me@example.test' };
    const params = Object.entries(mail).map(([name, value]) => [name, { type: 'fixed', value }]);
    const flow = await fixture.open([{ ...stores, params: Object.fromEntries(params) }], practice);
    const { messages, statuses } = await flow.ask('stores');
    assert.match(JSON.stringify(messages[0]!.payload), /nothing was mailed to me@example.test/);
    assert.match(statuses.at(-1)!.text!, /^practice-mailed/);
  });

  it('marks the names of files, those that are written and those that a message brings', async () => {
    const fileFolder = mkdtempSync(path.join(tmpdir(), 'dataconnect-practice-'));
    const csv = { Response: { type: 'fixed', value: 'Csv' } };
    const nodes = ['file', 'text', 'buffer'].map((mode) => ({
      ...{ ...stores, id: mode, params: csv },
      output: { mode, file: '{report}' },
    }));
    const flow = await fixture.open(nodes, { connection: { ...practice.connection, fileFolder } });
    const [written] = (await flow.ask('file')).messages;
    assert.deepEqual(readdirSync(fileFolder), ['practice-Stores.csv']);
    assert.equal(written!.filename, path.join(fileFolder, 'practice-Stores.csv'));
    const [foreseen] = (await flow.ask('file', { dryRun: true })).messages;
    assert.equal((foreseen!.payload as { file: string }).file, written!.filename);
    for (const id of ['text', 'buffer'])
      assert.match(String((await flow.ask(id)).messages[0]!.filename), /^practice-.+\.csv$/);
    rmSync(fileFolder, { recursive: true });
  });

  it('carries nothing over to a service, nor back', async () => {
    const flow = await fixture.open([stores], practice);
    await flow.ask('stores');
    const lists = () => helper.request().get('/dataconnect/connections/connection/lookups/list-stores?column=StoreID');
    const values = async () => (await lists()).body.values as unknown[];
    assert.equal((await values()).length, 12);
    await flow.redeploy('nodes', { connection: connectionNode(fixture.emulator) });
    fixture.emulator.dials.set({ rows: { 'list-stores': { count: 3 } } });
    assert.equal((await values()).length, 3);
    const real = await flow.ask('stores');
    assert.equal((real.messages[0]!.payload as object[]).length, 3);
    assert.equal(factsOf(real.messages[0]).practice, undefined);
    assert.doesNotMatch(JSON.stringify(real.statuses), /practice/);
    const asked = fixture.emulator.requests.all();
    assert.ok(asked.every(({ headers }) => !/practice/.test(JSON.stringify(headers))));
    assert.equal(asked.filter(({ service }) => service === 'accounts').length, 1);
    await flow.redeploy('nodes', { connection: { ...connectionNode(fixture.emulator), ...practice.connection } });
    assert.equal(((await flow.ask('stores')).messages[0]!.payload as object[]).length, 12);
    assert.equal(fixture.emulator.requests.all().length, asked.length);
  });

  it('is tested from its dialog without a credential, and with lists of its own', async () => {
    await fixture.open([stores]);
    const form = { environment: 'practice', authentication: 'password', credentials: {} };
    const { body } = await helper.request().post('/dataconnect/connections/new/test').send(form);
    recordOutput('admin', body);
    assert.equal(body.ok, true, JSON.stringify(body));
    assert.match(JSON.stringify(body.layers), /practice data is made inside Node-RED/);
    const list = await helper
      .request()
      .post('/dataconnect/connections/new/lookups/list-stores?column=StoreID')
      .send(form);
    assert.equal(list.body.values.length, 12);
    assert.deepEqual(fixture.emulator.requests.all(), []);
  });

  it('has its stored secrets sent nowhere else before it is deployed as something else', async () => {
    await fixture.open([stores], practice);
    const form = { ...connectionNode(fixture.emulator), credentials: {} };
    const { body } = await helper.request().post('/dataconnect/connections/connection/test').send(form);
    recordOutput('admin', body);
    assert.match(JSON.stringify(body), /was not sent/);
    assert.deepEqual(fixture.emulator.requests.all(), []);
  });

  it('answers every node, also for yesterday, with as many records as a person can look at', async () => {
    const all = endpoints.filter(({ path }) => path !== null);
    const flow = await fixture.open(all.map(sinceYesterday), practice);
    for (const { id } of all) {
      const { messages, error } = await flow.ask(id);
      assert.equal(error, undefined, `${id}: ${error?.message}`);
      const { length } = messages[0]!.payload as object[];
      assert.ok(length < 20_000, `${id}: ${length} records`);
    }
    for (const id of DAILY) {
      const { messages } = await flow.ask(id);
      const { length } = messages[0]!.payload as object[];
      assert.ok(length > 0 && length < 1000, `${id}: ${length} records of yesterday`);
    }
  }).timeout(120_000);
});

/** Of which a person expects something of every day. */
const DAILY = ['sales-by-location', 'sales-by-invoice', 'invoice-list'].filter((id) =>
  endpoints.some((each) => each.id === id),
);

function sinceYesterday(endpoint: Endpoint): FlowNode {
  const dates = endpoint.parameters.filter(({ type, required }) => required && /^date/.test(type));
  return exampleNode(endpoint, Object.fromEntries(dates.map(({ name }) => [name, 'yesterday'])));
}
