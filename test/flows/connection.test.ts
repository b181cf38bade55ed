import assert from 'node:assert/strict';
import { type Emulator, startEmulator } from '../emulator';
import { recordOutput } from '../secrets/transcript';
import { AdminServer, until } from './admin-server';
import { FlowFixture } from './flow-fixture';
import { connectionNode, type FlowOptions, helper } from './node-red';

interface TestResult {
  ok: boolean;
  text: string;
  code?: string;
  layers: Array<{ layer: string; state: string; text: string }>;
}

describe('a connection', () => {
  const fixture = new FlowFixture();

  const stores = { id: 'node', type: 'dataconnect-list-stores' };

  async function storesBy(options: FlowOptions): Promise<number> {
    const flow = await fixture.open([stores], options);
    const { error, messages } = await flow.ask('node');
    assert.equal(error, undefined, error?.message);
    return (messages[0]!.payload as object[]).length;
  }

  describe('signs in', () => {
    it('with user name, password and client', async () => {
      assert.ok((await storesBy({})) > 3);
      assert.match(fixture.emulator.requests.to('/lists/stores')[0]!.headers.authorization!, /^Bearer /);
    });

    it('with a pasted access token', async () => {
      assert.ok((await storesBy({ connection: { authentication: 'token' } })) > 3);
      assert.equal(fixture.emulator.requests.all().filter(({ service }) => service === 'accounts').length, 0);
    });

    it('with Basic', async () => {
      assert.ok((await storesBy({ connection: { authentication: 'basic' } })) > 3);
      assert.match(fixture.emulator.requests.to('/lists/stores')[0]!.headers.authorization!, /^Basic /);
    });

    it('with credentials from the environment', async () => {
      process.env.DATACONNECT_TEST_PASSWORD = fixture.emulator.credentials.password;
      assert.ok((await storesBy({ credentials: { password: `$\{DATACONNECT_TEST_PASSWORD}` } })) > 3);
      delete process.env.DATACONNECT_TEST_PASSWORD;
    });

    it('once for all nodes that use it, and keeps its session', async () => {
      const flow = await fixture.open([stores, { ...stores, id: 'other' }]);
      await Promise.all([flow.ask('node'), flow.ask('other')]);
      await flow.ask('node');
      assert.equal(fixture.emulator.requests.all().filter(({ service }) => service === 'accounts').length, 1);
      assert.match(fixture.emulator.requests.last()!.headers.cookie ?? '', /DataConnectState=/);
    });
  });

  it('shows no secret to whoever looks at its node', async () => {
    const flow = await fixture.open([stores]);
    await flow.ask('node');
    const { dataconnect } = flow.node('connection') as unknown as { dataconnect: object };
    const { inspect } = await import('node:util');
    const shown = inspect({ ...dataconnect, node: undefined }, { depth: 6, showHidden: true });
    for (const secret of [fixture.emulator.credentials.password, fixture.emulator.credentials.clientSecret]) {
      assert.ok(!shown.includes(secret));
    }
  });

  describe('over TLS', () => {
    let secure: Emulator;
    before(async () => {
      secure = await startEmulator({ https: true });
    });
    after(() => secure.close());

    const tls = (more: object) => ({
      id: 'tls',
      type: 'tls-config',
      cert: '',
      key: '',
      ca: '',
      certname: '',
      keyname: '',
      caname: '',
      servername: '',
      verifyservercert: true,
      alpnprotocol: '',
      ...more,
    });

    async function askSecure(tlsNode: ReturnType<typeof tls> | undefined, cadata?: string) {
      const flow = await fixture.open(
        [stores],
        {
          configNodes: tlsNode ? [tlsNode] : [],
          core: ['network/05-tls.js'],
          connection: tlsNode ? { tls: 'tls', retries: 0 } : { retries: 0 },
          otherCredentials: cadata ? { tls: { cadata } } : {},
        },
        secure,
      );
      return flow.ask('node');
    }

    it('is refused with a certificate nobody vouches for', async () => {
      const { error } = await askSecure(undefined);
      assert.equal(error?.code, 'TLS_FAILED');
      assert.match(error.message, /CA in the TLS configuration/);
    });

    it('works with the authority of the tls-config node', async () => {
      const { error } = await askSecure(tls({}), secure.certificate);
      assert.equal(error, undefined, error?.message);
    });

    it('works without verification where the tls-config node says so', async () => {
      const { error } = await askSecure(tls({ verifyservercert: false }));
      assert.equal(error, undefined, error?.message);
    });

    it('says that the tls-config node is gone', async () => {
      const flow = await fixture.open([stores], { connection: { tls: 'no-such-node' } }, secure);
      const { error } = await flow.ask('node');
      assert.equal(error?.code, 'CONNECTION_INVALID');
      assert.match(error.message, /TLS configuration/);
    });
  });

  describe('tested from its dialog', () => {
    const { username, password, clientId, clientSecret } = {
      username: '',
      password: '',
      clientId: '',
      clientSecret: '',
    };
    const blank = { username, password, clientId, clientSecret };

    async function test(
      form: Record<string, unknown>,
      id = 'connection',
    ): Promise<{ status: number; body: TestResult }> {
      await fixture.open([stores]);
      const { status, body } = await helper.request().post(`/dataconnect/connections/${id}/test`).send(form);
      recordOutput('admin', body);
      return { status, body };
    }

    const form = (more: Record<string, unknown> = {}) => ({
      ...connectionNode(fixture.emulator),
      credentials: {},
      ...more,
    });
    const typed = () => ({ ...blank, ...fixture.emulator.credentials });

    it('says layer by layer that it works, with values nobody saved', async () => {
      const { status, body } = await test(form({ credentials: typed() }), 'never-deployed');
      assert.equal(status, 200, JSON.stringify(body));
      assert.equal(body.ok, true);
      assert.deepEqual(
        body.layers.map(({ layer }) => layer),
        ['name-lookup', 'proxy', 'connect', 'tls', 'sign-in', 'permission', 'employee-mapping'],
      );
      assert.ok(body.layers.every(({ state, text }) => state !== 'failed' && text.length > 3));
    });

    it('takes the saved secrets where the form did not touch them', async () => {
      const { body } = await test(form({ credentials: { password: '__PWRD__' } }));
      assert.equal(body.ok, true, JSON.stringify(body));
    });

    it('sends no saved secret to another address', async () => {
      const other = await startEmulator();
      const { status, body } = await test(form({ serviceUrl: other.serviceUrl, tokenUrl: other.tokenUrl }));
      assert.equal(status, 200);
      assert.match(body.text, /password was not sent.*type it again/);
      assert.deepEqual(other.requests.all(), []);
      await other.close();
    });

    it('says no value of the environment back', async () => {
      process.env.DATACONNECT_TEST_CANARY = 'canary-4711';
      const canary = '\x24{DATACONNECT_TEST_CANARY}';
      for (const field of ['retries', 'environment', 'authentication', 'timeZone', 'companyId', 'proxy', 'name']) {
        const { status, body } = await test(form({ credentials: typed(), retries: 'many', [field]: canary }));
        assert.deepEqual([status, body.ok, body.layers], [200, false, []], field);
        assert.doesNotMatch(JSON.stringify(body), /canary-4711/, field);
      }
      delete process.env.DATACONNECT_TEST_CANARY;
    });

    it('does not hand a saved secret to whoever asks for a connection that is not there', async () => {
      const { status, body } = await test(form(), 'never-deployed');
      assert.equal(status, 200);
      assert.match(body.text, /no credentials .*password.*Enter them again/);
    });

    const failures: Array<[string, string, () => Record<string, unknown>]> = [
      ['a wrong password', 'sign-in', () => form({ credentials: { ...typed(), password: 'wrong password' } })],
      [
        'a user without employee',
        'employee-mapping',
        () => form({ credentials: { ...typed(), ...fixture.emulator.unmappedCredentials } }),
      ],
      [
        'a port where nobody listens',
        'connect',
        () => form({ serviceUrl: 'http://127.0.0.1:1', credentials: typed() }),
      ],
      [
        'a host nobody knows',
        'name-lookup',
        () => form({ serviceUrl: 'https://no-such-host.invalid', credentials: typed() }),
      ],
    ];
    for (const [what, layer, formOf] of failures) {
      it(`says that ${what} fails at: ${layer}`, async () => {
        const { body } = await test(formOf(), 'never-deployed');
        assert.equal(body.ok, false);
        assert.deepEqual(
          body.layers.filter(({ state }) => state === 'failed').map((each) => each.layer),
          [layer],
          JSON.stringify(body.layers),
        );
        assert.doesNotMatch(JSON.stringify(body), /__|undefined/);
      });
    }

    for (const [what, body] of [
      ['no object', '[]'],
      ['credentials that are none', '{"credentials": 7}'],
      ['an address of another kind', '{"environment": "custom", "serviceUrl": {"a": 1}}'],
    ] as const) {
      it(`refuses ${what}`, async () => {
        await fixture.open([stores]);
        const path = '/dataconnect/connections/x/test';
        const answer = await helper.request().post(path).set('content-type', 'application/json').send(body);
        assert.deepEqual([answer.status, answer.body.ok, answer.body.layers], [200, false, []]);
        assert.match(answer.body.text, /^The connection "DataConnect, .*" cannot be used: \S/);
      });
    }
  });

  describe('asked for the values of a list', () => {
    const server = new AdminServer();
    beforeEach(async () => {
      await fixture.open([stores]);
    });

    async function lookup(path: string, id = 'connection') {
      const answer = await helper.request().get(`/dataconnect/connections/${id}/lookups/${path}`);
      recordOutput('admin', answer.body);
      return answer;
    }

    it('gives value and label', async () => {
      const { body } = await lookup('list-stores?column=StoreID');
      assert.ok(body.values.length > 3);
      assert.match(body.values[0].value, /^\d+$/);
      assert.match(body.values[0].label, /\w/);
    });

    it('gives the other value of a list that serves two', async () => {
      const ids = (await lookup('list-stores?column=StoreID')).body.values;
      const entities = (await lookup('list-stores?column=LocationEntityID')).body.values;
      assert.notEqual(ids[0].value, entities[0].value);
      assert.equal(ids[0].label, entities[0].label);
    });

    it('gives the locations of a level, and the tree of categories', async () => {
      const regions = (await lookup('list-locations?LocationType=Region')).body.values;
      const all = (await lookup('list-locations?LocationType=Store')).body.values;
      assert.ok(regions.length > 0 && regions.length < all.length);
      const categories = (await lookup('list-categories')).body.values as Array<{ value: string; parent?: string }>;
      assert.ok(categories.some(({ parent }) => categories.some(({ value }) => value === parent)));
    });

    it('asks the service once for many who look', async () => {
      await Promise.all([lookup('list-stores'), lookup('list-stores')]);
      await lookup('list-stores');
      assert.equal(fixture.emulator.requests.to('/lists/stores').length, 1);
    });

    it('asks again after a failure', async () => {
      fixture.emulator.dials.addFault({ fault: { kind: 'status', status: 403 }, path: '/lists/stores', times: 1 });
      const failed = await lookup('list-stores');
      assert.equal(failed.body.code, 'FORBIDDEN');
      assert.ok((await lookup('list-stores')).body.values.length > 3);
    });

    it('goes on with a list for one person when another closes the dialog', async () => {
      fixture.emulator.dials.set({ hold: true });
      const address = `${server.url}/dataconnect/connections/connection/lookups/list-stores`;
      const leaving = new AbortController();
      const first = fetch(address, { signal: leaving.signal }).catch(() => 'gone');
      await until(() => fixture.emulator.requests.to('/lists/stores').length === 1);
      const second = fetch(address);
      await helper.request().get('/dataconnect/connections/nobody/lookups/list-stores');
      leaving.abort();
      assert.equal(await first, 'gone');
      // The server has noticed once it answers what was asked behind it.
      await helper.request().get('/dataconnect/connections/nobody/lookups/list-stores');
      fixture.emulator.dials.set({ hold: false });
      const answer = await second;
      assert.equal(answer.status, 200);
      assert.ok(((await answer.json()) as { values: unknown[] }).values.length > 3);
      assert.equal(fixture.emulator.requests.to('/lists/stores').length, 1);
    });

    it('asks the service no more when all who waited have closed the dialog', async () => {
      fixture.emulator.dials.set({ hold: true });
      const address = `${server.url}/dataconnect/connections/connection/lookups/list-stores`;
      const leaving = new AbortController();
      const asked = [fetch(address, { signal: leaving.signal }), fetch(address, { signal: leaving.signal })];
      await until(() => fixture.emulator.requests.to('/lists/stores').length === 1);
      leaving.abort();
      await Promise.allSettled(asked);
      await until(() => fixture.emulator.requests.to('/lists/stores').every(({ closed }) => closed));
    });

    for (const query of [
      'CompanyID=4',
      'CompanyID=5',
      'LanguageCode=fr',
      'Response=Csv.Email&Email.To=somebody@example.org',
      'LocationType[]=Store',
      'LocationType[x]=Store',
      '__proto__=x',
    ]) {
      it(`refuses what no dialog asks for: ${query}`, async () => {
        const answer = await lookup(`list-locations?${query}`);
        assert.equal(answer.body.code, 'PARAMETER_INVALID');
        assert.deepEqual(fixture.emulator.requests.all(), []);
      });
    }

    it('ends somewhere, however many lists a script asks for', async () => {
      const answers = [];
      for (let level = 0; level < 110; level++) answers.push(await lookup(`list-for-who-ids?ForWho=${level}`));
      assert.ok(fixture.emulator.requests.to('/lists/forwhoids').length <= 100);
      assert.match(answers.at(-1)!.body.text, /more than 100 lists were asked for within 5 minutes/);
    });

    it('says that a connection is not deployed, and that a list is none', async () => {
      assert.equal((await lookup('list-stores', 'nobody')).body.code, 'CONNECTION_MISSING');
      assert.equal((await lookup('availability')).body.code, 'NOT_FOUND');
      assert.equal((await lookup('list-locations?LocationType=Planet')).body.code, 'PARAMETER_INVALID');
    });
  });
});
