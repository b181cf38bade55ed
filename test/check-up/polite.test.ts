import assert from 'node:assert/strict';
import { endpointById, endpoints } from '../../nodes/catalogue';
import { MOST_REQUESTS } from '../../nodes/check-up/inquiry';
import { questions } from '../../nodes/check-up/questions';
import { SignInMemory } from '../../nodes/client/sign-in/sign-in-memory';
import { Slots } from '../../nodes/client/slots/slots';
import { errorOf, never } from '../client/settings-for';
import { type Emulator, startEmulator } from '../emulator';
import { checkService, inWords } from './check-service';

/** Dials that make it ask as much as it ever does. */
const MOST_TO_ASK = {
  stopDate: 'exclusive',
  timeZone: 'America/Toronto',
  postBody: 'none',
  paths: { availability: '', version: '', 'partner-envysion-original-sale-invoices': '' },
} as const;

describe('the check-up is polite', () => {
  let emulator: Emulator;
  before(async () => {
    emulator = await startEmulator();
  });
  after(() => emulator.close());
  beforeEach(() => {
    emulator.dials.reset();
    emulator.requests.clear();
    emulator.admission.resetMaximum();
  });
  const sent = () => emulator.requests.all().filter(({ service }) => service === 'service');

  it('asks one thing at a time, and no more than was said', async () => {
    emulator.dials.set(MOST_TO_ASK);
    const { report, of } = await checkService(emulator);
    assert.equal(emulator.admission.maximum, 1);
    assert.equal(sent().length, MOST_REQUESTS);
    assert.equal(report.requests, MOST_REQUESTS);
    assert.match(inWords(of('path-partner-envysion-original-sale-invoices')), /more than 20 requests/);
  });

  it('only reads: nothing that changes data, nothing by e-mail', async () => {
    for (const dials of [{}, MOST_TO_ASK]) {
      emulator.dials.set(dials);
      await checkService(emulator);
    }
    const changing = endpoints.filter(({ changes }) => changes).map(({ path }) => path?.toLowerCase());
    assert.ok(changing.length > 0);
    for (const { method, path, query, body } of sent()) {
      assert.ok(!changing.includes(path.toLowerCase()), path);
      assert.doesNotMatch(`${query} ${body}`, /email/i);
      assert.ok(method === 'GET' || path === '/lists/LocationIDs', `${method} ${path}`);
    }
  });

  it('does not ask what changes something where the connection says that an endpoint is there', async () => {
    emulator.dials.set(MOST_TO_ASK);
    for (const path of endpoints.flatMap(({ changes, path }) => (changes ? [`${path}/`] : []))) {
      emulator.requests.clear();
      await checkService(emulator, { paths: new Map([['availability', path]]) });
      assert.ok(sent().some((request) => request.path === endpointById('availability')!.path));
      assert.ok(!sent().some((request) => request.path.toLowerCase().startsWith(path.slice(0, -1).toLowerCase())));
    }
  });

  it('has said before what it sends', async () => {
    await checkService(emulator);
    const said = questions.flatMap(({ sends }) => sends);
    for (const { method, path } of sent()) {
      assert.ok(
        said.some((each) => each.startsWith(`${method} ${path}`)),
        `${method} ${path}`,
      );
    }
  });

  for (const [status, code, path, last] of [
    [403, 'FORBIDDEN', '/availability', 'path-version'],
    [429, 'RATE_LIMITED', '/reports/SalesByInvoiceReport', 'response-in-body'],
    [401, 'AUTH_FAILED', '/lists/dataconnect-check-up', 'bad-request'],
  ] as const) {
    it(`stops at a ${status}, says so in words, and keeps what it found`, async () => {
      emulator.dials.addFault({ fault: { kind: 'status', status }, path });
      const { report, of } = await checkService(emulator);
      assert.equal(report.stopped?.code, code);
      assert.equal(of(last).outcome, 'found');
      const order = report.findings.map(({ question }) => question.id);
      const stoppedAt = order.indexOf(last) + 1;
      assert.equal(report.findings[stoppedAt]!.says[0], report.stopped);
      for (const { outcome, evidence } of report.findings.slice(stoppedAt + 1)) {
        assert.deepEqual([outcome, evidence], ['unknown', []]);
      }
      // After a 401 the client signs in anew and asks once more, as for any request.
      const again = sent().filter((each) => each.path === path).length;
      assert.equal(again, status === 401 ? 2 : 1);
      assert.equal(sent().at(-1)!.path, path);
    });
  }

  it('asks no more when the service does not answer', async () => {
    emulator.dials.addFault({ fault: { kind: 'reset', at: 'before-headers' }, path: '/lists/dataconnect-check-up' });
    const { report } = await checkService(emulator);
    assert.equal(report.stopped?.code, 'NETWORK');
    assert.equal(sent().at(-1)!.path, '/lists/dataconnect-check-up');
  });

  it('goes on after a fault of the service, of which it says what it was', async () => {
    emulator.dials.addFault({ fault: { kind: 'status', status: 500 }, path: '/availability' });
    const { report, of } = await checkService(emulator);
    assert.equal(report.stopped, undefined);
    assert.equal(of('path-availability').outcome, 'unknown');
    assert.equal(of('path-bill-pay-history').outcome, 'found');
  });

  it('fails where nothing was answered', async () => {
    emulator.dials.addFault({ fault: { kind: 'status', status: 403 } });
    const error = await errorOf(checkService(emulator));
    assert.equal(error.code, 'FORBIDDEN');
    assert.equal(sent().length, 1);
  });

  it('stops when told, between two requests and in the middle of one', async () => {
    const stop = new AbortController();
    emulator.dials.set({ hold: true });
    const failing = errorOf(checkService(emulator, { signal: stop.signal }));
    while (emulator.admission.active(42) === 0) await new Promise((resolve) => setImmediate(resolve));
    stop.abort('enough');
    assert.equal((await failing).code, 'CANCELLED');
    assert.equal(sent().length, 1);
  });

  it('waits for a slot behind others', async () => {
    const slots = new Slots();
    const key = `${new URL(emulator.serviceUrl).host} `;
    const asked = { key, limit: 1, weight: 'report', path: '/other', signal: never(), onLost: () => {} } as const;
    const held = await slots.acquire(asked);
    const checking = checkService(emulator, {}, { requestsAtOnce: 1 }, { slots, memory: new SignInMemory() });
    for (let turns = 0; turns < 50; turns++) await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(sent(), []);
    held.release();
    const { report } = await checking;
    assert.ok(report.requests > 0);
  });

  it('shows no token of the session', async () => {
    const { report } = await checkService(emulator);
    const told = JSON.stringify(
      report.findings.map((finding) => [inWords(finding), finding.evidence.map(({ sent }) => sent)]),
    );
    assert.doesNotMatch(told, /access_token|Bearer/);
    assert.ok(!told.includes(emulator.credentials.password));
  });

  it('asks nothing without a sign-in, and says why', async () => {
    const error = await errorOf(checkService(emulator, { signsIn: false }, { authentication: { kind: 'none' } }));
    assert.equal(error.code, 'CONNECTION_INVALID');
    assert.match(error.message, /needs a sign-in/);
    assert.deepEqual(sent(), []);
  });
});
