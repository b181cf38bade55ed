import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import type { RequestProgress } from '../../nodes/client/request';
import { answer, type Script } from './scripted-server';
import {
  BY_PASSWORD,
  CLIENT_SECRET,
  errorOf,
  fetchText,
  get,
  never,
  PASSWORD,
  settingsFor,
  TestBed,
  withTokens,
} from './settings-for';
import { VirtualClock } from './virtual-clock';

const isToken = (request: { path: string }) => request.path === '/v1/oauth2/token';
const HOUR = 3_600_000;

describe('signing in with user name and password', () => {
  const bed = new TestBed();
  afterEach(() => bed.close());
  const settings = (url: string) => settingsFor(url, { authentication: BY_PASSWORD });

  /** Accepts the tokens the test names, all when it names none. */
  const service =
    (accepts: (token: string) => boolean = () => true): Script =>
    (request, socket) => {
      const token = request.headers.authorization?.replace('Bearer ', '') ?? '';
      socket.write(accepts(token) ? answer(200, '[]') : answer(401, '{"Error":true,"Message":"no valid token"}'));
    };

  it('sends what the accounts service documents, and nothing in URL or header', async () => {
    const server = await bed.server(withTokens(service()));
    const client = bed.client(settings(server.url));
    await fetchText(client, '/x');
    const [token, request] = server.requests;
    assert.equal(token?.method, 'POST');
    assert.equal(token?.target, '/v1/oauth2/token');
    assert.equal(token?.headers['content-type'], 'application/x-www-form-urlencoded');
    assert.equal(token?.headers.authorization, undefined);
    assert.deepEqual(Object.fromEntries(token!.form), {
      grant_type: 'password',
      client_id: 'the-client',
      client_secret: CLIENT_SECRET,
      username: 'john',
      password: PASSWORD,
    });
    assert.equal(request?.headers.authorization, 'Bearer token-1');
    assert.equal(request?.target, '/x');
  });

  it('asks once for fifty requests that wait', async () => {
    const server = await bed.server(withTokens(service()));
    const client = bed.client(settingsFor(server.url, { authentication: BY_PASSWORD, requestsAtOnce: 50 }));
    await Promise.all(Array.from({ length: 50 }, () => fetchText(client, '/x')));
    assert.equal(server.requests.filter(isToken).length, 1);
  });

  it('goes on for the others when one that waits is stopped', async () => {
    let release = () => {};
    const server = await bed.server((request, socket) => {
      if (!isToken(request)) return void socket.write(answer(200, '[]'));
      release = () => void socket.write(answer(200, '{"access_token":"t","expires_in":100}'));
    });
    const client = bed.client(settings(server.url));
    const controller = new AbortController();
    const stopped = errorOf(client.send(get('/x'), { signal: controller.signal }));
    const going = fetchText(client, '/x');
    while (server.requests.length === 0) await new Promise(setImmediate);
    controller.abort();
    assert.equal((await stopped).code, 'CANCELLED');
    release();
    assert.equal(await going, '[]');
    assert.equal(server.requests.filter(isToken).length, 1);
  });

  it('tells the status line', async () => {
    const server = await bed.server(withTokens(service()));
    const client = bed.client(settings(server.url));
    const seen: RequestProgress['kind'][] = [];
    const onProgress = ({ kind }: RequestProgress) => void seen.push(kind);
    (await client.send(get('/x'), { signal: never(), onProgress })).dispose();
    (await client.send(get('/x'), { signal: never(), onProgress })).dispose();
    assert.deepEqual(seen, ['signing-in', 'sending', 'receiving', 'sending', 'receiving']);
  });

  it('renews the token before it ends, whatever the clocks of the machines show', async () => {
    const clock = new VirtualClock();
    const server = await bed.server(withTokens(service()));
    const client = bed.client(settings(server.url), { clock });
    const { now } = Date;
    try {
      await fetchText(client, '/x');
      Date.now = () => now() + HOUR;
      await fetchText(client, '/x');
      Date.now = () => now() - HOUR;
      await fetchText(client, '/x');
    } finally {
      Date.now = now;
    }
    assert.equal(server.requests.filter(isToken).length, 1, 'a clock that is wrong costs nothing');
    clock.pass(11.95 * HOUR);
    await fetchText(client, '/x');
    const last = server.requests.filter(isToken)[1];
    assert.deepEqual(Object.fromEntries(last!.form), {
      grant_type: 'refresh_token',
      client_id: 'the-client',
      client_secret: CLIENT_SECRET,
      refresh_token: 'refresh-1',
    });
    assert.equal(server.requests.at(-1)?.headers.authorization, 'Bearer token-2');
  });

  it('falls back to the password when the refresh token is refused', async () => {
    const clock = new VirtualClock();
    const issue = withTokens(service());
    const server = await bed.server((request, socket) => {
      if (request.form.get('grant_type') === 'refresh_token') socket.write(answer(400, '{"error":"invalid_grant"}'));
      else void issue(request, socket);
    });
    const client = bed.client(settings(server.url), { clock });
    await fetchText(client, '/x');
    clock.pass(24 * HOUR);
    await fetchText(client, '/x');
    await fetchText(client, '/x');
    assert.deepEqual(
      server.requests.filter(isToken).map(({ form }) => form.get('grant_type')),
      ['password', 'refresh_token', 'password'],
    );
  });

  /** Three runs, each after the token of the one before has ended; the refresh grant is answered by `give`. */
  async function grantsWhenRefreshGives(give: (socket: Socket) => void): Promise<(string | null)[]> {
    const clock = new VirtualClock();
    const issue = withTokens(service(), 1);
    const server = await bed.server((request, socket) => {
      if (request.form.get('grant_type') === 'refresh_token') give(socket);
      else void issue(request, socket);
    });
    const client = bed.client(settings(server.url), { clock });
    for (let run = 0; run < 3; run++) {
      await fetchText(client, '/x').catch(() => {});
      clock.pass(1200);
    }
    return server.requests.filter(isToken).map(({ form }) => form.get('grant_type'));
  }

  for (const [what, give] of [
    ['500 and an error of OAuth', (socket) => void socket.write(answer(500, '{"error":"server_error"}'))],
    ['503', (socket) => void socket.write(answer(503, 'no'))],
    ['401', (socket) => void socket.write(answer(401, 'no'))],
    ['404', (socket) => void socket.write(answer(404))],
    ['422', (socket) => void socket.write(answer(422, '{"Message":"expired"}'))],
    ['a redirect', (socket) => void socket.write(answer(302, '', { location: '/login' }))],
    ['200 and an error', (socket) => void socket.write(answer(200, '{"error":"invalid_grant"}'))],
    ['200 and a page', (socket) => void socket.write(answer(200, '<html></html>', { 'content-type': 'text/html' }))],
    ['200 and nothing', (socket) => void socket.write(answer(200))],
    ['half an answer', (socket) => void socket.end('HTTP/1.1 200 O')],
  ] as Array<[string, (socket: Socket) => void]>) {
    it(`falls back to the password when a dead refresh token is answered with ${what}`, async () => {
      const round = ['refresh_token', 'password'];
      assert.deepEqual(await grantsWhenRefreshGives(give), ['password', ...round, ...round]);
    });
  }

  it('does not fall back to the password when the accounts service wants us to wait', async () => {
    const wait = { 'retry-after': '60' };
    for (const bytes of [answer(429), answer(429, '', wait), answer(503, '', wait)]) {
      const grants = await grantsWhenRefreshGives((socket) => void socket.write(bytes));
      assert.equal(grants.filter((grant) => grant === 'password').length, 1);
    }
  });

  for (const [what, mark] of [
    ['a byte order mark', [0xef, 0xbb, 0xbf]],
    ['two of them', [0xef, 0xbb, 0xbf, 0xef, 0xbb, 0xbf]],
    ['a byte order mark and a line end', [0xef, 0xbb, 0xbf, 13, 10]],
  ] as const) {
    it(`takes a token that begins with ${what}`, async () => {
      const token = Buffer.concat([Buffer.from(mark), Buffer.from('{"access_token":"abcdef","expires_in":100}')]);
      const server = await bed.server(
        (request, socket) => void socket.write(isToken(request) ? answer(200, token) : answer(200, '[]')),
      );
      assert.equal(await fetchText(bed.client(settings(server.url)), '/x'), '[]');
      assert.equal(server.requests.at(-1)?.headers.authorization, 'Bearer abcdef');
    });
  }

  it('uses the token to its end when it cannot be renewed early', async () => {
    const clock = new VirtualClock();
    const issue = withTokens(service());
    let down = false;
    const server = await bed.server((request, socket) => {
      if (down && isToken(request)) socket.write(answer(503, 'maintenance'));
      else void issue(request, socket);
    });
    const client = bed.client(settings(server.url), { clock });
    await fetchText(client, '/x');
    down = true;
    clock.pass(11.95 * HOUR);
    assert.equal(await fetchText(client, '/x'), '[]');
    assert.equal(server.requests.at(-1)?.headers.authorization, 'Bearer token-1');
    clock.pass(HOUR);
    assert.equal((await errorOf(fetchText(client, '/x'))).code, 'SERVER_ERROR');
    down = false;
    await fetchText(client, '/x');
    assert.equal(server.requests.filter(isToken).at(-1)?.form.get('grant_type'), 'refresh_token');
  });

  it('renews once and repeats once after a 401', async () => {
    const server = await bed.server(withTokens(service((token) => token !== 'token-1')));
    const client = bed.client(settings(server.url));
    assert.equal(await fetchText(client, '/x'), '[]');
    assert.deepEqual(
      server.requests.map(({ path, headers }) => headers.authorization ?? path),
      ['/v1/oauth2/token', 'Bearer token-1', '/v1/oauth2/token', 'Bearer token-2'],
    );
  });

  it('renews once for all requests that meet the 401 together', async () => {
    const server = await bed.server(withTokens(service((token) => token !== 'token-1')));
    const client = bed.client(settingsFor(server.url, { authentication: BY_PASSWORD, requestsAtOnce: 20 }));
    await Promise.all(Array.from({ length: 20 }, () => fetchText(client, '/x')));
    assert.equal(server.requests.filter(isToken).length, 2);
  });

  it('renews again after a 401 within the same minute, when the token worked in between', async () => {
    const ended = new Set<string>();
    const server = await bed.server(withTokens(service((token) => !ended.has(token))));
    const client = bed.client(settings(server.url), { clock: new VirtualClock() });
    for (const token of ['token-1', 'token-2', 'token-3']) {
      assert.equal(await fetchText(client, '/x'), '[]');
      ended.add(token);
    }
    assert.equal(await fetchText(client, '/x'), '[]');
    assert.equal(server.requests.at(-1)?.headers.authorization, 'Bearer token-4');
  });

  it('does not renew again and again for one report that is always refused, while others work', async () => {
    const clock = new VirtualClock();
    const server = await bed.server(
      withTokens(({ path }, socket) => void socket.write(path === '/refused' ? answer(401) : answer(200, '[]'))),
    );
    const client = bed.client(settings(server.url), { clock });
    for (let round = 0; round < 5; round++) {
      assert.equal(await fetchText(client, '/x'), '[]');
      assert.equal((await errorOf(fetchText(client, '/refused'))).code, 'AUTH_FAILED');
    }
    assert.equal(server.requests.filter(isToken).length, 2);
    clock.pass(61_000);
    await errorOf(fetchText(client, '/refused'));
    assert.equal(server.requests.filter(isToken).length, 3);
  });

  it('does not loop on a 401 that stays', async () => {
    const clock = new VirtualClock();
    const server = await bed.server(withTokens(service(() => false)));
    const client = bed.client(settings(server.url), { clock });
    for (let round = 0; round < 5; round++) {
      const error = await errorOf(fetchText(client, '/x'));
      assert.equal(error.code, 'AUTH_FAILED');
      assert.match(error.message, /no valid token/);
    }
    assert.equal(server.requests.filter(isToken).length, 2, 'the first sign-in and one renewal');
    clock.pass(61_000);
    await errorOf(fetchText(client, '/x'));
    assert.equal(server.requests.filter(isToken).length, 3, 'after a pause one more');
  });

  it('says so when the client secret is wrong', async () => {
    const server = await bed.server((_request, socket) => void socket.write(answer(400, '{"error":"invalid_client"}')));
    const error = await errorOf(fetchText(bed.client(settings(server.url)), '/x'));
    assert.equal(error.code, 'AUTH_FAILED');
    assert.equal(error.facts.reason, 'wrong-client');
  });

  for (const [what, bytes, code] of [
    [
      'a login page',
      answer(200, '<html><title>Sign in</title></html>', { 'content-type': 'text/html' }),
      'WRONG_CONTENT_TYPE',
    ],
    ['half a JSON', answer(200, '{"access_token":"t'), 'MALFORMED'],
    ['no token', answer(200, '{}'), 'MALFORMED'],
    ['a token that breaks a header', answer(200, JSON.stringify({ access_token: 'a\r\nX: y' })), 'MALFORMED'],
    ['a token that is a number', answer(200, '{"access_token":5}'), 'MALFORMED'],
    ['a busy answer', answer(429, 'slow down', { 'retry-after': '20' }), 'RATE_LIMITED'],
    ['a fault', answer(500, 'oops'), 'SERVER_ERROR'],
    ['a bad request without a reason', answer(400, 'what?'), 'BAD_REQUEST'],
    ['a redirect', answer(302, '', { location: 'https://evil.test/' }), 'UNEXPECTED_STATUS'],
    ['a page that never ends', answer(200, 'x'.repeat(200_000)), 'MALFORMED'],
  ] as const) {
    it(`is ${code} when the accounts service gives ${what}`, async () => {
      const server = await bed.server((_request, socket) => void socket.write(bytes));
      const error = await errorOf(fetchText(bed.client(settings(server.url)), '/x'));
      assert.equal(error.code, code);
      assert.doesNotMatch(error.message, /__|undefined|secret/);
    });
  }

  it('is tried again after a fault of the accounts service, but not before the wait it asked for', async () => {
    const clock = new VirtualClock();
    let status = 500;
    const issue = withTokens(service());
    const server = await bed.server((request, socket) => {
      if (status === 200 || !isToken(request)) return issue(request, socket);
      socket.write(answer(status, '', status === 429 ? { 'retry-after': '20' } : {}));
    });
    const client = bed.client(settings(server.url), { clock });
    assert.equal((await errorOf(fetchText(client, '/x'))).code, 'SERVER_ERROR');
    status = 429;
    for (let round = 0; round < 5; round++) assert.equal((await errorOf(fetchText(client, '/x'))).code, 'RATE_LIMITED');
    assert.equal(server.requests.length, 2);
    status = 200;
    clock.pass(20_001);
    assert.equal(await fetchText(client, '/x'), '[]');
  });

  it('is TIMEOUT when the accounts service is silent', async () => {
    const server = await bed.server(() => {});
    const timeouts = { connect: 5000, firstByte: 60, idle: 5000, total: 5000 };
    const error = await errorOf(fetchText(bed.client({ ...settings(server.url), timeouts }), '/x'));
    assert.equal(error.code, 'TIMEOUT');
    assert.equal(error.facts.path, '/oauth2/token');
  });

  it('is not needed for what works without', async () => {
    const server = await bed.server((_request, socket) => void socket.write(answer(200, '{}')));
    await fetchText(bed.client(settings(server.url)), '/ping', { authenticated: false });
    assert.equal(server.requests[0]?.path, '/ping');
    assert.equal(server.requests[0]?.headers.authorization, undefined);
  });

  it('belongs to one connection: another never uses its token or its session', async () => {
    const issue = withTokens((_request, socket) => {
      socket.write(answer(200, '[]', { 'set-cookie': 'DataConnectState=mine' }));
    });
    const server = await bed.server(issue);
    for (let round = 0; round < 2; round++) {
      const client = bed.client(settings(server.url));
      await fetchText(client, '/x');
      const request = server.requests.at(-1);
      assert.equal(request?.headers.authorization, `Bearer token-${round + 1}`);
      assert.equal(request?.headers.cookie, undefined);
    }
  });
});

