import assert from 'node:assert/strict';
import { type Emulator, endForPeople, startEmulator } from '../emulator';

const DAY = 86_400_000;

describe('the emulator of npm start', () => {
  let emulator: Emulator;
  let ofTests: Emulator;
  before(async () => {
    const worldEnd = endForPeople(Date.parse('2029-12-24T18:00:00Z'));
    [emulator, ofTests] = await Promise.all([startEmulator({ worldEnd }), startEmulator()]);
  });
  after(() => Promise.all([emulator.close(), ofTests.close()]));

  function soldOn(asked: Emulator, from: string, to = from): Promise<string> {
    return reportOf(asked, `SalesByInvoiceReport?StartDate=${from}&StopDate=${to}&HideRebates=1`);
  }

  async function reportOf({ serviceUrl, credentials }: Emulator, report: string): Promise<string> {
    const headers = { authorization: `Bearer ${credentials.accessToken}` };
    return (await fetch(`${serviceUrl}/reports/${report}&Response=Json`, { headers })).text();
  }

  it('has sales on every day of the present year, and of the next when that is near', async () => {
    const sold = JSON.parse(await soldOn(emulator, '2029-01-01', '2030-12-31')) as Array<{ DateCreated: string }>;
    const days = new Set(sold.map(({ DateCreated }) => DateCreated.slice(0, 10)));
    assert.equal(days.size, (Date.UTC(2031, 0, 1) - Date.UTC(2029, 0, 1)) / DAY);
    assert.equal(await soldOn(emulator, '2031-01-01'), '[]');
  });

  it('names the day that was asked for beside its sums, and not one that nothing was sold on', async () => {
    const day = '2029-05-14';
    const asked = `StartDate=${day}&StopDate=${day}&SearchMethod=1`;
    const text = await reportOf(emulator, `SalesByLocationReport?${asked}`);
    const rows = JSON.parse(text) as Array<{ Date: number; DateName: string }>;
    assert.ok(rows.length > 3);
    assert.deepEqual(new Set(rows.map((row) => `${row.Date} ${row.DateName}`)), new Set([`5 ${day}T00:00:00`]));
  });

  it('has the sales of the years before as every test has them', async () => {
    const march = ['2026-03-01', '2026-03-31'] as const;
    assert.equal(await soldOn(emulator, ...march), await soldOn(ofTests, ...march));
    assert.equal(await soldOn(ofTests, '2027-01-01'), '[]');
    assert.equal(endForPeople(Date.parse('2026-11-28T00:00:00Z')), Date.UTC(2027, 0, 1));
  });
});
