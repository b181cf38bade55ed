import assert from 'node:assert/strict';
import { type Emulator, startEmulator } from '../emulator';
import { recordOutput } from '../secrets/transcript';
import { AdminServer, until } from './admin-server';
import { FlowFixture } from './flow-fixture';
import { connectionNode } from './node-red';

interface List {
  values: Array<{ value: string; label: string }>;
  code?: string;
  text?: string;
}

/** Lists that depend on nothing. */
const LISTS = [
  ...['for-who', 'categories', 'reason-codes', 'stores', 'vendors', 'store-types', 'product-types', 'manufacturers'],
  ...['carriers', 'employees'],
].map((name) => `list-${name}`);

describe('the values of a list, by a connection whose form is open', () => {
  const fixture = new FlowFixture();
  const admin = new AdminServer();
  beforeEach(async () => {
    await fixture.open([{ id: 'node', type: 'dataconnect-list-stores' }]);
  });

  const form = (credentials: object, more: object = {}) => ({
    ...connectionNode(fixture.emulator),
    credentials,
    ...more,
  });
  const typed = () => ({ ...fixture.emulator.credentials });
  const stores = (values: object, id: string, signal?: AbortSignal) =>
    admin.post<List>(`connections/${id}/lookups/list-stores?column=StoreID`, values, signal);
  /** The lines of its answer. */
  async function checkUp(id: string, values: object): Promise<string> {
    const headers = { 'content-type': 'application/json' };
    const url = `${admin.url}/dataconnect/connections/${id}/check-up`;
    const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(values) });
    const lines = await answer.text();
    recordOutput('admin', lines);
    return lines;
  }
  const asked = () => fixture.emulator.requests.to('/lists/stores');

  it('come for one that was just made', async () => {
    const { status, body } = await stores(form(typed()), 'never-deployed');
    assert.equal(status, 200, JSON.stringify(body));
    assert.ok(body.values.length > 3);
    assert.match(body.values[0]!.label, /\w/);
  });

  it('come for one that was changed, with the secrets that the server keeps', async () => {
    const { status, body } = await stores(form({ password: '__PWRD__' }, { retries: 0 }), 'connection');
    assert.equal(status, 200, JSON.stringify(body));
    assert.ok(body.values.length > 3);
  });

  it('are asked for once as long as nothing in the form changes, and anew when it does', async () => {
    await Promise.all([stores(form(typed()), 'new'), stores(form(typed()), 'new')]);
    await stores(form(typed()), 'new');
    assert.equal(asked().length, 1);
    await stores(form(typed(), { companyId: '2' }), 'new');
    assert.equal(asked().length, 2);
  });

  it('take one sign-in, however many are asked for at once, and whatever else is asked by the same form', async () => {
    const values = form(typed(), { name: 'signed in once' });
    const signIns = () => fixture.emulator.requests.all().filter(({ service }) => service === 'accounts').length;
    const lists = await Promise.all(LISTS.map((list) => admin.post<List>(`connections/once/lookups/${list}`, values)));
    assert.ok(lists.every(({ body }) => body.values.length > 0));
    assert.equal(signIns(), 1);
    const node = { id: 'new', type: 'dataconnect-availability', connection: 'once' };
    const dialog = { node, message: {}, connection: values };
    assert.equal((await admin.post<{ kind: string }>('preview', dialog)).body.kind, 'records');
    assert.equal((await admin.post<{ count: number }>('dry-run', dialog)).body.count, 1);
    assert.match(await checkUp('once', values), /"requests":\d/);
    assert.equal(signIns(), 1);
    await until(() => fixture.emulator.requests.all().every(({ closed }) => closed));

    const { body } = await admin.post<{ ok: boolean }>('connections/once/test', values);
    assert.equal(body.ok, true);
    assert.equal(signIns(), 2, 'who tries the credentials sends them');
    await admin.post('preview', dialog);
    assert.equal(signIns(), 2);
    await admin.post('preview', { ...dialog, connection: { ...values, name: 'changed' } });
    assert.equal(signIns(), 3);
  });

  it('are not those that another password got', async () => {
    await stores(form(typed()), 'new');
    const { body } = await stores(form({ ...typed(), password: 'another' }), 'new');
    assert.equal(body.code, 'AUTH_FAILED', JSON.stringify(body));
  });

  it('are not asked for when all who waited have closed the dialog, and no socket is left', async () => {
    fixture.emulator.dials.set({ hold: true });
    const leaving = new AbortController();
    const waiting = stores(form(typed(), { name: 'nobody asked before' }), 'new', leaving.signal).catch(() => 'gone');
    await until(() => asked().length === 1);
    leaving.abort();
    assert.equal(await waiting, 'gone');
    await until(() => asked().every(({ closed }) => closed));
  });

  it('say which variable is not set, and never what one holds', async () => {
    process.env.DATACONNECT_TEST_CANARY = 'canary-4711';
    const password = '\x24{DATACONNECT_TEST_CANARY}';
    const { body } = await stores(form({ ...typed(), password }, { name: password }), 'new');
    delete process.env.DATACONNECT_TEST_CANARY;
    assert.equal(body.code, 'AUTH_FAILED');
    assert.doesNotMatch(JSON.stringify(body), /canary-4711/);
    const unset = await stores(form({ ...typed(), password }), 'new');
    assert.equal(unset.body.code, 'CONNECTION_INVALID');
    assert.match(unset.body.text!, /DATACONNECT_TEST_CANARY/);
  });

  it('are refused to whoever asks for more than a dialog does', async () => {
    for (const query of ['CompanyID=4', 'Response=Csv.Email&Email.To=somebody@example.org']) {
      const answer = await admin.post<List>(`connections/new/lookups/list-locations?${query}`, form(typed()));
      assert.equal(answer.body.code, 'PARAMETER_INVALID');
    }
    assert.deepEqual(fixture.emulator.requests.all(), []);
  });

  describe('at another address', () => {
    let other: Emulator;
    before(async () => {
      other = await startEmulator();
    });
    after(() => other.close());

    it('need the secrets once more', async () => {
      const there = { serviceUrl: other.serviceUrl, tokenUrl: other.tokenUrl };
      const { body } = await stores(form({ username: 'john' }, there), 'connection');
      assert.equal(body.code, 'CONNECTION_INVALID');
      assert.match(body.text!, /password was not sent/);
      assert.deepEqual(other.requests.all(), []);
      assert.deepEqual(fixture.emulator.requests.all(), []);
    });
  });
});