describe('signing in with a pasted token or Basic', () => {
  const bed = new TestBed();
  afterEach(() => bed.close());

  it('takes the token as people paste it', async () => {
    const server = await bed.server((_request, socket) => void socket.write(answer(200, '[]')));
    const accessToken = ' Bearer abc.def-123\n';
    await fetchText(bed.client(settingsFor(server.url, { authentication: { kind: 'token', accessToken } })), '/x');
    assert.equal(server.requests[0]?.headers.authorization, 'Bearer abc.def-123');
  });

  it('encodes Basic as UTF-8', async () => {
    const server = await bed.server((_request, socket) => void socket.write(answer(200, '[]')));
    const authentication = { kind: 'basic', username: 'jürgen', password: PASSWORD } as const;
    await fetchText(bed.client(settingsFor(server.url, { authentication })), '/x');
    const [scheme, value] = server.requests[0]!.headers.authorization!.split(' ');
    assert.equal(scheme, 'Basic');
    assert.equal(Buffer.from(value!, 'base64').toString('utf8'), `jürgen:${PASSWORD}`);
  });

  for (const authentication of [
    { kind: 'token', accessToken: 'abcdef' },
    { kind: 'basic', username: 'u', password: 'password' },
  ] as const) {
    it(`is not repeated after a 401 (${authentication.kind})`, async () => {
      const server = await bed.server((_request, socket) => void socket.write(answer(401, 'no')));
      const error = await errorOf(fetchText(bed.client(settingsFor(server.url, { authentication })), '/x'));
      assert.equal(error.code, 'AUTH_FAILED');
      assert.equal(server.requests.length, 1);
    });
  }

  for (const [what, authentication] of [
    ['an empty token', { kind: 'token', accessToken: ' ' }],
    ['a token with a line break', { kind: 'token', accessToken: 'a\r\nX: y' }],
    ['a token with a letter no header takes', { kind: 'token', accessToken: 'é' }],
    ['no user name', { kind: 'basic', username: '', password: 'x' }],
    ['a colon in the user name', { kind: 'basic', username: 'a:b', password: 'x' }],
    ['no password', { ...BY_PASSWORD, password: '' }],
    ['no client id', { ...BY_PASSWORD, clientId: '' }],
    ['no client secret', { ...BY_PASSWORD, clientSecret: '' }],
  ] as [string, typeof BY_PASSWORD][]) {
    it(`is CONNECTION_INVALID with ${what}`, () => {
      assert.throws(() => bed.client(settingsFor('https://dataconnect.iqmetrix.net', { authentication })), {
        code: 'CONNECTION_INVALID',
      });
    });
  }

  it('is CONNECTION_INVALID with an address of another kind, for service and accounts', () => {
    const authentication = BY_PASSWORD;
    assert.throws(() => bed.client(settingsFor('http://dataconnect.iqmetrix.net')), { code: 'CONNECTION_INVALID' });
    assert.throws(
      () => bed.client(settingsFor('https://a.test', { authentication, tokenUrl: 'http://169.254.169.254/v1' })),
      { code: 'CONNECTION_INVALID' },
    );
  });
});
