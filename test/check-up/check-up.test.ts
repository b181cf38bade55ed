import assert from 'node:assert/strict';
import { MOST_REQUESTS } from '../../nodes/check-up/inquiry';
import { questions } from '../../nodes/check-up/questions';
import { type DialValues, type Emulator, startEmulator } from '../emulator';
import { allPairs, product } from './all-pairs';
import { checkService, inWords } from './check-service';
import { untruth } from './truth';

/** Every pair in `npm test`; the whole of the product where dates are concerned on request. */
const isAll = process.env.DATACONNECT_CHECK_UP === 'all';

const DATES = {
  stopDate: ['inclusive', 'instant', 'exclusive'],
  timeZone: ['UTC', 'America/Toronto', 'Europe/London', 'America/Phoenix'],
  plainDates: ['stored', 'utc'],
  namedZones: ['converted', 'ignored', 'refused'],
  timesOfDay: ['counted', 'overlooked'],
} as const satisfies Partial<Record<keyof DialValues, readonly unknown[]>>;

const BODIES = {
  postBody: ['both', 'form', 'json', 'none'],
  unreadBody: ['ignored', 'refused'],
  responseInBody: [true, false],
  requireParameters: [true, false],
  errorBody: ['json', 'text', 'html', 'xml', 'empty'],
} as const satisfies Partial<Record<keyof DialValues, readonly unknown[]>>;

const FORMS = {
  nowhere: ['404', '400', '500', 'page', 'json'],
  paths: [
    {},
    { availability: '/inventory/availability', version: '/version' },
    { availability: '', version: '/v1/ping', 'bill-pay-history': '' },
    { 'partner-envysion-original-sale-invoices': '/partner/Envysion/OriginalSalesInvoice', 'ar-ledger-activity': '' },
  ],
  csvLineEnd: ['crlf', 'lf', 'cr'],
  csvQuotes: ['needed', 'always'],
  byteOrderMark: [false, true],
  xmlRow: ['Record', 'Records', 'Table1'],
  compression: ['auto', 'none', 'gzip', 'deflate', 'br'],
  compressFrom: [0, 100_000],
  framing: ['chunked', 'length'],
  sessionCookies: [true, false],
  sessionCookie: ['DataConnectState', 'ASP.NET_SessionId'],
  preferredEndpoint: ['', 'https://nearer.iqmetrix.net'],
} as const satisfies Partial<Record<keyof DialValues, readonly unknown[]>>;

const ZONES = { zone: ['America/Toronto', 'UTC', 'Europe/London'] } as const;

