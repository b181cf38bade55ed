import assert from 'node:assert/strict';
import { type Emulator, startEmulator } from '../emulator';
import { recordOutput } from '../secrets/transcript';
import { FlowFixture } from './flow-fixture';
import { connectionNode, helper } from './node-red';

interface Answer {
  ok?: boolean;
  code?: string;
  text: string;
  layers?: Array<{ layer: string; state: string; text: string }>;
}

describe('Test connection', () => {
  const fixture = new FlowFixture();
  const stores = { id: 'node', type: 'dataconnect-list-stores' };
  const variables: string[] = [];
  afterEach(() => {
    for (const name of variables.splice(0)) delete process.env[name];
  });

  /** A variable of this process for one test; how a field names it. */
  function variable(name: string, value: string): string {
    variables.push(name);
    process.env[name] = value;
    return `$\{${name}}`;
  }

  async function test(form: Record<string, unknown>, id = 'connection'): Promise<Answer> {
    const { body } = await helper.request().post(`/dataconnect/connections/${id}/test`).send(form);
    recordOutput('admin', body);
    return body as Answer;
  }
  const form = (more: Record<string, unknown> = {}, credentials: Record<string, unknown> = {}) => ({
    ...connectionNode(fixture.emulator),
    credentials,
    ...more,
  });

  describe('asks only for the secrets that the chosen way to sign in uses', () => {
    let other: Emulator;
    before(async () => {
      other = await startEmulator();
    });
    after(() => other.close());

    for (const [authentication, used] of [
      ['basic', ['username', 'password']],
      ['token', ['accessToken']],
      ['none', []],
    ] as const) {
      it(`at another address: ${authentication}`, async () => {
        await fixture.open([stores]);
        const own = Object.entries(other.credentials).filter(([name]) => (used as readonly string[]).includes(name));
        const typed = Object.fromEntries(own);
        const there = { serviceUrl: other.serviceUrl, tokenUrl: other.tokenUrl };
        const answer = await test(form({ ...there, authentication }, typed));
        assert.equal(answer.ok, true, JSON.stringify(answer));
      });
    }

    it('and takes a saved password for Basic although the token URL is blank now', async () => {
      await fixture.open([stores]);
      const answer = await test(form({ authentication: 'basic', tokenUrl: '' }));
      assert.equal(answer.ok, true, JSON.stringify(answer));
    });

    it('but still sends no saved one to another address', async () => {
      await fixture.open([stores]);
      const there = { serviceUrl: other.serviceUrl, tokenUrl: other.tokenUrl };
      const before = other.requests.all().length;
      const answer = await test(form({ ...there, authentication: 'basic' }, { username: 'john' }));
      assert.match(answer.text, /password was not sent/);
      assert.doesNotMatch(answer.text, /clientSecret|accessToken/);
      assert.equal(other.requests.all().length, before);
    });
  });

  describe('does not say what the environment holds', () => {
    const CANARY = 'canary-of-the-environment-4711';

    it('of the address that a password was saved for', async () => {
      const serviceUrl = variable('DATACONNECT_SAVED_URL', `http://127.0.0.1:1/${CANARY}`);
      const otherCredentials = { elsewhere: { ...fixture.emulator.credentials } };
      await fixture.open([stores, connectionNode(fixture.emulator, { id: 'elsewhere', serviceUrl })], {
        otherCredentials,
      });
      const answer = await test(form({}, { username: 'john' }), 'elsewhere');
      assert.match(answer.text, /was not sent, because it was saved for \$\{DATACONNECT_SAVED_URL\}/);
      assert.doesNotMatch(answer.text, new RegExp(CANARY));
    });

    for (const field of [
      ...['requestsAtOnce', 'retries', 'connectTimeout', 'firstByteTimeout', 'idleTimeout', 'totalTimeout'],
      ...['environment', 'authentication', 'stopDate', 'timeZone', 'companyId', 'preferredEndpoint', 'name'],
      ...['serviceUrl', 'tokenUrl', 'tls', 'proxy'],
    ]) {
      for (const canary of [CANARY, CANARY.repeat(5), '4711.25']) {
        it(`in ${field}: ${canary.slice(0, 40)}`, async () => {
          await fixture.open([stores]);
          const wrong = field === 'name' ? { retries: 'many' } : {};
          const answer = await test(form({ ...wrong, [field]: variable('DATACONNECT_CANARY', canary) }));
          assert.ok(!JSON.stringify(answer).includes(canary.slice(0, 20)), JSON.stringify(answer));
        });
      }
    }

    it('in an address that leads nowhere, but says which field it is', async () => {
      await fixture.open([stores]);
      const address = variable('DATACONNECT_CANARY', `https://${CANARY}.invalid:8443`);
      const answer = await test(form({ serviceUrl: address }, fixture.emulator.credentials));
      assert.doesNotMatch(JSON.stringify(answer), /canary-of/);
      assert.match(JSON.stringify(answer.layers), /\{DATACONNECT_CANARY\}/);
    });

    it('in the user that signed in', async () => {
      await fixture.open([stores]);
      const { username } = fixture.emulator.credentials;
      const user = variable('DATACONNECT_CANARY', username);
      const answer = await test(form({}, { ...fixture.emulator.credentials, username: user }));
      assert.equal(answer.ok, true, JSON.stringify(answer));
      assert.ok(!JSON.stringify(answer).includes(username));
      assert.match(JSON.stringify(answer.layers), /Signed in as \$\{DATACONNECT_CANARY\}/);
    });
  });

  describe('while NODE_TLS_REJECT_UNAUTHORIZED switches certificate checks off', () => {
    let secure: Emulator;
    let emitWarning: typeof process.emitWarning;
    before(async () => {
      secure = await startEmulator({ https: true });
      emitWarning = process.emitWarning;
      process.emitWarning = () => {};
      process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
    });
    after(async () => {
      delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
      process.emitWarning = emitWarning;
      await secure.close();
    });

    const warnings = () => {
      const said = helper.log().args.map(([entry]: Array<{ level: number; msg?: unknown }>) => String(entry?.msg));
      return said.filter((text: string) => text.includes('NODE_TLS_REJECT_UNAUTHORIZED'));
    };

    it('warns, and the log says it once', async () => {
      const flow = await fixture.open([stores], {}, secure);
      for (let run = 0; run < 2; run++) assert.equal((await flow.ask('node')).error, undefined);
      const there = { serviceUrl: secure.serviceUrl, tokenUrl: secure.tokenUrl };
      const answer = await test(form(there, secure.credentials));
      assert.equal(answer.ok, true, JSON.stringify(answer));
      const layer = answer.layers?.find(({ state }) => state === 'warning');
      assert.equal(layer?.layer, 'tls');
      assert.match(layer.text, /not checked.*NODE_TLS_REJECT_UNAUTHORIZED/);
      await flow.redeploy('full', { connection: { retries: 1 } });
      assert.equal((await flow.ask('node')).error, undefined);
      assert.equal(warnings().length, 1, warnings().join('\n'));
    });
  });
});
