import assert from 'node:assert/strict';
import { askRaw, emulated } from './ask';

/** Each is a dial, because nobody knows what the service does. */
describe('what nobody knows of the service', () => {
  const the = emulated();
  const post = (type: string, body: string): RequestInit => ({
    method: 'POST',
    body,
    headers: { 'content-type': type },
  });
  const form = post('application/x-www-form-urlencoded', 'LocationType=Region&Response=Csv');
  const json = post('application/json', '{"LocationType":"Region","Response":"Csv"}');
  const typeOf = async (init: RequestInit) => {
    const { status, headers } = await the.ask('/lists/LocationIDs', init);
    return status === 200 ? headers.get('content-type')?.split(';')[0] : status;
  };

  for (const [postBody, unreadBody, expected] of [
    ['both', 'ignored', ['text/csv', 'text/csv']],
    ['form', 'ignored', ['text/csv', 400]],
    ['json', 'refused', [415, 'text/csv']],
    ['none', 'ignored', [400, 400]],
  ] as const) {
    it(`which bodies are read: ${postBody}, others ${unreadBody}`, async () => {
      the.emulator.dials.set({ postBody, unreadBody });
      assert.deepEqual([await typeOf(form), await typeOf(json)], expected);
    });
  }

  it('whether Response counts in a body', async () => {
    the.emulator.dials.set({ responseInBody: false });
    assert.deepEqual([await typeOf(form), await typeOf(json)], ['application/json', 'application/json']);
  });

  const sales = async (start: string, stop: string) => {
    const path = `/reports/SalesByInvoiceReport?StartDate=${start}&StopDate=${stop}&HideRebates=false`;
    const answer = await the.ask(path);
    if (answer.status !== 200) return answer.status;
    return ((await answer.json()) as Array<{ DateCreated: string }>).map(({ DateCreated }) => DateCreated);
  };

  it('which zone a date without one is of', async () => {
    const [first] = (await sales('2026-03-05T12:00:00', '2026-03-05T20:00:00')) as string[];
    assert.deepEqual(await sales(first!, first!), [first]);
    the.emulator.dials.set({ timeZone: 'America/Toronto', plainDates: 'utc' });
    assert.deepEqual(await sales(first!, first!), []);
    const inUtc = new Date(`${first}-05:00`).toISOString().slice(0, -1);
    assert.deepEqual(await sales(inUtc, inUtc), [first]);
  });

  it('whether the time of day counts', async () => {
    the.emulator.dials.set({ timesOfDay: 'overlooked' });
    const day = await sales('2026-03-05', '2026-03-05');
    assert.ok(Array.isArray(day) && day.length > 1);
    assert.deepEqual(await sales('2026-03-05T12:00:00', '2026-03-05T12:00:01'), day);
  });

  it('what becomes of a zone behind a date', async () => {
    const [first] = (await sales('2026-03-05T12:00:00', '2026-03-05T20:00:00')) as string[];
    the.emulator.dials.set({ timeZone: 'America/Toronto' });
    assert.deepEqual(await sales(`${first}Z`, `${first}Z`), []);
    the.emulator.dials.set({ namedZones: 'ignored' });
    assert.deepEqual(await sales(`${first}Z`, `${first}Z`), [first]);
    the.emulator.dials.set({ namedZones: 'refused' });
    assert.equal(await sales(`${first}Z`, `${first}Z`), 400);
  });

  it('which path an endpoint is at', async () => {
    const status = async (path: string) => (await the.ask(path)).status;
    the.emulator.dials.set({ paths: { availability: '/inventory/availability', version: '' } });
    assert.equal(await status('/availability'), 404);
    assert.equal(await status('/Inventory/Availability?QuantityMin=1'), 200);
    assert.equal(await status('/ping'), 404);
  });

  for (const [nowhere, expected] of [
    ['404', [404, 'application/json']],
    ['500', [500, 'application/json']],
    ['page', [200, 'text/html']],
    ['json', [200, 'application/json']],
  ] as const) {
    it(`what a path that is none gets: ${nowhere}`, async () => {
      the.emulator.dials.set({ nowhere });
      const { status, headers } = await the.ask('/reports/NoSuchReport');
      assert.deepEqual([status, headers.get('content-type')?.split(';')[0]], expected);
    });
  }

  for (const [errorBody, expected] of [
    ['text', /^Missing required parameter: LocationType\.$/],
    ['xml', /^<Error><Message>Missing/],
    ['html', /^<!DOCTYPE html>/],
    ['empty', /^$/],
  ] as const) {
    it(`how the body of an error is written: ${errorBody}`, async () => {
      the.emulator.dials.set({ errorBody });
      assert.match(await (await the.ask('/lists/LocationIDs')).text(), expected);
    });
  }

  it('from which length on answers are compressed, which quotes Csv has, and what the cookie is called', async () => {
    the.emulator.dials.set({ compressFrom: 500, csvQuotes: 'always', sessionCookie: 'Another' });
    const short = await askRaw(the, '/lists/languages?Response=Csv', { 'accept-encoding': 'gzip' });
    assert.equal(short.headers['content-encoding'], undefined);
    assert.match(short.body.toString(), /^"ID"\r\n"/);
    assert.match(String(short.headers['set-cookie']), /^Another=/);
    const long = await askRaw(the, '/lists/stores', { 'accept-encoding': 'gzip' });
    assert.equal(long.headers['content-encoding'], 'gzip');
  });
});
