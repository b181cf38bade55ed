import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import type { DataConnectClient } from '../../nodes/client/client';
import type { Authentication } from '../../nodes/client/settings';
import { SignInMemory } from '../../nodes/client/sign-in/sign-in-memory';
import { answer, reset, type Script, type ScriptedServer } from './scripted-server';
import {
  BY_PASSWORD,
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

const BASIC: Authentication = { kind: 'basic', username: 'john', password: PASSWORD };
const TOKEN: Authentication = { kind: 'token', accessToken: 'pasted-token-123456' };
const HTML = { 'content-type': 'text/html' };

const isToken = ({ path }: { path: string }) => path === '/v1/oauth2/token';

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise(setImmediate);
}

describe('a wrong password is tried once', () => {
  const bed = new TestBed();
  afterEach(() => bed.close());

  const connections = (server: ScriptedServer, authentication: Authentication, memory = new SignInMemory()) => {
    return () => bed.client(settingsFor(server.url, { authentication, requestsAtOnce: 20 }), { memory });
  };
  const errorsOf = (client: DataConnectClient, nodes: number) =>
    Promise.all(Array.from({ length: nodes }, () => errorOf(fetchText(client, '/x'))));

  const refusals: Array<[what: string, bytes: string | Buffer, code: string]> = [
    ['400 in the form of OAuth', answer(400, '{"error":"invalid_grant","error_description":"nope"}'), 'AUTH_FAILED'],
    ['400 with a message', answer(400, '{"Message":"The password is wrong."}'), 'AUTH_FAILED'],
    ['400 and a page', answer(400, '<html><title>No</title></html>', HTML), 'BAD_REQUEST'],
    ['400 without a word', answer(400), 'BAD_REQUEST'],
    ['401', answer(401, 'no'), 'AUTH_FAILED'],
    ['401 and a page', answer(401, '<h1>Sign in</h1>', HTML), 'AUTH_FAILED'],
    ['403', answer(403, '{"Error":true,"Message":"locked"}'), 'AUTH_FAILED'],
    ['404', answer(404, 'no such thing'), 'NOT_FOUND'],
    ['404 in the form of OAuth', answer(404, '{"error":"invalid_client"}'), 'AUTH_FAILED'],
    ['405', answer(405), 'UNEXPECTED_STATUS'],
    ['409', answer(409, '{"Message":"expired"}'), 'UNEXPECTED_STATUS'],
    ['422 in the form of OAuth', answer(422, '{"error":"invalid_grant"}'), 'AUTH_FAILED'],
    ['422 with a message', answer(422, '{"Message":"The password is wrong."}'), 'AUTH_FAILED'],
    ['422 and a page', answer(422, '<html></html>', HTML), 'UNEXPECTED_STATUS'],
    ['a redirect', answer(302, '', { location: '/login' }), 'UNEXPECTED_STATUS'],
    ['200 and an error of OAuth', answer(200, '{"error":"invalid_grant","error_description":"nope"}'), 'AUTH_FAILED'],
    ['200, an error and a token', answer(200, '{"error":"invalid_grant","access_token":"abcdef"}'), 'AUTH_FAILED'],
    ['200 and a message', answer(200, '{"Error":true,"Message":"The password is wrong."}'), 'AUTH_FAILED'],
    ['200 and a page', answer(200, '<html><title>Sign in</title></html>', HTML), 'WRONG_CONTENT_TYPE'],
    ['200 and half a Json', answer(200, '{"access_token":"t'), 'MALFORMED'],
    ['200 and an empty object', answer(200, '{}'), 'MALFORMED'],
    ['200 and a list', answer(200, '[1]'), 'MALFORMED'],
    ['200 and nothing', answer(200), 'MALFORMED'],
    ['200 and garbage', answer(200, Buffer.from([0, 255, 254, 7, 3])), 'MALFORMED'],
    ['204', 'HTTP/1.1 204 No\r\n\r\n', 'UNEXPECTED_STATUS'],
    ['what is no HTTP', 'SSH-2.0-OpenSSH_9.2\r\n\r\n', 'NETWORK'],
  ];
  for (const [what, bytes, code] of refusals) {
    it(`by twenty nodes, run after run and after a deploy, when it is refused by ${what}`, async () => {
      const server = await bed.server((_request, socket) => void socket.write(bytes));
      const connect = connections(server, BY_PASSWORD);
      const client = connect();
      for (const error of await errorsOf(client, 20)) assert.equal(error.code, code);
      for (let run = 0; run < 3; run++) assert.equal((await errorOf(fetchText(client, '/y'))).code, code);
      await client.close();
      const [error] = await errorsOf(connect(), 20);
      assert.equal(error?.code, code);
      assert.ok(!inspect(error, { depth: 9 }).includes(PASSWORD));
      assert.equal(server.requests.length, 1);
    });
  }

  it('with its reason said again, and what to do', async () => {
    const server = await bed.server((_request, socket) => void socket.write(answer(400, '{"error":"invalid_grant"}')));
    const client = connections(server, BY_PASSWORD)();
    for (let run = 0; run < 2; run++) {
      const error = await errorOf(fetchText(client, '/x'));
      assert.match(error.message, /user name or password is wrong.*Test connection/);
    }
  });

  it('by two connections that have it at the same time', async () => {
    const server = await bed.server((_request, socket) => void socket.write(answer(400, '{"error":"invalid_grant"}')));
    const connect = connections(server, BY_PASSWORD);
    const errors = await Promise.all([errorsOf(connect(), 10), errorsOf(connect(), 10)]);
    for (const error of errors.flat()) assert.equal(error.code, 'AUTH_FAILED');
    assert.equal(server.requests.length, 1);
  });

  for (const [what, others] of [
    ['password', { ...BY_PASSWORD, password: 'another' }],
    ['user', { ...BY_PASSWORD, username: 'mary' }],
    ['client', { ...BY_PASSWORD, clientId: 'other' }],
    ['client secret', { ...BY_PASSWORD, clientSecret: 'other' }],
  ] as Array<[string, typeof BY_PASSWORD]>) {
    it(`and another ${what} is another try`, async () => {
      const server = await bed.server(
        (_request, socket) => void socket.write(answer(400, '{"error":"invalid_grant"}')),
      );
      const memory = new SignInMemory();
      await errorsOf(connections(server, BY_PASSWORD, memory)(), 2);
      await errorsOf(connections(server, others, memory)(), 2);
      assert.equal(server.requests.length, 2);
    });
  }

  it('and at another service once more', async () => {
    const script: Script = (_request, socket) => void socket.write(answer(400, '{"error":"invalid_grant"}'));
    const [one, other] = [await bed.server(script), await bed.server(script)];
    const memory = new SignInMemory();
    await errorsOf(connections(one, BY_PASSWORD, memory)(), 2);
    await errorsOf(connections(other, BY_PASSWORD, memory)(), 2);
    assert.equal(one.requests.length, 1);
    assert.equal(other.requests.length, 1);
  });

  it('also when it worked before', async () => {
    const clock = new VirtualClock();
    let isLocked = false;
    const issue = withTokens((_request, socket) => void socket.write(answer(200, '[]')));
    const server = await bed.server((request, socket) => {
      if (isLocked && isToken(request)) socket.write(answer(400, '{"error":"invalid_grant"}'));
      else void issue(request, socket);
    });
    const client = bed.client(settingsFor(server.url, { authentication: BY_PASSWORD }), { clock });
    await fetchText(client, '/x');
    isLocked = true;
    clock.pass(24 * 3_600_000);
    const before = server.requests.length;
    for (let run = 0; run < 3; run++) await errorsOf(client, 20);
    const grants = server.requests.slice(before).map(({ form }) => form.get('grant_type'));
    assert.deepEqual(grants, ['refresh_token', 'password']);
  });

  for (const [what, bytes] of [
    ['without a word', answer(401)],
    ['with a message', answer(401, '{"Error":true,"Message":"no valid user"}')],
    ['with a page', answer(401, '<html><title>Sign in</title></html>', HTML)],
    ['with half a body', answer(401, 'no', { 'content-length': '9', connection: 'close' })],
  ] as const) {
    it(`by Basic: a 401 ${what}`, async () => {
      const server = await bed.server((_request, socket) => {
        socket.write(bytes);
        if (what === 'with half a body') socket.end();
      });
      const connect = connections(server, BASIC);
      const client = connect();
      for (const error of await errorsOf(client, 20)) assert.equal(error.code, 'AUTH_FAILED');
      await errorsOf(client, 3);
      await client.close();
      await errorsOf(connect(), 20);
      assert.equal(server.requests.length, 1);
    });
  }

  it('by Basic, with its reason said to everybody who runs later', async () => {
    const server = await bed.server((_request, socket) => void socket.write(answer(401, '{"Message":"locked out"}')));
    const client = connections(server, BASIC)();
    await errorsOf(client, 1);
    assert.match((await errorsOf(client, 1))[0]!.message, /password is wrong.*locked out.*Test connection/);
  });

  it('by Basic, also when it worked before', async () => {
    let isLocked = false;
    const server = await bed.server((_request, socket) => void socket.write(answer(isLocked ? 401 : 200, '[]')));
    const client = connections(server, BASIC)();
    await fetchText(client, '/x');
    isLocked = true;
    await errorsOf(client, 1);
    await errorsOf(client, 20);
    assert.equal(server.requests.length, 2);
  });

  it('and a pasted token that was refused is not sent again', async () => {
    const server = await bed.server((_request, socket) => void socket.write(answer(401, 'expired')));
    const connect = connections(server, TOKEN);
    const client = connect();
    for (let run = 0; run < 3; run++) assert.equal((await errorsOf(client, 1))[0]!.code, 'AUTH_FAILED');
    await client.close();
    await errorsOf(connect(), 20);
    assert.equal(server.requests.length, 1);
  });
});

