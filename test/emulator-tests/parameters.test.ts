import assert from 'node:assert/strict';
import { emulated } from './ask';

describe('the emulated service and its parameters', () => {
  const the = emulated();
  const form = (values: Record<string, string>): RequestInit => ({ method: 'POST', body: new URLSearchParams(values) });
  const json = (values: unknown): RequestInit => ({
    method: 'POST',
    body: JSON.stringify(values),
    headers: { 'content-type': 'application/json' },
  });

  it('takes them from the URL, a form or a JSON body alike', async () => {
    const expected = await the.json('/lists/LocationIDs?LocationType=Region');
    assert.equal(expected.length, 3);
    assert.deepEqual(await the.json('/lists/LocationIDs', form({ LocationType: 'Region' })), expected);
    assert.deepEqual(await the.json('/lists/LocationIDs', json({ LocationType: 'Region' })), expected);
  });

  it('prefers the URL when a name is in both', async () => {
    const rows = await the.json('/lists/LocationIDs?LocationType=Region', form({ LocationType: 'Store' }));
    assert.equal(rows.length, 3);
  });

  it('minds the case of neither paths nor names', async () => {
    assert.deepEqual(
      await the.json('/LISTS/locationids?locationtype=store'),
      await the.json('/lists/LocationIDs?LocationType=Store'),
    );
  });

  it('ignores names it does not know', async () => {
    assert.deepEqual(await the.json('/lists/stores?LocationTypo=Store'), await the.json('/lists/stores'));
  });

  it('refuses a request without a required parameter, unless the dial says otherwise', async () => {
    const refused = await the.ask('/lists/LocationIDs');
    assert.equal(refused.status, 400);
    assert.deepEqual(await refused.json(), { Error: true, Message: 'Missing required parameter: LocationType.' });
    the.emulator.dials.set({ requireParameters: false });
    assert.equal((await the.ask('/lists/LocationIDs')).status, 200);
  });

  for (const [what, path] of [
    ['a date', '/deltas/customers?StartDate=yesterday&StopDate=2026-01-01'],
    ['a number', '/availability?QuantityMin=many'],
    ['a boolean', '/availability?ByLocation=perhaps'],
    ['a Response', '/lists/stores?Response=Yaml'],
    ['a stop after the start', '/deltas/customers?StartDate=2026-02-01&StopDate=2026-01-01'],
  ] as const) {
    it(`refuses what is not ${what}`, async () => {
      const refused = await the.ask(path);
      assert.equal(refused.status, 400);
      assert.equal(((await refused.json()) as { Error: boolean }).Error, true);
    });
  }

  it('refuses a body it does not understand', async () => {
    assert.equal((await the.ask('/lists/stores', { ...json({}), body: '{"a":' })).status, 400);
    assert.equal(
      (await the.ask('/lists/stores', { method: 'POST', body: 'x', headers: { 'content-type': 'text/plain' } })).status,
      400,
    );
    assert.equal((await the.ask('/lists/stores', { method: 'PUT' })).status, 405);
  });

  it('knows no other paths', async () => {
    const missing = await the.ask('/reports/NoSuchReport');
    assert.equal(missing.status, 404);
    assert.equal(((await missing.json()) as { Error: boolean }).Error, true);
  });

  it('logs what arrived', async () => {
    await the.ask('/lists/LocationIDs?LocationType=Region', form({ LanguageCode: 'fr-ca' }));
    const [entry] = the.emulator.requests.to('/lists/locationids');
    assert.equal(entry?.method, 'POST');
    assert.equal(entry?.query.get('LocationType'), 'Region');
    assert.equal(entry?.body, 'LanguageCode=fr-ca');
    assert.match(entry?.headers.authorization ?? '', /^Bearer /);
    assert.equal(entry?.active, 1);
  });
});
