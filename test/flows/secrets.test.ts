import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import {
  assertNoCanary,
  BASIC_TOKEN,
  CANARIES,
  CLIENT_SECRET,
  COOKIE,
  echoing,
  HELD,
  PASSWORD,
  SIGN_INS,
} from '../canaries/canaries';
import { textsOn } from '../canaries/live-objects';
import { SPELLINGS } from '../canaries/spellings';
import { TestBed } from '../client/settings-for';
import { recordSecret } from '../secrets/transcript';
import { FlowFixture } from './flow-fixture';
import { helper } from './node-red';

/** What the service says back, whatever it is asked. */
const BODIES: Readonly<Record<string, (held: readonly string[]) => string | Buffer>> = {
  'an error with status 200': (held) => JSON.stringify({ Error: true, Message: `Refused: ${held.join(' ')}` }),
  'a session': () =>
    JSON.stringify({ access_token: BASIC_TOKEN, nested: { refreshToken: BASIC_TOKEN }, Username: BASIC_TOKEN }),
  'records with escapes': (held) =>
    SPELLINGS.Json!.find(({ name }) => name === 'with every letter escaped')!.body(held),
  'a page': (held) => `<html><title>${held.join(' ')}</title></html>`,
};
const OUTPUTS = ['all', 'each', 'text', 'buffer'];
const RESPONSES = ['Json', 'Csv', 'Excel', 'Csv.Email'];

for (const canary of Object.values(CANARIES)) recordSecret(canary);

describe('a service that says secrets back', () => {
  const fixture = new FlowFixture();
  const bed = new TestBed();
  afterEach(() => bed.close());

  const connection = (url: string, signIn: string) => ({
    connection: { serviceUrl: url, tokenUrl: `${url}/v1`, authentication: signIn, retries: 0 },
    credentials: {
      username: 'anna',
      password: PASSWORD,
      clientId: 'app',
      clientSecret: CLIENT_SECRET,
      accessToken: (SIGN_INS.token as { accessToken: string }).accessToken,
    },
  });

  for (const signIn of Object.keys(SIGN_INS)) {
    for (const [what, body] of Object.entries(BODIES)) {
      it(`lets none into a flow: ${what}, with sign-in by ${signIn}`, async () => {
        const held = HELD[signIn]!;
        for (const status of [200, 500]) {
          const server = await bed.server(
            echoing(() => ({
              status,
              body: body(held),
              headers: { 'content-disposition': `filename="${COOKIE}.csv"` },
            })),
          );
          const nodes = OUTPUTS.flatMap((mode) =>
            RESPONSES.map((response) => ({
              id: `${mode} ${response}`,
              type: 'dataconnect-request',
              path: '/session',
              progress: true,
              anyway: true,
              output: { mode, size: 1 },
              params: { Response: { type: 'str', value: response }, 'Email.To': { type: 'str', value: 'a@b.test' } },
              wires: [['the-end'], ['the-end']],
            })),
          );
          const flow = await fixture.open(
            [...nodes, { id: 'session', type: 'dataconnect-session' }],
            connection(server.url, signIn),
          );
          // Before it was answered, the client has learned no cookie.
          await flow.ask('session');
          for (const { id } of [...nodes, { id: 'session' }]) {
            assertNoCanary(await flow.ask(id, { note: 1 }), HELD[signIn]);
          }
          assertNoCanary(inspect(helper.log().args, { depth: 8 }), HELD[signIn]);
        }
      }).timeout(60_000);
    }
  }

  it('lets none into the list of a dialog or the result of Test connection', async () => {
    for (const signIn of Object.keys(SIGN_INS)) {
      for (const status of [200, 500]) {
        const said = JSON.stringify([
          { CompanyID: 1, CompanyName: HELD[signIn]!.join(' '), Username: HELD[signIn]!.join(' ') },
        ]);
        const server = await bed.server(echoing(() => ({ status, body: said })));
        await fixture.open([], connection(server.url, signIn));
        const list = await helper.request().get('/dataconnect/connections/connection/lookups/master-relationships');
        const form = {
          ...connection(server.url, signIn).connection,
          environment: 'custom',
          credentials: connection(server.url, signIn).credentials,
        };
        const test = await helper.request().post('/dataconnect/connections/connection/test').send(form);
        assertNoCanary([list.body, list.text, test.body, test.text], HELD[signIn]);
      }
    }
  }).timeout(60_000);

  it('lets none be seen on the connection that a node holds', async () => {
    for (const signIn of Object.keys(SIGN_INS)) {
      const server = await bed.server(echoing(() => ({ body: '[]' })));
      const flow = await fixture.open([{ id: 'session', type: 'dataconnect-session' }], connection(server.url, signIn));
      await flow.ask('session');
      const { dataconnect } = helper.getNode('connection') as unknown as { dataconnect: object };
      const shown = textsOn(dataconnect);
      assert.ok(shown.some((text) => text.includes(server.url)));
      assertNoCanary(shown, HELD[signIn]);
    }
  });
});