describe('the check-up of a service', () => {
  let emulator: Emulator;
  before(async () => {
    emulator = await startEmulator();
  });
  after(() => emulator.close());
  beforeEach(() => {
    emulator.dials.reset();
    emulator.requests.clear();
  });

  /** @param told questions that must find something, and not only say nothing wrong */
  async function tell(dials: object, zone: string = ZONES.zone[0], told: readonly string[] = []) {
    emulator.dials.set(dials);
    emulator.requests.clear();
    const checked = await checkService(emulator, { zone });
    const values = emulator.dials.get();
    const wrong = checked.report.findings.flatMap((finding) => untruth(finding, values) ?? []);
    const mute = told
      .filter((id) => checked.of(id).outcome === 'unknown')
      .map((id) => `${id} says ${inWords(checked.of(id))}`);
    assert.deepEqual([...wrong, ...mute], [], JSON.stringify({ zone, ...dials }));
    const sent = emulator.requests.all().filter(({ service }) => service === 'service');
    assert.ok(sent.length <= MOST_REQUESTS, `${sent.length} requests`);
    return checked;
  }

  it('asks at most twenty questions', () => assert.ok(questions.length <= 20, `${questions.length}`));

  describe('finds what one dial says', () => {
    for (const [dial, values] of Object.entries({ ...DATES, ...BODIES, ...FORMS })) {
      it(dial, async () => {
        for (const value of values) await tell({ [dial]: value }, 'America/Toronto', TOLD[dial]?.(value) ?? []);
      });
    }
  });

  it('says nothing that is not true, whatever goes with whatever', async function () {
    this.timeout(180_000);
    for (const { zone, ...dials } of allPairs({ ...DATES, ...BODIES, ...FORMS, ...ZONES })) await tell(dials, zone);
  });

  it('asks the next time for what it had no requests left for, once the paths that it found are set', async () => {
    const paths = { availability: '/inventory/availability', version: '/version' };
    emulator.dials.set({ paths });
    const first = await checkService(emulator);
    assert.match(inWords(first.of('path-bill-pay-history')), /^Not asked/);
    const next = await checkService(emulator, { paths: new Map(Object.entries(paths)) });
    assert.equal(next.of('path-bill-pay-history').outcome, 'found');
    assert.match(inWords(next.of('path-availability')), /^\/inventory\/availability exists/);
    emulator.dials.set({ paths: { version: '/v1/ping' } });
    const moved = await checkService(emulator, { paths: new Map(Object.entries(paths)) });
    assert.deepEqual(moved.of('path-version').suggestions, [{ name: 'paths', endpoint: 'version', value: '/v1/ping' }]);
    assert.deepEqual(moved.of('path-availability').suggestions, []);
  });

  it('finds by which clock dates go, where they are written with a zone and without', async function () {
    this.timeout(180_000);
    const { timeZone, plainDates } = DATES;
    for (const { zone, ...dials } of product({ timeZone, plainDates, ...ZONES })) {
      const isKnown = dials.timeZone === zone || dials.timeZone === 'UTC';
      const { of } = await tell(dials, zone, isKnown ? ['zone'] : []);
      const isOfYear = isKnown && (dials.plainDates === 'stored' || dials.timeZone === 'UTC');
      assert.equal(
        of('zone-year').suggestions[0]?.value,
        isOfYear ? dials.timeZone : undefined,
        `${zone} ${JSON.stringify(dials)}`,
      );
    }
  });

  it('suggests no zone by which dates do not go on both days, whichever of them is in summer', async () => {
    emulator.dials.set({ timeZone: 'Europe/London', plainDates: 'utc' });
    for (const now of ['2026-05-25T12:00:00Z', '2026-11-25T12:00:00Z']) {
      const { of } = await checkService(emulator, { zone: 'Europe/London', now: new Date(now) });
      assert.deepEqual(of('zone-year').suggestions, [], now);
    }
  });

  it('says nothing of dates that is not true, nor of bodies, in all combinations', async function () {
    if (!isAll) return;
    this.timeout(1_800_000);
    for (const { zone, ...dials } of product({ ...DATES, ...ZONES })) await tell(dials, zone);
    for (const dials of product(BODIES)) await tell(dials);
  });
});

/** With one dial turned and the others as they are, these questions are answered. */
const TOLD: Readonly<Record<string, (value: unknown) => string[]>> = {
  stopDate: () => ['stop-date', 'zone', 'zone-year'],
  timeZone: (value) => (['UTC', 'America/Toronto'].includes(String(value)) ? ['zone', 'stop-date'] : ['stop-date']),
  plainDates: () => ['stop-date', 'zone'],
  postBody: (value) => ['post-body', ...(value === 'none' ? [] : ['response-in-body'])],
  unreadBody: () => ['post-body', 'response-in-body'],
  responseInBody: () => ['post-body', 'response-in-body', 'csv', 'xml'],
  requireParameters: () => ['post-body', 'response-in-body', 'not-found', 'path-availability'],
  errorBody: () => ['bad-request', 'not-found', 'path-availability', 'path-version'],
  nowhere: (value) => (value === '404' ? ['not-found', 'path-version'] : ['bad-request']),
  paths: () => ['path-version', 'path-availability'],
  csvLineEnd: () => ['csv'],
  csvQuotes: () => ['csv'],
  byteOrderMark: () => ['csv', 'xml'],
  xmlRow: () => ['xml'],
  compression: (value) => (value === 'none' ? [] : ['compression']),
  framing: () => ['compression', 'stop-date'],
  sessionCookies: () => ['cookies'],
  sessionCookie: () => ['cookies'],
  preferredEndpoint: () => ['preferred-host'],
};