describe('Basic credentials that nobody has tried', () => {
  const bed = new TestBed();
  afterEach(() => bed.close());
  const basic = (server: ScriptedServer) => settingsFor(server.url, { authentication: BASIC, requestsAtOnce: 20 });

  it('go alone first, and then with everybody', async () => {
    const waiting: Array<() => void> = [];
    const server = await bed.server(
      (_request, socket) => void waiting.push(() => void socket.write(answer(200, '[]'))),
    );
    const client = bed.client(basic(server));
    const runs = Array.from({ length: 20 }, () => fetchText(client, '/x'));
    await until(() => waiting.length > 0);
    assert.equal(server.requests.length, 1);
    waiting.shift()!();
    await until(() => waiting.length === 19);
    for (const go of waiting) go();
    await Promise.all(runs);
  });

  it('go alone once more when nobody asked for a while: the password may have been changed', async () => {
    const clock = new VirtualClock();
    let isLocked = false;
    const server = await bed.server((_request, socket) => void socket.write(answer(isLocked ? 401 : 200, '[]')));
    const client = bed.client(basic(server), { clock });
    await fetchText(client, '/x');
    isLocked = true;
    clock.pass(3_600_000);
    const errors = await Promise.all(Array.from({ length: 20 }, () => errorOf(fetchText(client, '/x'))));
    for (const { code } of errors) assert.equal(code, 'AUTH_FAILED');
    assert.equal(server.requests.length, 2);
  });

  for (const [what, give] of [
    ['a fault', (socket) => void socket.write(answer(500))],
    ['a busy service', (socket) => void socket.write(answer(429))],
    ['a wrong path', (socket) => void socket.write(answer(404))],
    ['a redirect', (socket) => void socket.write(answer(302))],
    ['a lost connection', (socket) => reset(socket)],
  ] as Array<[string, (socket: Parameters<Script>[1]) => void]>) {
    it(`still go alone after ${what}, which says nothing of them`, async () => {
      let open = 0;
      let most = 0;
      const server = await bed.server(async (request, socket) => {
        open += 1;
        most = Math.max(most, open);
        await new Promise(setImmediate);
        open -= 1;
        if (request.path === '/last') socket.write(answer(401));
        else give(socket);
      });
      const client = bed.client(basic(server));
      await Promise.all(Array.from({ length: 5 }, () => errorOf(fetchText(client, '/x'))));
      assert.equal(most, 1);
      const errors = await Promise.all(Array.from({ length: 5 }, () => errorOf(fetchText(client, '/last'))));
      for (const { code } of errors) assert.equal(code, 'AUTH_FAILED');
      assert.equal(server.requests.filter(({ path }) => path === '/last').length, 1);
    });
  }

  it('do not hold up the others while a report is computed', async () => {
    const clock = new VirtualClock();
    const server = await bed.server((request, socket) => {
      if (request.path === '/short') socket.write(answer(200, '[]'));
    });
    const timeouts = { connect: 0, firstByte: 0, idle: 0, total: 0 };
    const client = bed.client({ ...basic(server), timeouts }, { clock });
    const long = errorOf(fetchText(client, '/long'));
    await until(() => server.requests.length === 1);
    const short = fetchText(client, '/short');
    await new Promise(setImmediate);
    assert.equal(server.requests.length, 1);
    clock.pass(10_000);
    assert.equal(await short, '[]');
    await client.close();
    assert.equal((await long).code, 'CANCELLED');
  });

  it('are tried by the next when the first is stopped, and nobody waits for one that was', async () => {
    const server = await bed.server((request, socket) => {
      if (request.path !== '/stopped') socket.write(answer(200, '[]'));
    });
    const client = bed.client(basic(server));
    const [first, second] = [new AbortController(), new AbortController()];
    const stopped = errorOf(client.send(get('/stopped'), { signal: first.signal }));
    await until(() => server.requests.length === 1);
    const waiting = errorOf(client.send(get('/x'), { signal: second.signal }));
    const going = fetchText(client, '/x');
    second.abort();
    assert.equal((await waiting).code, 'CANCELLED');
    first.abort();
    assert.equal((await stopped).code, 'CANCELLED');
    assert.equal(await going, '[]');
  });
});

