import assert from 'node:assert/strict';
import type { Row, Tables } from '../counterparts/look-into';
import { openWorkshop } from './shared-workshop';
import { askedAgain, assertSameRows, records } from './truth';
import type { Workshop } from './workshop';

const INVOICES = '/reports/SalesByInvoiceReport';
const STORES = '/reports/locationmasterlistreport';
const EMPLOYEES = '/lists/employees';
const CHANGES = '/deltas/customers';

let workshop: Workshop;
let tables: Tables;

/** Around the tests of one example, with a database that has nothing of it. */
function withTable(table: string): void {
  beforeEach(async function () {
    workshop = await openWorkshop();
    tables = workshop.sqlite() ?? this.skip();
    await tables.run(`DROP TABLE IF EXISTS ${table}`);
  });
  afterEach(() => tables?.close());
}

describe('6 Several reports/1 Two reports joined by key', () => {
  withTable('sales_with_city');

  const join = async () => {
    workshop.emulator.requests.clear();
    const example = await workshop.deploy('6 Several reports/1 Two reports joined by key');
    const { from } = await example.press(example.button('March 2026 with cities'));
    await example.printed('all is in', from);
    return example;
  };

  it('gives each invoice what the other report knows of its store, and doubles nothing when it runs again', async () => {
    workshop.emulator.dials.set({
      rows: { 'sales-by-invoice': { count: 1234, from: '2026-03-01', to: '2026-04-01' } },
    });
    for (const run of ['first', 'second']) {
      await join();
      const invoices = await askedAgain(workshop.emulator, INVOICES);
      const stores = await askedAgain(workshop.emulator, STORES);
      const expected = invoices.map((invoice) => {
        const { City, StateProv, SquareFootage } = stores.find(({ StoreID }) => StoreID === invoice.StoreID)!;
        return { ...invoice, City, StateProv, SquareFootage };
      });
      assert.equal(expected.length, 1234, run);
      assertSameRows(await tables.table('sales_with_city'), expected, 'SaleInvoiceID');
    }
  });

  it('answers what was sold in each city', async () => {
    const example = await join();
    const from = await example.start(example.button('sales per city'));
    const printed = JSON.parse(await example.printed('sales of each city', from)) as Row[];
    const stores = await askedAgain(workshop.emulator, STORES);
    const cityOf = new Map(stores.map(({ StoreID, City }) => [StoreID, City]));
    const invoices = await askedAgain(workshop.emulator, INVOICES);
    assert.deepEqual(
      new Set(printed.map(({ City }) => City)),
      new Set(invoices.map(({ StoreID }) => cityOf.get(StoreID))),
    );
    for (const { City, Invoices, Sales } of printed) {
      const ofCity = invoices.filter(({ StoreID }) => cityOf.get(StoreID) === City);
      assert.equal(Invoices, ofCity.length);
      assert.equal(Sales, Number(ofCity.reduce((sum, { TotalSales }) => sum + Number(TotalSales), 0).toFixed(2)));
    }
  });
});

