import assert from 'node:assert/strict';
import { type Certificate, certificateFor } from './certificates';
import { startConnectProxy } from './connect-proxy';
import { answer, head, type Script, type SeenRequest } from './scripted-server';
import { BY_PASSWORD, errorOf, fetchText, get, never, settingsFor, TestBed } from './settings-for';
import { VirtualClock } from './virtual-clock';

describe('a redirect', () => {
  const bed = new TestBed();
  afterEach(() => bed.close());

  /** Redirects the first request, and answers those after it. */
  const redirectTo = (location: string, status = 302): Script => {
    let moved = false;
    return (_request, socket) => {
      socket.write(moved ? answer(200, '[1]') : answer(status, 'moved', { location }));
      moved = true;
    };
  };

  const asked = {
    parameters: [
      ['p', 'q r'],
      ['s', 'é'],
      ['s', 't'],
    ],
  } as const;

  it('is followed on the same origin, with the same credentials', async () => {
    for (const status of [301, 302, 303, 307, 308]) {
      const server = await bed.server(redirectTo('/reports/x/?p=q+r&s=%C3%A9&s=t', status));
      assert.equal(await fetchText(bed.client(settingsFor(server.url)), '/reports/x', asked), '[1]');
      assert.equal(server.requests[1]?.target, '/reports/x/?p=q+r&s=%C3%A9&s=t');
      assert.equal(server.requests[1]?.headers.authorization, 'Bearer pasted-token-123456');
      assert.equal(server.connections, 1);
    }
  });

  for (const [what, location] of [
    ['a slash more', '/reports/x/?p=q%20r&s=%C3%A9&s=t'],
    ['other letters', '/Reports/X?p=q%20r&s=%C3%A9&s=t'],
    ['a path before it', '/v2/reports/x?p=q%20r&s=%C3%A9&s=t'],
    ['another order', '/reports/x?s=t&s=%C3%A9&p=q%20r'],
    ['a relative address', '../reports/x?s=t&s=%C3%A9&p=q%20r'],
    ['a query alone', '?s=t&s=%c3%a9&p=q%20r'],
    ['a fragment', '/reports/x?s=t&s=%C3%A9&p=q%20r#top'],
    ['bytes of UTF-8', `/reports/x?s=t&s=${Buffer.from('é').toString('latin1')}&p=q%20r`],
  ] as const) {
    it(`of the same question is followed: ${what}`, async () => {
      const server = await bed.server(redirectTo(location));
      assert.equal(await fetchText(bed.client(settingsFor(server.url)), '/reports/x', asked), '[1]');
    });
  }

  it('to the same host in capitals is followed', async () => {
    const server = await bed.server((request, socket) => {
      const location = `http://LOCALHOST:${server.port}/x/?a=b`;
      socket.write(request.path === '/x/' ? answer(200, '[1]') : answer(301, '', { location }));
    });
    const client = bed.client(settingsFor(`http://localhost:${server.port}`));
    assert.equal(await fetchText(client, '/x', { parameters: [['a', 'b']] }), '[1]');
  });

  for (const [what, location] of [
    ['no parameters', '/reports/x'],
    ['no parameters and a slash', '/reports/x/'],
    ['one less', '/reports/x?p=q%20r&s=t'],
    ['one more', '/reports/x?p=q%20r&s=t&s=%C3%A9&u=v'],
    ['one twice', '/reports/x?p=q%20r&s=t&s=%C3%A9&s=t'],
    ['another value', '/reports/x?p=q%20r&s=t&s=e'],
    ['another name', '/reports/x?P=q%20r&s=t&s=%C3%A9'],
    ['another report', '/reports/y?p=q%20r&s=t&s=%C3%A9'],
    ['a page to sign in at', '/login?ReturnUrl=%2Freports%2Fx%3Fp%3Dq'],
    ['the root', '/?p=q%20r&s=t&s=%C3%A9'],
  ] as const) {
    it(`to another request is refused: ${what}`, async () => {
      const server = await bed.server(redirectTo(location));
      const client = bed.client(settingsFor(server.url, { requestsAtOnce: 1 }));
      const error = await errorOf(fetchText(client, '/reports/x', asked));
      assert.equal(error.code, 'UNEXPECTED_STATUS');
      assert.match(error.message, /redirected to \//);
      assert.doesNotMatch(error.message, /__|undefined|ReturnUrl/);
      assert.equal(server.requests.length, 1);
      assert.equal(await fetchText(client, '/reports/x', asked), '[1]', 'the slot is free');
    });
  }

  it('may not lead astray in two steps', async () => {
    const server = await bed.server((request, socket) => {
      if (request.path === '/x') socket.write(answer(302, '', { location: '/x/?a=b' }));
      else socket.write(request.query.size > 0 ? answer(302, '', { location: '/x/' }) : answer(200, '[1]'));
    });
    const error = await errorOf(fetchText(bed.client(settingsFor(server.url)), '/x', { parameters: [['a', 'b']] }));
    assert.equal(error.code, 'UNEXPECTED_STATUS');
  });

  it('of a request that does something is not followed', async () => {
    const server = await bed.server(redirectTo('/mail/'));
    const error = await errorOf(fetchText(bed.client(settingsFor(server.url)), '/mail', { repeatable: false }));
    assert.equal(error.code, 'UNEXPECTED_STATUS');
    assert.match(error.message, /is not redirected/);
    assert.equal(server.requests.length, 1);
  });

  it('to another origin is refused, and nothing is sent there', async () => {
    const other = await bed.server((_request, socket) => void socket.write(answer(200, '[2]')));
    for (const location of [other.url, `//${other.host}/x`, `http://evil@${other.host}/`, 'https://evil.test/']) {
      const server = await bed.server(redirectTo(location));
      const error = await errorOf(fetchText(bed.client(settingsFor(server.url)), '/x'));
      assert.equal(error.code, 'HOST_NOT_ALLOWED');
    }
    assert.equal(other.connections, 0);
  });

  it('in a circle ends', async () => {
    const server = await bed.server((_request, socket) => void socket.write(answer(302, '', { location: '/x' })));
    const error = await errorOf(fetchText(bed.client(settingsFor(server.url)), '/x'));
    assert.equal(error.code, 'UNEXPECTED_STATUS');
    assert.match(error.message, /redirected more than 3 times/);
    assert.equal(server.requests.length, 4);
  });

  it('of a POST is not followed', async () => {
    for (const status of [302, 307]) {
      const server = await bed.server(redirectTo('/there', status));
      const error = await errorOf(fetchText(bed.client(settingsFor(server.url)), '/x', { method: 'POST' }));
      assert.equal(error.code, 'UNEXPECTED_STATUS');
      assert.equal(server.requests.length, 1);
    }
  });

  it('without an address is an unexpected status', async () => {
    const server = await bed.server((_request, socket) => void socket.write(head(302, { 'content-length': '0' })));
    assert.equal((await errorOf(fetchText(bed.client(settingsFor(server.url)), '/x'))).code, 'UNEXPECTED_STATUS');
  });

  it('of the accounts service is not followed: the password stays', async () => {
    const other = await bed.server((_request, socket) => void socket.write(answer(200, '{"access_token":"t"}')));
    const server = await bed.server((_request, socket) => void socket.write(answer(307, '', { location: other.url })));
    const settings = settingsFor(server.url, { authentication: BY_PASSWORD });
    assert.equal((await errorOf(fetchText(bed.client(settings), '/x'))).code, 'UNEXPECTED_STATUS');
    assert.equal(other.connections, 0);
  });
});

describe('the preferred endpoint', () => {
  const bed = new TestBed();
  const PREFERRED = 'rqdataconnect18.iqmetrix.net';
  let certificate: Certificate;
  before(async () => {
    certificate = await certificateFor(['dataconnect.iqmetrix.net', '*.iqmetrix.net']);
  });
  afterEach(() => bed.close());

  /** The service of iQmetrix behind a proxy that leads every name to one server. */
  async function service(script: Script, leadTo: (name: string, port: number) => number = (_name, port) => port) {
    const server = await bed.server(script, certificate);
    const proxy = bed.closes(await startConnectProxy({ leadTo: (name) => leadTo(name, server.port) }));
    const settings = settingsFor('https://dataconnect.iqmetrix.net', {
      tls: { ca: [certificate.cert] },
      proxy: { kind: 'url', url: proxy.url, noProxy: [] },
      usePreferredEndpoint: true,
    });
    return { server, proxy, settings, hosts: () => server.requests.map(askedFor) };
  }

  const askedFor = ({ headers, path }: SeenRequest) => `${headers.host}${path}`;

  const naming =
    (endpoint: unknown): Script =>
    (request, socket) => {
      const session = { access_token: 'tok-in-session', isValid: 'true', PreferredEndpoint: endpoint };
      socket.write(answer(200, request.path === '/session' ? JSON.stringify(session) : '[]'));
    };

  it('is asked for once and then used', async () => {
    const { settings, hosts } = await service(naming(`https://${PREFERRED}`));
    const client = bed.client(settings);
    await Promise.all([fetchText(client, '/a'), fetchText(client, '/a')]);
    await fetchText(client, '/a');
    assert.deepEqual(hosts(), ['dataconnect.iqmetrix.net/session', ...Array(3).fill(`${PREFERRED}/a`)]);
    assert.equal(client.redactor.redact('tok-in-session'), '***');
  });

  it('is not asked for unless the person allows it', async () => {
    const { settings, hosts } = await service(naming(`https://${PREFERRED}`));
    await fetchText(bed.client({ ...settings, usePreferredEndpoint: false }), '/a');
    assert.deepEqual(hosts(), ['dataconnect.iqmetrix.net/a']);
  });

  it('of one company comes from the relationships', async () => {
    const { settings, hosts } = await service((request, socket) => {
      const rows = [
        { CompanyID: 1, PreferredEndpoint: 'https://wrong.iqmetrix.net' },
        { CompanyID: 7, PreferredEndpoint: `https://${PREFERRED}` },
      ];
      socket.write(answer(200, request.path === '/master/relationships' ? JSON.stringify(rows) : '[]'));
    });
    await fetchText(bed.client({ ...settings, companyId: '7' }), '/a');
    assert.deepEqual(hosts(), ['dataconnect.iqmetrix.net/master/relationships', `${PREFERRED}/a`]);
  });

  for (const endpoint of [
    'https://evil.test',
    'https://iqmetrix.net.evil.test',
    'https://x.iqmetrix.net@evil.test',
    'https://127.0.0.1',
    'http://x.iqmetrix.net',
    'https://x.iqmetrix.net:8443',
    'ftp://x.iqmetrix.net',
    '',
    null,
    5,
  ]) {
    it(`is not used as ${JSON.stringify(endpoint)}: the service URL is, and nothing goes elsewhere`, async () => {
      const { settings, hosts, proxy } = await service(naming(endpoint));
      const client = bed.client(settings);
      await fetchText(client, '/a');
      await fetchText(client, '/a');
      assert.deepEqual(hosts().slice(1), Array(2).fill('dataconnect.iqmetrix.net/a'));
      assert.deepEqual([...new Set(proxy.asked)], ['dataconnect.iqmetrix.net:443']);
    });
  }

  it('that cannot be reached gives way to the service URL', async () => {
    const { settings, hosts } = await service(naming(`https://${PREFERRED}`), (name, port) =>
      name.startsWith(PREFERRED) ? 1 : port,
    );
    const client = bed.client(settings);
    await fetchText(client, '/a');
    await fetchText(client, '/a');
    assert.deepEqual(hosts().slice(1), Array(2).fill('dataconnect.iqmetrix.net/a'));
  });

  it('is not given up because the accounts service cannot be reached', async () => {
    const { settings, hosts, proxy } = await service(naming(`https://${PREFERRED}`), (name, port) =>
      name === '127.0.0.1:1' ? 1 : port,
    );
    await fetchText(bed.client(settings), '/a');
    const lost = bed.client({ ...settings, tokenUrl: 'http://127.0.0.1:1/v1', authentication: BY_PASSWORD });
    const error = await errorOf(lost.send(get('/a'), { signal: never() }));
    assert.equal(error.code, 'PROXY_FAILED');
    assert.equal(error.facts.host, '127.0.0.1:1');
    assert.equal(hosts().length, 2);
    assert.ok(proxy.asked.length < 6);
  });

  it('is not needed when the question fails, and is asked for again later', async () => {
    const clock = new VirtualClock();
    let broken = true;
    const named = naming(`https://${PREFERRED}`);
    const { settings, hosts } = await service((request, socket) => {
      if (broken && request.path === '/session') socket.write(answer(500, 'no'));
      else void named(request, socket);
    });
    const client = bed.client(settings, { clock });
    await fetchText(client, '/a');
    broken = false;
    await fetchText(client, '/a');
    clock.pass(601_000);
    await fetchText(client, '/a');
    assert.equal(hosts().at(-1), `${PREFERRED}/a`);
    assert.equal(hosts().filter((host) => host.endsWith('/session')).length, 2);
  });

  it('does not stand in the way of stopping', async () => {
    const { settings, server } = await service(() => {});
    const controller = new AbortController();
    const work = errorOf(bed.client(settings).send(get('/a'), { signal: controller.signal }));
    while (server.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    controller.abort();
    assert.equal((await work).code, 'CANCELLED');
    await server.allClosed();
  });

  it('is no way around sign-in', async () => {
    const { settings, hosts } = await service((_request, socket) => void socket.write(answer(401, 'no')));
    const error = await errorOf(bed.client(settings).send(get('/a'), { signal: never() }));
    assert.equal(error.code, 'AUTH_FAILED');
    assert.ok(hosts().every((host) => host.startsWith('dataconnect.')));
  });
});
