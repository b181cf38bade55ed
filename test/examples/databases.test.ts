import assert from 'node:assert/strict';
import path from 'node:path';
import { openMariadb, openPostgresql, openSqlite, type Tables } from '../counterparts/look-into';
import { openWorkshop } from './shared-workshop';
import { askedAgain, assertSameRows } from './truth';
import type { Workshop } from './workshop';

const REPORT = '/reports/SalesByInvoiceReport';
const TABLE = 'sales_by_invoice';
const LOAD = 'load March 2026';

/** More than two batches, spread over the month that the button asks for. */
const MANY = { 'sales-by-invoice': { count: 2345, from: '2026-03-01', to: '2026-04-01' } };

interface Target {
  example: string;
  /** `undefined` where the machine has no such server. */
  open(workshop: Workshop): Promise<Tables | undefined>;
}

const targets: Target[] = [
  {
    example: '2 Databases/1 Daily sales into SQLite',
    open: async ({ nodeRed }) => openSqlite(path.join(nodeRed.userDirectory, 'dataconnect.sqlite')),
  },
  {
    example: '2 Databases/2 Daily sales into PostgreSQL',
    open: async (workshop) => {
      const server = await workshop.postgresql();
      return server && openPostgresql(server.port);
    },
  },
  {
    example: '2 Databases/3 Daily sales into MariaDB or MySQL',
    open: async (workshop) => {
      const server = await workshop.mariadb();
      return server && openMariadb(server.port);
    },
  },
];

for (const { example: name, open } of targets) {
  describe(name, () => {
    let workshop: Workshop;
    let tables: Tables | undefined;
    beforeEach(async function () {
      workshop = await openWorkshop();
      tables = await open(workshop);
      if (!tables) this.skip();
      await tables.run(`DROP TABLE IF EXISTS ${TABLE}`);
    });
    afterEach(() => tables?.close());

    const load = async () => {
      workshop.emulator.requests.clear();
      const example = await workshop.deploy(name);
      const { ends, from } = await example.press(example.button(LOAD));
      return { example, from, end: ends[0]! };
    };

    it('fills the table with all records and all columns, value by value, and a second run doubles nothing', async () => {
      for (const run of ['first', 'second']) {
        const { example, from, end } = await load();
        assert.equal(end.fill, 'green', `${run}: ${end.text}`);
        await example.printed('all is in', from);
        const records = await askedAgain(workshop.emulator, REPORT);
        assert.ok(records.length > 50);
        assertSameRows(await tables!.table(TABLE), records, 'SaleInvoiceID');
      }
    });

    it('fills it from several batches, none of them twice and none missing', async () => {
      workshop.emulator.dials.set({ rows: MANY });
      const { example, from } = await load();
      await example.printed('all is in', from);
      const records = await askedAgain(workshop.emulator, REPORT);
      assert.equal(records.length, 2345);
      assertSameRows(await tables!.table(TABLE), records, 'SaleInvoiceID');
    });
  });
}
