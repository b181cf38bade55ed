import assert from 'node:assert/strict';
import { askForToken, emulated } from './ask';

interface Tokens {
  access_token: string;
  refresh_token: string;
  expires_in: number;
}

describe('the emulated token endpoint', () => {
  const the = emulated();
  const signIn = () =>
    askForToken(the.emulator, {
      grant_type: 'password',
      username: the.emulator.credentials.username,
      password: the.emulator.credentials.password,
    });
  const refresh = (refresh_token: string) => askForToken(the.emulator, { grant_type: 'refresh_token', refresh_token });
  const statusWith = async (token: string) =>
    (await the.ask('/lists/stores', { headers: { authorization: `Bearer ${token}` } })).status;

  afterEach(() => the.emulator.users.unlock());

  it('gives tokens of twelve hours, without token_type', async () => {
    const response = await signIn();
    const tokens = (await response.json()) as Tokens;
    assert.equal(response.status, 200);
    assert.deepEqual(Object.keys(tokens), ['access_token', 'expires_in', 'refresh_token']);
    assert.equal(tokens.expires_in, 43_199);
    assert.equal(await statusWith(tokens.access_token), 200);
  });

  it('revokes the access token whose refresh token is redeemed, and takes each refresh token once', async () => {
    const old = (await (await signIn()).json()) as Tokens;
    const renewed = (await (await refresh(old.refresh_token)).json()) as Tokens;
    assert.equal(await statusWith(old.access_token), 401);
    assert.equal(await statusWith(renewed.access_token), 200);
    const again = await refresh(old.refresh_token);
    assert.equal(again.status, 400);
    assert.deepEqual(await again.json(), { error: 'invalid_grant' });
  });

  it('refuses refresh tokens when the dial says so', async () => {
    const { refresh_token } = (await (await signIn()).json()) as Tokens;
    the.emulator.dials.set({ refreshTokens: 'refused' });
    assert.deepEqual(await (await refresh(refresh_token)).json(), { error: 'invalid_grant' });
  });

  it('lets tokens expire when their time is over', async () => {
    the.emulator.dials.set({ tokenLifetime: 0 });
    const { access_token, expires_in } = (await (await signIn()).json()) as Tokens;
    assert.equal(expires_in, 0);
    assert.equal(await statusWith(access_token), 401);
  });

  for (const [form, error] of [
    [{ grant_type: 'password', client_secret: 'wrong' }, 'invalid_client'],
    [{ grant_type: 'password', username: 'nobody', password: 'x' }, 'invalid_grant'],
    [{ grant_type: 'client_credentials' }, 'unsupported_grant_type'],
  ] as const) {
    it(`answers 400 ${error}`, async () => {
      const response = await askForToken(the.emulator, form as Record<string, string>);
      assert.equal(response.status, 400);
      assert.deepEqual(await response.json(), { error });
    });
  }

  it('locks a user after wrong passwords, so that the right one fails too', async () => {
    the.emulator.dials.set({ lockAfter: 2 });
    const { username } = the.emulator.credentials;
    for (let count = 0; count < 2; count++) {
      await askForToken(the.emulator, { grant_type: 'password', username, password: 'wrong' });
    }
    assert.equal((await signIn()).status, 400);
    the.emulator.users.unlock();
    assert.equal((await signIn()).status, 200);
  });

  it('counts the sign-ins', async () => {
    const before = { ...the.emulator.users.logins };
    const { refresh_token } = (await (await signIn()).json()) as Tokens;
    await refresh(refresh_token);
    assert.deepEqual(the.emulator.users.logins, { password: before.password + 1, refresh: before.refresh + 1 });
  });

  it('has faults of its own', async () => {
    the.emulator.dials.addFault({ on: 'accounts', fault: { kind: 'page', status: 200 }, times: 1 });
    the.emulator.dials.addFault({ on: 'accounts', fault: { kind: 'status', status: 429, retryAfter: '3' }, times: 1 });
    const page = await signIn();
    assert.match(page.headers.get('content-type') ?? '', /text\/html/);
    const limited = await signIn();
    assert.equal(limited.status, 429);
    assert.equal(limited.headers.get('retry-after'), '3');
    assert.equal((await signIn()).status, 200);
  });
});