describe('trouble of the accounts service', () => {
  const bed = new TestBed();
  afterEach(() => bed.close());

  for (const [what, give] of [
    ['500', (socket) => void socket.write(answer(500))],
    ['503', (socket) => void socket.write(answer(503, 'maintenance'))],
    ['408', (socket) => void socket.write(answer(408, '', { connection: 'close' }))],
    ['429', (socket) => void socket.write(answer(429))],
    ['a reset', (socket) => reset(socket)],
  ] as Array<[string, (socket: Parameters<Script>[1]) => void]>) {
    it(`lets twenty nodes wait together: ${what}`, async () => {
      const clock = new VirtualClock();
      let isDown = true;
      const issue = withTokens((_request, socket) => void socket.write(answer(200, '[]')));
      const server = await bed.server((request, socket) => (isDown ? give(socket) : issue(request, socket)));
      const settings = settingsFor(server.url, { authentication: BY_PASSWORD, requestsAtOnce: 20 });
      const client = bed.client(settings, { clock });
      for (let round = 0; round < 3; round++) {
        await Promise.all(Array.from({ length: 20 }, () => errorOf(fetchText(client, '/x'))));
        for (let run = 0; run < 5; run++) await errorOf(fetchText(client, '/x'));
      }
      assert.ok(server.requests.length <= 2, `${server.requests.length} tries without a pause`);
      for (const pause of [1000, 2000, 4000]) {
        const before = server.requests.length;
        clock.pass(pause);
        for (let run = 0; run < 5; run++) await errorOf(fetchText(client, '/x'));
        assert.equal(server.requests.length, before + 1);
      }
      isDown = false;
      clock.pass(8000);
      assert.equal(await fetchText(client, '/x'), '[]');
    });
  }

  it('keeps nobody waiting longer than the service asked for', async () => {
    const clock = new VirtualClock();
    const server = await bed.server((_request, socket) => void socket.write(answer(429, '', { 'retry-after': '20' })));
    const client = bed.client(settingsFor(server.url, { authentication: BY_PASSWORD }), { clock });
    await errorOf(fetchText(client, '/x'));
    clock.pass(15_000);
    const { failure } = (await errorOf(fetchText(client, '/x'))) as unknown as { failure: { retryAfter: number } };
    assert.equal(failure.retryAfter, 5000);
    assert.equal(server.requests.length, 1);
  });
});

