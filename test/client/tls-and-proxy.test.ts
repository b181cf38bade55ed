import assert from 'node:assert/strict';
import net, { type AddressInfo } from 'node:net';
import type { AttemptError } from '../../nodes/client/failures/attempt-error';
import type { Access } from '../../nodes/client/settings';
import { networkError } from '../../nodes/client/transport/network-errors';
import { routeTo } from '../../nodes/client/transport/proxy';
import { type Certificate, certificateFor } from './certificates';
import { startConnectProxy } from './connect-proxy';
import { answer, type ScriptedServer } from './scripted-server';
import { errorOf, fetchText, get, never, settingsFor, TestBed } from './settings-for';

type ProxyChoice = Access['proxy'];

describe('a secure connection', () => {
  const bed = new TestBed();
  let good: Certificate;
  before(async () => {
    good = await certificateFor(['localhost']);
  });
  afterEach(() => bed.close());

  const secureServer = (secure: Parameters<TestBed['server']>[1]) =>
    bed.server((_request, socket) => void socket.write(answer(200, '[]')), secure);

  async function failure(secure: Parameters<TestBed['server']>[1], tls?: Record<string, unknown>) {
    const server = await secureServer(secure);
    const error = (await errorOf(fetchText(bed.client(settingsFor(server.url, { tls })), '/x'))) as AttemptError;
    assert.equal(error.code, 'TLS_FAILED');
    assert.deepEqual(error.failure, { kind: 'final' });
    assert.equal(error.sent, false);
    assert.equal(server.requests.length, 0);
    await server.allClosed();
    return error.facts.reason;
  }

  it('works with the CA of the TLS configuration', async () => {
    const server = await secureServer(good);
    const client = bed.client(settingsFor(server.url, { tls: { ca: [good.cert] } }));
    for (let round = 0; round < 3; round++) assert.equal(await fetchText(client, '/x'), '[]');
    assert.equal(server.connections, 1);
  });

  it('works without a check when the TLS configuration says so', async () => {
    const server = await secureServer(good);
    assert.equal(
      await fetchText(bed.client(settingsFor(server.url, { tls: { rejectUnauthorized: false } })), '/x'),
      '[]',
    );
  });

  it('sends the client certificate of the TLS configuration', async () => {
    const mine = await certificateFor(['client']);
    const server = await secureServer({ ...good, requestCert: true, ca: [mine.cert], rejectUnauthorized: true });
    const tls = { ca: [good.cert], cert: mine.cert, key: mine.key };
    assert.equal(await fetchText(bed.client(settingsFor(server.url, { tls })), '/x'), '[]');
  });

  it('does not let the TLS configuration choose host or socket', async () => {
    const server = await secureServer(good);
    const tls = {
      ca: [good.cert],
      host: 'evil.test',
      port: 1,
      path: '/nowhere',
      socket: {},
      timeout: 1,
      lookup: assert.fail,
    };
    assert.equal(await fetchText(bed.client(settingsFor(server.url, { tls })), '/x'), '[]');
  });

  it('fails for an unknown issuer', async () => assert.equal(await failure(good), 'tls-unknown-issuer'));

  it('fails for another host', async () => {
    const other = await certificateFor(['other.test']);
    assert.equal(await failure(other, { ca: [other.cert] }), 'tls-wrong-host');
  });

  it('fails for a certificate that has expired', async () => {
    const old = await certificateFor(['localhost'], -60_000);
    assert.equal(await failure(old, { ca: [old.cert] }), 'tls-expired');
  });

  it('fails for TLS 1.1', async () => {
    const secure = { ...good, minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
    assert.equal(await failure(secure, { ca: [good.cert] }), 'tls-old-protocol');
  });

  it('fails for a client certificate that is missing, whenever the host says so', async () => {
    const demanding = { ...good, requestCert: true, rejectUnauthorized: true };
    assert.equal(await failure({ ...demanding, maxVersion: 'TLSv1.2' }, { ca: [good.cert] }), 'tls-handshake');
    const server = await secureServer(demanding);
    const error = await errorOf(fetchText(bed.client(settingsFor(server.url, { tls: { ca: [good.cert] } })), '/x'));
    // In TLS 1.3 the refusal comes after the handshake, and may be overtaken by the end of the connection.
    assert.match(String(error.facts.reason), /^(tls-client-certificate|closed|reset)$/);
  });

  it('fails for the same reasons on Node 24, which spells them differently', () => {
    const state = { host: 'h', path: '/x', sent: false, answering: false, bytes: 0 };
    const reasonOf = (code: string) => networkError(Object.assign(new Error(), { code }), state).facts.reason;
    assert.equal(reasonOf('ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE'), 'tls-handshake');
    assert.equal(reasonOf('ERR_SSL_SSL/TLS_ALERT_BAD_CERTIFICATE'), 'tls-client-certificate');
  });

  it('fails for a key that is none', async () => {
    assert.equal(await failure(good, { ca: [good.cert], cert: good.cert, key: 'nonsense' }), 'tls-settings');
  });

  it('fails for a port that speaks plain HTTP', async () => {
    const plain = net.createServer(
      (socket) =>
        void socket
          .on('error', () => {})
          .resume()
          .end(answer(400)),
    );
    await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
    const url = `https://localhost:${(plain.address() as AddressInfo).port}`;
    const error = await errorOf(fetchText(bed.client(settingsFor(url)), '/x'));
    assert.equal(error.facts.reason, 'tls-not-tls');
    await new Promise((resolve) => plain.close(resolve));
  });
});

describe('a proxy', () => {
  const bed = new TestBed();
  let certificate: Certificate;
  before(async () => {
    certificate = await certificateFor(['dataconnect.iqmetrix.net', '*.iqmetrix.net', 'localhost']);
  });
  afterEach(() => bed.close());

  async function behindProxy(rules: { credentials?: string; status?: number } = {}) {
    const server: ScriptedServer = await bed.server(
      (_request, socket) => void socket.write(answer(200, '[]')),
      certificate,
    );
    const proxy = bed.closes(await startConnectProxy({ leadTo: () => server.port, ...rules }));
    const tls = { ca: [certificate.cert] };
    const settings = settingsFor('https://dataconnect.iqmetrix.net', { tls });
    return { server, proxy, settings };
  }

  it('leads to the service, which is still checked by its own name', async () => {
    const { server, proxy, settings } = await behindProxy();
    const client = bed.client({ ...settings, proxy: { kind: 'url', url: proxy.url, noProxy: [] } });
    for (let round = 0; round < 3; round++) assert.equal(await fetchText(client, '/x'), '[]');
    assert.deepEqual(proxy.asked, ['dataconnect.iqmetrix.net:443']);
    assert.equal(server.requests[0]?.headers.host, 'dataconnect.iqmetrix.net');
    assert.equal(server.requests[0]?.headers['proxy-authorization'], undefined);
    await client.close();
    await server.allClosed();
  });

  it('gets its own credentials, and nobody else does', async () => {
    const { proxy, settings, server } = await behindProxy({ credentials: 'me:pröxy' });
    const own: ProxyChoice = { kind: 'url', url: proxy.url, noProxy: [], username: 'me', password: 'pröxy' };
    assert.equal(await fetchText(bed.client({ ...settings, proxy: own }), '/x'), '[]');
    assert.doesNotMatch(JSON.stringify(server.requests), /proxy-auth/i);
  });

  it('is PROXY_FAILED when it wants other credentials', async () => {
    const { proxy, settings } = await behindProxy({ credentials: 'me:right' });
    const wrong: ProxyChoice = { kind: 'url', url: proxy.url, noProxy: [], username: 'me', password: 'wrong-password' };
    const client = bed.client({ ...settings, proxy: wrong });
    const error = (await errorOf(fetchText(client, '/x'))) as AttemptError;
    assert.equal(error.code, 'PROXY_FAILED');
    assert.equal(error.facts.reason, 'proxy-sign-in');
    assert.equal(error.facts.proxy, proxy.host);
    assert.deepEqual(error.failure, { kind: 'final' });
    assert.equal(
      client.redactor.redact(`x wrong-password ${Buffer.from('me:wrong-password').toString('base64')}`),
      'x *** ***',
    );
  });

  it('is PROXY_FAILED when it refuses, and worth another try when it is its own trouble', async () => {
    for (const [status, kind] of [
      [403, 'final'],
      [502, 'connect'],
    ] as const) {
      const { proxy, settings } = await behindProxy({ status });
      const error = await errorOf(
        fetchText(bed.client({ ...settings, proxy: { kind: 'url', url: proxy.url, noProxy: [] } }), '/x'),
      );
      assert.equal(error.code, 'PROXY_FAILED');
      assert.equal((error as AttemptError).failure.kind, kind);
      assert.match(error.message, new RegExp(String(status)));
    }
  });

  it('is PROXY_FAILED when it is down', async () => {
    const { proxy, settings } = await behindProxy();
    await proxy.close();
    const error = await errorOf(
      fetchText(bed.client({ ...settings, proxy: { kind: 'url', url: proxy.url, noProxy: [] } }), '/x'),
    );
    assert.equal(error.code, 'PROXY_FAILED');
    assert.equal(error.facts.reason, 'proxy-down');
  });

  it('that does not answer is the connect timeout, and its socket is closed', async () => {
    const { proxy, settings } = await behindProxy({ status: 0 });
    const timeouts = { connect: 80, firstByte: 5000, idle: 5000, total: 5000 };
    const client = bed.client({ ...settings, timeouts, proxy: { kind: 'url', url: proxy.url, noProxy: [] } });
    const error = (await errorOf(fetchText(client, '/x'))) as AttemptError;
    assert.deepEqual(error.failure, { kind: 'timeout', phase: 'connect' });
    while (proxy.open > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  });

  it('is left out for hosts on its list', async () => {
    const { server, proxy, settings } = await behindProxy();
    const listed: ProxyChoice = { kind: 'url', url: proxy.url, noProxy: ['localhost'] };
    assert.equal(await fetchText(bed.client({ ...settings, serviceUrl: server.url, proxy: listed }), '/x'), '[]');
    assert.deepEqual(proxy.asked, []);
  });

  it('with an address that is none is CONNECTION_INVALID', async () => {
    const proxy: ProxyChoice = { kind: 'url', url: 'socks5://127.0.0.1:1080', noProxy: [] };
    const client = bed.client(settingsFor('https://dataconnect.iqmetrix.net', { proxy }));
    assert.equal((await errorOf(client.send(get('/x'), { signal: never() }))).code, 'CONNECTION_INVALID');
  });

  it('of the environment is used, but never for this machine', async () => {
    const { server, proxy, settings } = await behindProxy();
    const before = process.env.HTTPS_PROXY;
    process.env.HTTPS_PROXY = proxy.url;
    try {
      const environment = { kind: 'environment' } as const;
      assert.equal(await fetchText(bed.client({ ...settings, proxy: environment }), '/x'), '[]');
      assert.equal(
        await fetchText(bed.client({ ...settings, serviceUrl: server.url, proxy: environment }), '/x'),
        '[]',
      );
    } finally {
      if (before === undefined) delete process.env.HTTPS_PROXY;
      else process.env.HTTPS_PROXY = before;
    }
    assert.deepEqual(proxy.asked, ['dataconnect.iqmetrix.net:443']);
  });
});

describe('which proxy a host gets', () => {
  const service = new URL('https://dataconnect.iqmetrix.net');
  const route = (environment: Record<string, string>, target = service) =>
    routeTo(target, { kind: 'environment' }, 'c', environment)?.url.host;

  it('is the one of the environment', () => {
    assert.equal(route({ HTTPS_PROXY: 'http://p.test:8080' }), 'p.test:8080');
    assert.equal(route({ https_proxy: 'p.test:8080' }), 'p.test:8080');
    assert.equal(route({ ALL_PROXY: 'https://p.test' }), 'p.test');
    assert.equal(route({ HTTP_PROXY: 'http://p.test' }), undefined);
    assert.equal(route({}), undefined);
  });

  for (const [noProxy, used] of [
    ['*', false],
    ['iqmetrix.net', false],
    ['.iqmetrix.net', false],
    ['*.iqmetrix.net', false],
    ['a.test, DataConnect.iqmetrix.net', false],
    ['iqmetrix.net:443', false],
    ['iqmetrix.net:8443', true],
    ['metrix.net', true],
    ['x.dataconnect.iqmetrix.net', true],
    ['', true],
  ] as const) {
    it(`${used ? 'stays' : 'is none'} with NO_PROXY=${noProxy}`, () => {
      assert.equal(route({ HTTPS_PROXY: 'http://p.test', NO_PROXY: noProxy }) !== undefined, used);
    });
  }

  it('is none for addresses of IPv6 on the list', () => {
    const target = new URL('https://[2001:db8::1]:8443');
    for (const noProxy of ['2001:db8::1', '[2001:db8::1]', '[2001:db8::1]:8443']) {
      assert.equal(route({ HTTPS_PROXY: 'http://p.test', NO_PROXY: noProxy }, target), undefined);
    }
    assert.equal(route({ HTTPS_PROXY: 'http://p.test', NO_PROXY: '2001:db8::2' }, target), 'p.test');
  });

  it('keeps its credentials out of its name', () => {
    const found = routeTo(service, { kind: 'url', url: 'http://me:s%40fe@p.test:1', noProxy: [] }, 'c', {});
    assert.equal(found?.url.host, 'p.test:1');
    assert.equal(found?.authorization?.reveal(), `Basic ${Buffer.from('me:s@fe').toString('base64')}`);
    assert.doesNotMatch(String(found?.url), /me|fe/);
  });
});
