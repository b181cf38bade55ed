import assert from 'node:assert/strict';
import { recordOutput } from '../secrets/transcript';
import { FlowFixture } from './flow-fixture';
import { connectionNode, type FlowNode, helper } from './node-red';

const NOBODY = { username: '', password: '', clientId: '', clientSecret: '', accessToken: '' };
const noSignIn = { connection: { authentication: 'none', tokenUrl: '', companyId: '42' }, credentials: NOBODY };

describe('a connection without a sign-in', () => {
  const fixture = new FlowFixture();

  async function ask(node: Omit<FlowNode, 'id'> & { type: string }, msg: Record<string, unknown> = {}) {
    const flow = await fixture.open([{ id: 'node', ...node }], noSignIn);
    return flow.ask('node', msg);
  }

  it('runs the Version node, and tells the service nothing of who asks', async () => {
    const { error, messages } = await ask({ type: 'dataconnect-version' });
    assert.equal(error, undefined, error?.message);
    assert.match((messages[0]!.payload as Array<{ ApplicationVersion: string }>)[0]!.ApplicationVersion, /^\d/);
    const [request, ...others] = fixture.emulator.requests.all();
    assert.deepEqual(others, []);
    assert.equal(request!.headers.authorization, undefined);
    assert.equal(request!.headers.cookie, undefined);
    assert.equal(request!.query.get('CompanyID'), null);
  });

  it('runs any request to a path that needs none', async () => {
    const { error } = await ask({ type: 'dataconnect-request', path: '/ping' });
    assert.equal(error, undefined, error?.message);
    assert.equal(fixture.emulator.requests.last()!.query.get('CompanyID'), null);
  });

  it('refuses a report before anything is sent', async () => {
    const { error, messages } = await ask({ type: 'dataconnect-list-stores' });
    assert.equal(error?.code, 'CONNECTION_INVALID');
    assert.match(error.message, /needs a sign-in/);
    assert.deepEqual(messages, []);
    assert.deepEqual(fixture.emulator.requests.all(), []);
  });

  it('is tested without asking for a secret', async () => {
    await fixture.open([{ id: 'node', type: 'dataconnect-version' }]);
    const form = { ...connectionNode(fixture.emulator, noSignIn.connection), credentials: {} };
    const { body } = await helper.request().post('/dataconnect/connections/never-deployed/test').send(form);
    recordOutput('admin', body);
    assert.equal(body.ok, true, JSON.stringify(body));
    assert.match(JSON.stringify(body.layers), /does not sign in/);
  });
});

describe('the Version node on a connection that signs in', () => {
  const fixture = new FlowFixture();

  it('sends neither credentials nor cookie nor the company of the connection', async () => {
    const nodes = [
      { id: 'stores', type: 'dataconnect-list-stores' },
      { id: 'version', type: 'dataconnect-version' },
    ];
    const flow = await fixture.open(nodes, { connection: { companyId: '42' } });
    assert.equal((await flow.ask('stores')).error, undefined);
    assert.equal((await flow.ask('version')).error, undefined);
    const { headers, query } = fixture.emulator.requests.last()!;
    assert.equal(headers.authorization, undefined);
    assert.equal(headers.cookie, undefined);
    assert.equal(query.get('CompanyID'), null);
  });

  it('refuses a company that a person asks for', async () => {
    const flow = await fixture.open([{ id: 'version', type: 'dataconnect-version' }]);
    const { error } = await flow.ask('version', { params: { CompanyID: 42 } });
    assert.equal(error?.code, 'PARAMETER_INVALID');
    assert.deepEqual(fixture.emulator.requests.all(), []);
  });
});