describe('6 Several reports/2 Several companies one after another', () => {
  const TABLE = 'sales_of_companies';
  withTable(TABLE);

  const load = async () => {
    workshop.emulator.requests.clear();
    const example = await workshop.deploy('6 Several reports/2 Several companies one after another');
    const from = await example.start(example.button('March 2026'));
    return JSON.parse(await example.printed('all companies', from)) as Row[];
  };
  /** Compares the table with what the service knows of a company, for the days that were asked for. */
  const assertWhole = async (company: number) => {
    const asked = new URLSearchParams(workshop.emulator.requests.to(INVOICES)[0]!.query);
    asked.set('CompanyID', String(company));
    const invoices = await records(workshop.emulator, INVOICES, asked);
    assert.ok(invoices.length > 50);
    const rows = (await tables.table(TABLE)).filter(({ CompanyID }) => CompanyID === String(company));
    assertSameRows(rows, invoices, 'SaleInvoiceID');
  };

  it('has the invoices of all of them, also those of the same number, and a second run doubles nothing', async () => {
    workshop.emulator.dials.set({
      rows: { 'sales-by-invoice': { count: 1234, from: '2026-03-01', to: '2026-04-01' } },
    });
    for (const run of ['first', 'second']) {
      const results = await load();
      assert.deepEqual(
        results.map(({ company, ok }) => [company, ok]),
        [
          [42, true],
          [43, true],
        ],
        run,
      );
      for (const company of [42, 43]) await assertWhole(company);
    }
  });

  it('asks for one only when the one before is at its end', async () => {
    // However quick the machine is, two at once would be active together.
    workshop.emulator.dials.set({ delay: 100 });
    await load();
    const asked = workshop.emulator.requests.to(INVOICES);
    assert.deepEqual(
      asked.map(({ query, active }) => [query.get('CompanyID'), active]),
      [
        ['42', 1],
        ['43', 1],
      ],
    );
  });

  it('says which company failed and why, and loads the others', async () => {
    workshop.emulator.dials.set({ faults: [{ fault: { kind: 'status', status: 403 }, path: INVOICES, times: 1 }] });
    const results = await load();
    assert.deepEqual(
      results.map(({ company, ok }) => [company, ok]),
      [
        [42, false],
        [43, true],
      ],
    );
    assert.match(String(results[0]!.why), /permission|forbidden|may not|allow/i);
    await assertWhole(43);
    assert.equal(
      (await tables.table(TABLE)).some(({ CompanyID }) => CompanyID === '42'),
      false,
    );
  });

  it('says which company the database refused, and loads the others', async () => {
    await load();
    await tables.run(`DELETE FROM ${TABLE}`);
    await tables.run(`CREATE TRIGGER rule BEFORE INSERT ON ${TABLE} WHEN NEW."CompanyID" = 42
      BEGIN SELECT RAISE(ABORT, 'refused by a rule'); END`);
    const results = await load();
    assert.deepEqual(
      results.map(({ company, ok }) => [company, ok]),
      [
        [42, false],
        [43, true],
      ],
    );
    await assertWhole(43);
  });
});

describe('6 Several reports/3 Lists cached nightly as lookups', () => {
  const TABLE = 'changed_customers';
  const NAME = '6 Several reports/3 Lists cached nightly as lookups';
  withTable(TABLE);

  const list = (path: string) => records(workshop.emulator, path, new URLSearchParams());

  it('fetches the lists once, and names the ids of every report from them', async () => {
    const example = await workshop.deploy(NAME);
    for (const requests of [1, 0]) {
      workshop.emulator.requests.clear();
      const from = await example.start(example.button('changes of March 2026'));
      await example.printed('all is in', from);
      assert.equal(workshop.emulator.requests.to(EMPLOYEES).length, requests);
      assert.equal(workshop.emulator.requests.to(STORES).length, requests);
    }
    const customers = await askedAgain(workshop.emulator, CHANGES);
    assert.ok(customers.length > 50);
    const employees = new Map((await list(EMPLOYEES)).map(({ EmployeeID, Name }) => [EmployeeID, Name]));
    const managed = new Map(
      (await list(STORES)).map(({ ManagerEmployeeID, StoreName }) => [ManagerEmployeeID, StoreName]),
    );
    // Of a customer who changed more than once, the table has the last change.
    const last = new Map(customers.map((customer) => [customer.CustomerID, customer]));
    const expected = [...last.values()].map((customer) => ({
      ...customer,
      SalesPerson: employees.get(customer.SalesPersonEmployeeID) ?? null,
      ManagesStore: managed.get(customer.SalesPersonEmployeeID) ?? null,
    }));
    assertSameRows(await tables.table(TABLE), expected, 'CustomerID');
  });

  it('keeps the lists that are there when the service cannot be reached', async () => {
    const example = await workshop.deploy(NAME);
    const first = await example.start(example.button('refresh the lists'));
    const fresh = JSON.parse(await example.printed('the lists are fresh', first)) as Row;
    assert.equal(fresh.employees, (await list(EMPLOYEES)).length);
    workshop.emulator.dials.set({ faults: [{ fault: { kind: 'status', status: 403 }, path: EMPLOYEES }] });
    const second = await example.start(example.button('refresh the lists'));
    assert.match(await example.printed('why it failed', second), /FORBIDDEN/);
    workshop.emulator.dials.reset();
    workshop.emulator.requests.clear();
    const third = await example.start(example.button('changes of March 2026'));
    await example.printed('all is in', third);
    assert.equal(workshop.emulator.requests.to(EMPLOYEES).length, 0);
  });
});
