import assert from 'node:assert/strict';
import { Session } from '../../nodes/client/sign-in/session';
import { Redactor } from '../../nodes/secrets/redact';
import { answer, type Script } from './scripted-server';
import { BY_PASSWORD, fetchText, settingsFor, TestBed, withTokens } from './settings-for';

describe('the session cookie', () => {
  const bed = new TestBed();
  afterEach(() => bed.close());

  /** Sets these cookies with each answer, and returns what the second and third request sent. */
  async function sentBack(...rounds: (string | string[])[]) {
    let round = 0;
    const script: Script = (_request, socket) => {
      const cookies = rounds[round++];
      socket.write(answer(200, '[]', cookies === undefined ? {} : { 'set-cookie': cookies }));
    };
    const server = await bed.server(script);
    const client = bed.client(settingsFor(server.url));
    for (let count = 0; count <= rounds.length; count++) await fetchText(client, '/x');
    return { client, server, cookies: server.requests.map(({ headers }) => headers.cookie) };
  }

  it('is sent back, and renewed when the service gives a new one', async () => {
    const { cookies } = await sentBack('DataConnectState=a; path=/; HttpOnly', 'DataConnectState=b; path=/');
    assert.deepEqual(cookies, [undefined, 'DataConnectState=a', 'DataConnectState=b']);
  });

  it('is dropped when it expires', async () => {
    const { cookies } = await sentBack('DataConnectState=a', 'DataConnectState=; Max-Age=0');
    assert.deepEqual(cookies, [undefined, 'DataConnectState=a', undefined]);
  });

  it('of another host, of a public suffix or without sense is ignored', async () => {
    const { cookies } = await sentBack([
      'evil=1; Domain=evil.test',
      'evil=2; Domain=.net',
      'evil=3; Domain=localhost',
      '=nameless',
      'nonsense',
      `huge=${'x'.repeat(5000)}`,
      'DataConnectState=good',
    ]);
    assert.deepEqual(cookies, [undefined, 'DataConnectState=good']);
  });

  it('is not lost in a flood of others, and the flood is limited', async () => {
    const flood = Array.from({ length: 300 }, (_, index) => `c${index}=v${index}`);
    const { cookies } = await sentBack([...flood, 'DataConnectState=good', 'ApplicationGatewayAffinity=here']);
    const sent = cookies[1]!.split('; ');
    assert.equal(sent.length, 20);
    assert.ok(sent.includes('DataConnectState=good') && sent.includes('ApplicationGatewayAffinity=here'));
  });

  it('with control characters never goes out', async () => {
    const session = new Session(new Redactor([]));
    const url = new URL('https://dataconnect.iqmetrix.net/x');
    await session.remember(url, ['a=b\u0001c', 'd=e\r\nX: y', 'DataConnectState=good']);
    assert.equal(session.cookiesFor(url), 'DataConnectState=good');
    assert.equal(session.cookiesFor(new URL('https://rqdataconnect18.iqmetrix.net/x')), undefined);
  });

  it('does not reach a sister host, even when set for the whole domain', async () => {
    const session = new Session(new Redactor([]));
    await session.remember(new URL('https://dataconnect.iqmetrix.net/x'), 'DataConnectState=a; Domain=iqmetrix.net');
    assert.equal(session.cookiesFor(new URL('https://dataconnect.iqmetrix.net/y')), 'DataConnectState=a');
    assert.equal(session.cookiesFor(new URL('https://accounts.iqmetrix.net/y')), undefined);
  });

  it('is a secret', async () => {
    const { client } = await sentBack('DataConnectState=very-secret-state');
    assert.equal(client.redactor.redact('state very-secret-state'), 'state ***');
  });

  it('is forgotten with a 401 and set up anew', async () => {
    let served = 0;
    const server = await bed.server(
      withTokens((request, socket) => {
        served += 1;
        if (served === 1) return void socket.write(answer(200, '[]', { 'set-cookie': 'DataConnectState=old' }));
        if (request.headers.cookie) return void socket.write(answer(401, 'session lost'));
        socket.write(answer(200, '[2]', { 'set-cookie': 'DataConnectState=new' }));
      }),
    );
    const client = bed.client(settingsFor(server.url, { authentication: BY_PASSWORD }));
    await fetchText(client, '/x');
    assert.equal(await fetchText(client, '/x'), '[2]');
    const sent = server.requests.filter(({ path }) => path === '/x').map(({ headers }) => headers.cookie);
    assert.deepEqual(sent, [undefined, 'DataConnectState=old', undefined]);
  });

  it('does not go to the accounts service, nor does what that one sets come back', async () => {
    const server = await bed.server((request, socket) => {
      const body = request.path === '/x' ? '[]' : '{"access_token":"t","expires_in":1}';
      socket.write(answer(200, body, { 'set-cookie': `from=${request.path === '/x' ? 'service' : 'accounts'}` }));
    });
    const client = bed.client(settingsFor(server.url, { authentication: BY_PASSWORD }));
    await fetchText(client, '/x');
    await fetchText(client, '/x');
    for (const { path, headers } of server.requests) if (path !== '/x') assert.equal(headers.cookie, undefined);
    assert.equal(server.requests.at(-1)?.headers.cookie, 'from=service');
  });
});
