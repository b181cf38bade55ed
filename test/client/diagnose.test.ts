import assert from 'node:assert/strict';
import type { Diagnosis } from '../../nodes/client/diagnose';
import { type Certificate, certificateFor } from './certificates';
import { startConnectProxy } from './connect-proxy';
import { answer, type Script, type SeenRequest } from './scripted-server';
import { BY_PASSWORD, errorOf, never, PASSWORD, settingsFor, TestBed, withTokens } from './settings-for';

const SESSION = { access_token: 'live-session-token', isValid: 'true', RQEmployeeId: '5121', Username: 'John' };

const states = ({ layers }: Diagnosis) =>
  Object.fromEntries(layers.map(({ layer, state, code }) => [layer, `${state} ${code}`]));

describe('Test connection', () => {
  const bed = new TestBed();
  let certificate: Certificate;
  before(async () => {
    certificate = await certificateFor(['localhost', '*.iqmetrix.net']);
  });
  afterEach(() => bed.close());

  const service =
    (replies: Record<string, Buffer> = {}): Script =>
    (request: SeenRequest, socket) => {
      const usual: Record<string, Buffer> = {
        '/ping': answer(200, '{"ApplicationName":"x"}'),
        '/session': answer(200, JSON.stringify(SESSION)),
        '/lists/languages': answer(200, '[{"ID":"en-us"}]'),
      };
      socket.write(replies[request.path] ?? usual[request.path] ?? answer(404));
    };

  it('says that all is well', async () => {
    const server = await bed.server(withTokens(service()), certificate);
    const tls = { ca: [certificate.cert] };
    const client = bed.client(settingsFor(server.url, { tls, authentication: BY_PASSWORD }));
    const diagnosis = await client.diagnose(never());
    assert.equal(diagnosis.ok, true);
    assert.deepEqual(states(diagnosis), {
      'name-lookup': 'ok NAME_FOUND',
      proxy: 'skipped NO_PROXY',
      connect: 'ok CONNECTED',
      tls: 'ok TLS_SECURED',
      'sign-in': 'ok SIGNED_IN',
      permission: 'ok PERMITTED',
      'employee-mapping': 'ok EMPLOYEE_KNOWN',
    });
    assert.equal(diagnosis.layers[4]?.text, 'Signed in as John.');
    assert.doesNotMatch(JSON.stringify(diagnosis), /token-1|live-session|undefined|__/);
    assert.equal(client.redactor.redact('live-session-token'), '***');
  });

  async function failing(script: Script, changes: Parameters<typeof settingsFor>[1] = {}) {
    const server = await bed.server(script);
    const diagnosis = await bed.client(settingsFor(server.url, changes)).diagnose(never());
    assert.doesNotMatch(JSON.stringify(diagnosis), /undefined|__|pasted-token/);
    return { server, diagnosis, found: states(diagnosis) };
  }

  it('does not need the version endpoint to exist', async () => {
    const { diagnosis, found } = await failing(service({ '/ping': answer(404) }));
    assert.equal(diagnosis.ok, true);
    assert.equal(found['name-lookup'], 'ok NAME_IS_ADDRESS');
    assert.equal(found.tls, 'skipped PLAIN_ON_THIS_MACHINE');
  });

  it('names a host that is not found', async () => {
    const diagnosis = await bed.client(settingsFor('https://nobody.invalid')).diagnose(never());
    assert.equal(states(diagnosis)['name-lookup'], 'failed NETWORK');
    assert.equal(states(diagnosis).tls, 'skipped NOT_TRIED');
    assert.equal(diagnosis.ok, false);
  });

  it('names the secure connection', async () => {
    const server = await bed.server(service(), certificate);
    const diagnosis = await bed.client(settingsFor(server.url)).diagnose(never());
    assert.equal(states(diagnosis).connect, 'ok CONNECTED');
    assert.equal(states(diagnosis).tls, 'failed TLS_FAILED');
    assert.equal(states(diagnosis)['sign-in'], 'skipped NOT_TRIED');
  });

  it('says of a host that is not reached that, and of steps it does not take that they do not apply', async () => {
    const nobody = 'http://127.0.0.1:1';
    const plain = states(await bed.client(settingsFor(nobody, { authentication: { kind: 'none' } })).diagnose(never()));
    assert.deepEqual(plain, {
      'name-lookup': 'ok NAME_IS_ADDRESS',
      proxy: 'skipped NO_PROXY',
      connect: 'failed NETWORK',
      tls: 'skipped PLAIN_ON_THIS_MACHINE',
      'sign-in': 'skipped NO_SIGN_IN',
      permission: 'skipped NO_SIGN_IN',
      'employee-mapping': 'skipped NO_SIGN_IN',
    });
    const secure = states(await bed.client(settingsFor('https://127.0.0.1:1')).diagnose(never()));
    assert.deepEqual([secure.connect, secure.tls], ['failed NETWORK', 'skipped NOT_TRIED']);
    const unknown = states(await bed.client(settingsFor('https://nobody.invalid')).diagnose(never()));
    assert.deepEqual([unknown.proxy, unknown.connect], ['skipped NO_PROXY', 'skipped NOT_TRIED']);
  });

  it('names the proxy', async () => {
    const server = await bed.server(service(), certificate);
    const proxy = bed.closes(await startConnectProxy({ leadTo: () => server.port, credentials: 'a:b' }));
    const route = { kind: 'url' as const, url: proxy.url, noProxy: [] };
    const settings = settingsFor('https://dataconnect.iqmetrix.net', { tls: { ca: [certificate.cert] }, proxy: route });
    const refused = await bed.client(settings).diagnose(never());
    assert.equal(states(refused).proxy, 'failed PROXY_FAILED');
    const passed = await bed
      .client({ ...settings, proxy: { ...route, username: 'a', password: 'b' } })
      .diagnose(never());
    assert.equal(states(passed)['name-lookup'], 'skipped NAME_BY_PROXY');
    assert.equal(states(passed).proxy, 'ok PROXY_PASSED');
    assert.equal(passed.ok, true);
  });

  it('names a wrong password, and tries it once', async () => {
    const script: Script = (request, socket) =>
      void socket.write(request.path === '/ping' ? answer(200, '{}') : answer(400, '{"error":"invalid_grant"}'));
    const { server, found, diagnosis } = await failing(script, { authentication: BY_PASSWORD });
    assert.equal(found['sign-in'], 'failed AUTH_FAILED');
    assert.equal(server.requests.filter(({ path }) => path.endsWith('token')).length, 1);
    assert.ok(!JSON.stringify(diagnosis).includes(PASSWORD));
  });

  it('names a token the service does not take', async () => {
    const { found } = await failing(service({ '/session': answer(401, 'no') }));
    assert.equal(found['sign-in'], 'failed AUTH_FAILED');
  });

  it('names a user without an employee', async () => {
    const unmapped = answer(200, JSON.stringify({ ...SESSION, RQEmployeeId: '0' }));
    assert.equal(
      (await failing(service({ '/session': unmapped }))).found['employee-mapping'],
      'failed EMPLOYEE_MISSING',
    );
    const refused = answer(403, '{"Error":true,"Message":"The user is not mapped to an employee"}');
    const { found } = await failing(service({ '/session': refused }));
    assert.equal(found['sign-in'], 'ok SIGNED_IN_UNNAMED');
    assert.equal(found['employee-mapping'], 'failed FORBIDDEN');
  });

  it('names a missing permission', async () => {
    const { found } = await failing(service({ '/lists/languages': answer(403, 'no permission') }));
    assert.equal(found.permission, 'failed FORBIDDEN');
    assert.equal(found['employee-mapping'], 'ok EMPLOYEE_KNOWN');
  });

  it('does not blame the connection for a list the service does not know, or an employee it does not name', async () => {
    const silent = answer(200, '{"isValid":true}');
    const { found, diagnosis } = await failing(service({ '/lists/languages': answer(404), '/session': silent }));
    assert.equal(found.permission, 'skipped LIST_UNKNOWN');
    assert.equal(found['employee-mapping'], 'skipped EMPLOYEE_UNSAID');
    assert.equal(diagnosis.ok, true);
  });

  it('reports a service in trouble', async () => {
    const { found } = await failing(service({ '/session': answer(500, 'oops') }));
    assert.equal(found['sign-in'], 'failed SERVER_ERROR');
  });

  it('can be stopped', async () => {
    const controller = new AbortController();
    const server = await bed.server(() => void setTimeout(() => controller.abort(), 10));
    const error = await errorOf(bed.client(settingsFor(server.url)).diagnose(controller.signal));
    assert.equal(error.code, 'CANCELLED');
    await server.allClosed();
  });
});
