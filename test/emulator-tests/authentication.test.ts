import assert from 'node:assert/strict';
import { request } from 'node:http';
import { basic, emulated } from './ask';

describe('the emulated service and who asks it', () => {
  const the = emulated();
  const bearer = () => `Bearer ${the.emulator.credentials.accessToken}`;
  const ownBasic = () => basic(the.emulator.credentials.username, the.emulator.credentials.password);

  it('needs no credentials for /ping', async () => {
    const response = await fetch(`${the.emulator.serviceUrl}/ping`);
    assert.deepEqual(await response.json(), {
      ApplicationName: 'IQ.DataConnect.Web.WebApplication',
      ApplicationVersion: '1.3.0.51',
    });
  });

  it('refuses everything else without credentials', async () => {
    const response = await fetch(`${the.emulator.serviceUrl}/lists/stores`);
    assert.equal(response.status, 401);
    assert.deepEqual(await response.json(), {
      Error: true,
      Message: 'Authorization has been denied for this request.',
    });
  });

  it('takes Bearer, Basic and the Auth parameter', async () => {
    for (const headers of [{ authorization: bearer() }, { authorization: ownBasic() }]) {
      assert.equal((await the.ask('/lists/stores', { headers })).status, 200);
    }
    const auth = encodeURIComponent(ownBasic().slice(6));
    assert.equal((await fetch(`${the.emulator.serviceUrl}/lists/stores?Auth=${auth}`)).status, 200);
  });

  it('looks at Bearer before Basic before Auth', async () => {
    assert.equal(await statusOf('/lists/stores', [ownBasic(), 'Bearer wrong']), 401);
    assert.equal(await statusOf('/lists/stores', [basic('x', 'y'), bearer()]), 200);
    const auth = encodeURIComponent(ownBasic().slice(6));
    assert.equal(await statusOf(`/lists/stores?Auth=${auth}`, [basic('x', 'y')]), 401);
  });

  it('refuses reports of a user who is not mapped to an employee, but not the session', async () => {
    const { username, password } = the.emulator.unmappedCredentials;
    const headers = { authorization: basic(username, password) };
    const refused = await the.ask('/lists/stores', { headers });
    assert.equal(refused.status, 403);
    assert.match(((await refused.json()) as { Message: string }).Message, /not mapped to an employee/);
    assert.equal((await the.json<Record<string, string>>('/session', { headers })).RQEmployeeId, '');
  });

  it('tells a session, all values text, with the token in it', async () => {
    const session = await the.json<Record<string, unknown>>('/session');
    assert.equal(session.access_token, the.emulator.credentials.accessToken);
    assert.equal(session.isValid, 'true');
    assert.equal(session.ParentEntityId, '42');
    assert.equal(session.RQEmployeeId, '5121');
  });

  it('sets the session cookies once, and again when the session has ended', async () => {
    const first = await the.ask('/lists/stores');
    const names = first.headers.getSetCookie().map((cookie) => cookie.split('=')[0]);
    assert.deepEqual(names, ['DataConnectState', 'ApplicationGatewayAffinity', 'ApplicationGatewayAffinityCORS']);
    const cookie = first.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const again = await the.ask('/lists/stores', { headers: { cookie } });
    assert.deepEqual(again.headers.getSetCookie(), []);
    await the.ask('/session/abandon', { headers: { cookie } });
    assert.equal((await the.ask('/lists/stores', { headers: { cookie } })).headers.getSetCookie().length, 3);
  });

  it('names the companies of the caller with the preferred endpoint of the dial', async () => {
    the.emulator.dials.set({ preferredEndpoint: 'https://rqdataconnect18.iqmetrix.net' });
    const rows = await the.json('/master/relationships');
    assert.deepEqual(
      rows.map((row) => [row.CompanyID, row.PreferredEndpoint]),
      [
        [42, 'https://rqdataconnect18.iqmetrix.net'],
        [43, 'https://rqdataconnect18.iqmetrix.net'],
      ],
    );
  });

  it('answers for the company asked for, and for nobody else’s', async () => {
    assert.equal((await the.json('/lists/stores?CompanyID=43')).length, 4);
    assert.equal((await the.json('/lists/stores?ComplanyID=43')).length, 12);
    assert.equal((await the.ask('/lists/stores?CompanyID=44')).status, 403);
  });

  /** `fetch` would join the headers; the service may see several. */
  function statusOf(path: string, authorization: string[]): Promise<number | undefined> {
    return new Promise((resolve, reject) => {
      const headers = ['host', 'localhost', ...authorization.flatMap((value) => ['Authorization', value])];
      const sent = request(the.emulator.serviceUrl + path, { headers, agent: false } as object, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      sent.on('error', reject);
      sent.end();
    });
  }
});