describe('a person who tests the connection', () => {
  const bed = new TestBed();
  afterEach(() => bed.close());

  for (const authentication of [BY_PASSWORD, BASIC, TOKEN]) {
    it(`has the credentials tried once more (${authentication.kind}), and sets the flows going when they work`, async () => {
      let isLocked = true;
      const issue = withTokens((_request, socket) => void socket.write(answer(200, '{}')));
      const server = await bed.server((request, socket) => {
        const isTried = isToken(request) || (authentication.kind !== 'password' && request.path !== '/ping');
        if (isLocked && isTried) socket.write(answer(401, 'locked'));
        else void issue(request, socket);
      });
      const memory = new SignInMemory();
      const connect = () => bed.client(settingsFor(server.url, { authentication }), { memory });
      const flows = connect();
      const tries = () => server.requests.filter(({ path }) => path !== '/ping').length;
      await errorOf(fetchText(flows, '/x'));
      await errorOf(fetchText(flows, '/x'));
      assert.equal(tries(), 1);
      assert.equal((await connect().diagnose(never())).ok, false);
      assert.equal(tries(), 2);
      await errorOf(fetchText(flows, '/x'));
      assert.equal(tries(), 2);
      isLocked = false;
      await errorOf(fetchText(flows, '/x'));
      assert.equal(tries(), 2);
      assert.equal((await connect().diagnose(never())).ok, true);
      assert.equal(await fetchText(flows, '/x'), '{}');
    });
  }
});

describe('what is remembered of credentials', () => {
  it('is no secret, and does not grow for ever', () => {
    const memory = new SignInMemory();
    const first = memory.standingOf(['https://a.test', 'john', PASSWORD]);
    assert.equal(memory.standingOf(['https://a.test', 'john', PASSWORD]), first);
    assert.notEqual(memory.standingOf(['https://a.test', `john${PASSWORD}`]), first);
    assert.doesNotMatch(inspect(memory, { depth: 9, showHidden: true }), /john|p@ss/);
    for (let other = 0; other < 1000; other++) memory.standingOf(['https://a.test', 'john', String(other)]);
    assert.notEqual(memory.standingOf(['https://a.test', 'john', PASSWORD]), first);
  });
});
