import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { DataConnectClient } from '../../nodes/client/client';
import { locationsPlan } from '../../nodes/extract/locations-plan';
import { makePlan } from '../../nodes/extract/make-plan';
import type { RunOrder } from '../../nodes/extract/run-order';
import type { StopDateMeaning } from '../../nodes/parameters/date-axis';
import { type Emulator, startEmulator } from '../emulator';
import { clientFor, orderFor, runAgainst } from './run-against';

const TWO_YEARS = { StartDate: '2025-01-01', StopDate: '2026-12-31' };
const LINES = {
  ...TWO_YEARS,
  SearchMethod: 3,
  ManufacturerID: -1,
  CategoryNumber: 10,
  ReportPart: 1,
};

/** The same report over a quarter, for what needs no more. */
const QUARTER = { ...LINES, StartDate: '2026-01-15', StopDate: '2026-04-14' };

describe('a report larger than the row limit', () => {
  let emulator: Emulator;
  let client: DataConnectClient;
  before(async () => {
    emulator = await startEmulator();
    client = clientFor(emulator);
  });
  beforeEach(() => {
    emulator.dials.reset();
    emulator.requests.clear();
  });
  after(async () => {
    await client.close();
    await emulator.close();
  });

  const limitedTo = (rowLimit: number) => emulator.dials.set({ rowLimit });

  async function complete(order: RunOrder) {
    const ran = await runAgainst(client, order);
    if (ran.error) throw ran.error;
    return ran;
  }

  it('comes whole and in order, and the second run asks right the first time', async () => {
    const unlimited = await complete(orderFor('product-detail', LINES));
    assert.ok(unlimited.records.length > 5000, `only ${unlimited.records.length} records`);
    limitedTo(1000);
    const order = orderFor('product-detail', LINES, { serviceUrl: 'two years' });
    const first = await complete(order);
    assertSame(first.records, unlimited.records);
    assert.ok(first.facts.refused > 0);
    const second = await complete(order);
    assertSame(second.records, unlimited.records);
    assert.ok(
      second.facts.refused < 0.05 * second.facts.requests,
      `${second.facts.refused} of ${second.facts.requests}`,
    );
  });

  it('has every batch in order, and only the last one says so', async () => {
    limitedTo(200);
    const output = { kind: 'batches', size: 100 } as const;
    const { batches, records } = await complete(orderFor('product-detail', QUARTER, { output }));
    assert.deepEqual(
      batches.map(({ index }) => index),
      [...batches.keys()],
    );
    assert.deepEqual(
      batches.filter(({ last }) => last),
      [batches.at(-1)],
    );
    assert.ok(batches.slice(0, -1).every((batch) => batch.records.length === 100));
    assert.equal(records.length, (await complete(orderFor('product-detail', QUARTER))).records.length);
  });

  it('is the same for every limit, range and meaning of StopDate', async () => {
    const day = fc.integer({ min: 0, max: 700 });
    await fc.assert(
      fc.asyncProperty(
        day,
        fc.integer({ min: 0, max: 60 }),
        fc.integer({ min: 20, max: 300 }),
        fc.constantFrom<StopDateMeaning>('inclusive', 'instant', 'exclusive'),
        async (start, days, rowLimit, stopDate) => {
          const date = (offset: number) => new Date(Date.UTC(2025, 0, 1 + offset)).toISOString().slice(0, 10);
          const given = { ...LINES, StartDate: date(start), StopDate: date(start + days + 1) };
          emulator.dials.set({ rowLimit: 1_048_576, stopDate });
          const unlimited = await complete(orderFor('product-detail', given, { stopDate }));
          limitedTo(rowLimit);
          const limited = await complete(orderFor('product-detail', given, { stopDate }));
          assertSame(limited.records, unlimited.records);
        },
      ),
      { numRuns: 8, seed: 7 },
    );
  });

  it('is asked for location by location where dates do not help', async () => {
    const given = { LocationType: 'Store', LocationTypeIDs: '-1' };
    const unlimited = await complete(orderFor('inventory-listing', { ...given, ...LISTING }));
    limitedTo(Math.ceil(unlimited.records.length / 3));
    const limited = await complete(orderFor('inventory-listing', { ...given, ...LISTING }));
    const sorted = (records: object[]) => records.map((record) => JSON.stringify(record)).sort();
    assert.deepEqual(sorted(limited.records), sorted(unlimited.records));
    assert.equal(emulator.requests.to('/lists/LocationIDs').length, 1);
  });

  describe('cut by location', () => {
    const sorted = (records: readonly object[]) => records.map((record) => JSON.stringify(record)).sort();
    const listing = (given: Record<string, unknown>) => orderFor('inventory-listing', { ...LISTING, ...given });
    const idsAsked = (name: string) =>
      emulator.requests.to('/reports/inventorylistingreport').map(({ query }) => query.get(name));

    async function twoStores(): Promise<[string, string]> {
      const { records } = await complete(orderFor('list-locations', { LocationType: 'Store' }));
      const ids = records.map(({ ID }) => String(ID));
      return [ids[0]!, ids[1]!];
    }

    const spellings: Array<[what: string, ids: (one: string, other: string) => string]> = [
      ['a store that is named twice', (one, other) => `${one},${other},${other}`],
      ['a store in two spellings', (one, other) => `${one},0${other},${other}`],
      ['spaces around the ids', (one, other) => ` ${one} , ${other},${one}`],
      ['a pasted list with spaces nobody sees', (one, other) => `\u200b${one},\ufeff${other}\u00a0,${one}`],
      ['stores as a list of a message', (one, other) => [one, Number(other), Number(one)] as never],
    ];
    for (const [what, ids] of spellings) {
      it(`has each record once, with ${what}`, async () => {
        const stores = await twoStores();
        const unlimited = await complete(listing({ LocationType: 'Store', LocationTypeIDs: stores.join(',') }));
        limitedTo(unlimited.records.length - 1);
        const cut = await complete(listing({ LocationType: 'Store', LocationTypeIDs: ids(...stores) }));
        assert.deepEqual(sorted(cut.records), sorted(unlimited.records));
      });
    }

    for (const [level, ids] of [
      ['LocationType', 'LocationTypeIDs'],
      ['ForWho', 'ForWhoIDs'],
    ] as const) {
      for (const all of ['-1', '*']) {
        it(`is not done for ${ids} with ${all} among others, for its pieces would overlap`, async () => {
          const [one] = await twoStores();
          limitedTo(1);
          emulator.requests.clear();
          const given = { [level]: level === 'ForWho' ? 5 : 'Store', [ids]: `${one},${all}` };
          const { error, records } = await runAgainst(client, listing(given));
          assert.equal(
            (error as { code?: string }).code,
            all === '*' && level === 'ForWho' ? 'PARAMETER_INVALID' : 'TOO_MANY_ROWS',
          );
          assert.deepEqual(records, []);
        });
      }
    }

    it('has each record once where the list of stores names one twice', async () => {
      const given = { LocationType: 'Store', LocationTypeIDs: '-1' };
      const unlimited = await complete(listing(given));
      limitedTo(Math.ceil(unlimited.records.length / 3));
      const cut = await runAgainst(listingTwice(client), listing(given));
      assert.equal(cut.error, undefined);
      assert.deepEqual(sorted(cut.records), sorted(unlimited.records));
    });

    it('lists the stores of the company that is asked about, whatever it is called', () => {
      const given = { LocationType: 'Store', LocationTypeIDs: '-1', ...QUARTER };
      for (const [endpoint, company] of [
        ['partner-stat-flo-product-detail', { CompanyId: '9' }],
        ['product-detail', { CompanyID: '9' }],
      ] as const) {
        const { plan } = makePlan(orderFor(endpoint, { ...given, ...company }, { companyId: '7', anyway: true }));
        const companies = locationsPlan(plan).request.parameters.filter(([name]) => /company/i.test(name));
        assert.deepEqual(companies, [['CompanyID', '9']], endpoint);
      }
    });

    it('is not done where the filter goes out in two spellings', async () => {
      const [one, other] = await twoStores();
      limitedTo(1);
      const given = { LocationType: 'Store', LocationTypeIDs: `${one},${other}`, locationtypeids: one };
      const order = orderFor('inventory-listing', { ...LISTING, ...given }, { anyway: true });
      assert.equal(((await runAgainst(client, order)).error as { code?: string }).code, 'TOO_MANY_ROWS');
      assert.equal(idsAsked('LocationTypeIDs').length, 1);
    });

    it('is not done where two filters are given and only one of them would be cut', async () => {
      const [one, other] = await twoStores();
      limitedTo(1);
      const given = { LocationTypeIDs: `${one},${other}`, ForWho: 5, ForWhoIDs: `${one},${other}` };
      const { error } = await runAgainst(client, listing(given));
      assert.equal((error as { code?: string }).code, 'TOO_MANY_ROWS');
      assert.equal(idsAsked('ForWhoIDs').length, 1);
    });
  });

  it('is refused with the smallest window that was refused, when nothing helps', async () => {
    limitedTo(0);
    const { error, records } = await runAgainst(client, orderFor('product-detail', QUARTER));
    assert.deepEqual(records, []);
    assert.equal((error as { code?: string }).code, 'TOO_MANY_ROWS');
    const { window } = (error as { facts: { window: string } }).facts;
    const [from, to] = window.split(' – ') as [string, string];
    assert.ok(Date.parse(to) - Date.parse(from) <= 1000, window);
  });

  it('is not taken apart where its records are totals over the range', async () => {
    limitedTo(1);
    const given = { ...TWO_YEARS, CategoryNumber: 10 };
    const { error, facts } = await runAgainst(client, orderFor('product-summary', given));
    assert.equal((error as { code?: string }).code, 'TOO_MANY_ROWS');
    assert.match((error as Error).message, /totals over the whole range/);
    assert.equal(facts.requests, 1);
  });

  for (const id of ['deltas-customers', 'customer-list'])
    it(`is not said to be totals where it is a list: ${id}`, async () => {
      emulator.dials.set({ faults: [{ fault: { kind: 'status', status: 413 } }] });
      const given = { ...TWO_YEARS, TypeOfCustomer: 1, FilterBy: 1, StoreIDLoggedIn: 1 };
      const { error } = await runAgainst(client, orderFor(id, given, { anyway: true }));
      assert.equal((error as { code?: string }).code, 'TOO_MANY_ROWS');
      assert.match((error as Error).message, /Which day each of its records belongs to is not known/);
    });

  it('is not taken apart where the person said never', async () => {
    limitedTo(1000);
    const { error, facts } = await runAgainst(
      client,
      orderFor('product-detail', QUARTER, { windows: { kind: 'none' } }),
    );
    assert.equal((error as { code?: string }).code, 'TOO_MANY_ROWS');
    assert.equal(facts.requests, 1);
  });

  it('is asked for by calendar months where the person said so, each batch from one of them', async () => {
    const windows = { kind: 'calendar', unit: 'month', count: 1 } as const;
    const unlimited = await complete(orderFor('product-detail', QUARTER));
    const { batches, records, facts } = await complete(orderFor('product-detail', QUARTER, { windows }));
    assertSame(records, unlimited.records);
    assert.equal(facts.requests, 4);
    for (const batch of batches) {
      const months = new Set(batch.records.map(({ DateCreated }) => String(DateCreated).slice(0, 7)));
      assert.deepEqual(
        [...months],
        batch.windows.map((window) => window.slice(0, 7)),
      );
    }
  });

  it('is not asked for at all where a slip in a date makes windows without end', async () => {
    const windows = { kind: 'calendar', unit: 'day', count: 1 } as const;
    const given = { ...QUARTER, StartDate: '0202-01-15' };
    const { error, facts } = await runAgainst(client, orderFor('product-detail', given, { windows }));
    assert.match((error as Error).message, /would be \d+ windows; 10000 is the most/);
    assert.equal(facts.requests, 0);
  });

  it('is asked for whole where what was learned is of far shorter pieces', async () => {
    limitedTo(40);
    const serviceUrl = 'far longer';
    const days = { ...LINES, StartDate: '2026-03-01T10:00:00', StopDate: '2026-03-01T18:00:00' };
    await complete(orderFor('product-detail', days, { serviceUrl }));
    limitedTo(1_000_000);
    const long = { ...LINES, StartDate: '0202-01-01', StopDate: '2026-12-31' };
    const { facts } = await complete(orderFor('product-detail', long, { serviceUrl }));
    assert.equal(facts.requests, 1);
  });

  it('never has more requests active than the connection allows', async () => {
    limitedTo(100);
    const narrow = clientFor(emulator, { requestsAtOnce: 2 });
    await runAgainst(narrow, orderFor('product-detail', QUARTER, { requestsAtOnce: 2 }));
    await narrow.close();
    const active = emulator.requests.all().map((request) => request.active);
    assert.equal(Math.max(...active), 2);
  });
});

/** A service whose list of locations names each of them twice. */
function listingTwice(client: DataConnectClient): DataConnectClient {
  const send: DataConnectClient['send'] = async (request, options) => {
    const answer = await client.send(request, options);
    if (request.path !== '/lists/LocationIDs') return answer;
    return {
      ...answer,
      dispose: () => answer.dispose(),
      consume: async (take) => {
        const chunks: Buffer[] = [];
        await answer.consume((chunk) => void chunks.push(chunk));
        const list = JSON.parse(Buffer.concat(chunks).toString());
        const twice = Buffer.from(JSON.stringify([...list, ...list]));
        await take(twice);
        return twice.length;
      },
    };
  };
  return { send, redactor: client.redactor } as DataConnectClient;
}

const LISTING = { CategoryNumber: 10, BinStatus: 10, QtyStatus: 4, BlindInventory: 0, DateAsOf: '2026-03-01' };

/** Compared as text: a difference among half a million values is named by its record alone. */
function assertSame(records: readonly object[], expected: readonly object[]): void {
  assert.equal(records.length, expected.length);
  const different = records.findIndex((record, index) => JSON.stringify(record) !== JSON.stringify(expected[index]));
  assert.equal(different, -1, `record ${different} differs`);
}
