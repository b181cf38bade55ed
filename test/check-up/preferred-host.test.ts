import assert from 'node:assert/strict';
import { judgeHost } from '../../nodes/check-up/host-question';
import type { Observation } from '../../nodes/client/observe';
import { startConnectProxy } from '../client/connect-proxy';
import type { PlainSettings } from '../client/settings-for';
import { type Emulator, startEmulator } from '../emulator';
import { checkService, inWords } from './check-service';

const SERVICE = 'https://dataconnect.iqmetrix.net';
const NEARER = 'https://rqdataconnect18.iqmetrix.net';

describe('the host that the service prefers', () => {
  let emulator: Emulator;
  before(async () => {
    emulator = await startEmulator({ https: true });
  });
  after(() => emulator.close());
  beforeEach(() => emulator.dials.reset());

  /** The service by its own name, and others beside it, behind a proxy that leads all to the emulator, but for some. */
  async function check(preferredEndpoint: string, gone: readonly string[] = []) {
    emulator.dials.set({ preferredEndpoint });
    const { port } = new URL(emulator.serviceUrl);
    const leadTo = (name: string) => (gone.some((each) => name.startsWith(each)) ? 1 : Number(port));
    const proxy = await startConnectProxy({ leadTo });
    const settings: Partial<PlainSettings> = {
      serviceUrl: SERVICE,
      tokenUrl: 'https://accounts.iqmetrix.net/accounts/v1',
      tls: { rejectUnauthorized: false },
      proxy: { kind: 'url', url: proxy.url, noProxy: [] },
    };
    try {
      return { ...(await checkService(emulator, {}, settings)), asked: proxy.asked };
    } finally {
      await proxy.close();
    }
  }

  it('is timed, and named with both times', async () => {
    const { of, asked } = await check(NEARER);
    const finding = of('preferred-host');
    assert.equal(finding.outcome, 'found');
    assert.match(inWords(finding), /rqdataconnect18\.iqmetrix\.net is (not )?faster: \d+ ms, against \d+ ms/);
    assert.ok(asked.includes('rqdataconnect18.iqmetrix.net:443'));
  });

  it('that cannot be reached is not to be used', async () => {
    const { of, report } = await check(NEARER, ['rqdataconnect18']);
    assert.match(inWords(of('preferred-host')), /cannot be reached from here/);
    assert.deepEqual(of('preferred-host').suggestions, [{ name: 'preferredEndpoint', value: 'false' }]);
    // It says nothing of the service: the others are asked.
    assert.equal(report.stopped, undefined);
  });

  it('of another domain gets nothing', async () => {
    const { of, asked } = await check('https://nearer.example.com');
    assert.match(inWords(of('preferred-host')), /nearer\.example\.com, which is not taken/);
    assert.ok(!asked.some((each) => each.includes('example.com')));
  });

  describe('by what both answered', () => {
    const answer = (milliseconds: number, body = '[{"ID":1}]'): Observation => ({
      status: 200,
      contentType: 'application/json',
      charset: 'utf-8',
      coding: '',
      cookies: [],
      host: 'h',
      body: Buffer.from(body),
      complete: true,
      milliseconds,
    });
    const judge = (here: number, there: number, body?: string) => {
      const { outcome, suggestions = [] } = judgeHost(
        answer(here),
        { sent: '', notes: [], came: answer(there, body) },
        'h',
      );
      return [outcome, ...suggestions.map(({ value }) => value)];
    };

    it('is used where it is plainly faster', () => assert.deepEqual(judge(100, 80), ['found', 'true']));
    it('is not where it is hardly so', () => assert.deepEqual(judge(100, 95), ['found']));
    it('is not where it is slower', () => assert.deepEqual(judge(100, 300), ['found']));
    it('is not known where it answers something else', () => assert.deepEqual(judge(100, 10, '[]'), ['unknown']));
  });
});
