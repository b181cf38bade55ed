import assert from 'node:assert/strict';
import { answer, type Script } from './scripted-server';
import { BY_PASSWORD, errorOf, fetchText, get, never, settingsFor, TestBed, withTokens } from './settings-for';

const NONE = { kind: 'none' } as const;

/** Gives everybody a session. */
const service: Script = (_request, socket) =>
  void socket.write(answer(200, '{"ApplicationVersion":"1.3.0.51"}', { 'set-cookie': 'DataConnectState=anonymous' }));

describe('a connection that does not sign in', () => {
  const bed = new TestBed();
  afterEach(() => bed.close());

  it('asks for the version', async () => {
    const server = await bed.server(service);
    const client = bed.client(settingsFor(server.url, { authentication: NONE, companyId: '42', tokenUrl: '' }));
    for (let round = 0; round < 2; round++) {
      assert.match(await fetchText(client, '/ping', { authenticated: false }), /1\.3\.0\.51/);
    }
    for (const { headers, target } of server.requests) {
      assert.equal(target, '/ping');
      assert.equal(headers.authorization, undefined);
      assert.equal(headers.cookie, undefined);
    }
  });

  it('refuses what needs a sign-in before anything is sent, and says what to change', async () => {
    const server = await bed.server(service);
    const settings = settingsFor(server.url, { authentication: NONE, usePreferredEndpoint: true });
    const error = await errorOf(bed.client(settings).send(get('/reports/sales'), { signal: never() }));
    assert.equal(error.code, 'CONNECTION_INVALID');
    assert.match(error.message, /\/reports\/sales needs a sign-in/);
    assert.deepEqual(server.requests, []);
  });

  it('is tested as far as it goes', async () => {
    const server = await bed.server(service);
    const { ok, layers } = await bed.client(settingsFor(server.url, { authentication: NONE })).diagnose(never());
    assert.equal(ok, true);
    assert.deepEqual(
      layers.filter(({ code }) => code === 'NO_SIGN_IN').map(({ layer, state }) => `${layer} ${state}`),
      ['sign-in skipped', 'permission skipped', 'employee-mapping skipped'],
    );
    assert.deepEqual(
      server.requests.map(({ path }) => path),
      ['/ping'],
    );
  });

  it('says that nothing was sent when the service wants a sign-in', async () => {
    const server = await bed.server((_request, socket) => void socket.write(answer(401, 'who are you?')));
    const client = bed.client(settingsFor(server.url, { authentication: NONE }));
    const error = await errorOf(fetchText(client, '/ping', { authenticated: false }));
    assert.equal(error.code, 'AUTH_FAILED');
    assert.match(error.message, /none was sent.*who are you/);
  });
});

describe('what needs no sign-in', () => {
  const bed = new TestBed();
  afterEach(() => bed.close());

  for (const authentication of [
    BY_PASSWORD,
    { kind: 'token', accessToken: 'pasted-token-123456' },
    { kind: 'basic', username: 'john', password: 'password' },
  ] as const) {
    it(`learns nothing of who asks from a connection by ${authentication.kind}`, async () => {
      const server = await bed.server(withTokens(service));
      const client = bed.client(settingsFor(server.url, { authentication, companyId: '42' }));
      await fetchText(client, '/lists/stores');
      assert.equal(server.requests.at(-1)!.query.get('CompanyID'), '42');
      await fetchText(client, '/ping', { authenticated: false });
      const { headers, target } = server.requests.at(-1)!;
      assert.equal(target, '/ping');
      assert.equal(headers.authorization, undefined);
      assert.equal(headers.cookie, undefined);
    });
  }

  it('starts no session that what signs in would go on with', async () => {
    const server = await bed.server(service);
    const client = bed.client(settingsFor(server.url));
    await fetchText(client, '/ping', { authenticated: false });
    await fetchText(client, '/lists/stores');
    assert.equal(server.requests.at(-1)!.headers.cookie, undefined);
  });
});
