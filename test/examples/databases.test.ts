import assert from 'node:assert/strict';
import { openMariadb, openPostgresql, type Tables } from '../counterparts/look-into';
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
  /** Makes the table refuse one invoice, as a rule of the person's own database may. */
  refuse(id: string): string;
  /** And takes all again. */
  accept: string;
  /** `undefined` where the machine has no such database. */
  open(workshop: Workshop): Promise<Tables | undefined>;
}

const targets: Target[] = [
  {
    example: '2 Databases/1 Daily sales into SQLite',
    refuse: (id) => `CREATE TRIGGER rule BEFORE INSERT ON ${TABLE} WHEN NEW."SaleInvoiceID" = ${id}
      BEGIN SELECT RAISE(ABORT, 'refused by a rule'); END`,
    accept: 'DROP TRIGGER rule',
    open: async (workshop) => workshop.sqlite(),
  },
  {
    example: '2 Databases/2 Daily sales into PostgreSQL',
    refuse: (id) => `ALTER TABLE ${TABLE} ADD CONSTRAINT rule CHECK ("SaleInvoiceID" <> ${id})`,
    accept: `ALTER TABLE ${TABLE} DROP CONSTRAINT rule`,
    open: async (workshop) => {
      const server = await workshop.postgresql();
      return server && openPostgresql(server.port);
    },
  },
  {
    example: '2 Databases/3 Daily sales into MariaDB or MySQL',
    refuse: (id) => `ALTER TABLE ${TABLE} ADD CONSTRAINT rule CHECK (SaleInvoiceID <> ${id})`,
    accept: `ALTER TABLE ${TABLE} DROP CONSTRAINT rule`,
    open: async (workshop) => {
      const server = await workshop.mariadb();
      return server && openMariadb(server.port);
    },
  },
];

for (const { example: name, open, refuse, accept } of targets) {
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
      const before = workshop.socket.events.length;
      const example = await workshop.deploy(name);
      await example.isConnected(before);
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

    it('ends as failed when the database refuses a record, and a repeat makes the table whole', async () => {
      workshop.emulator.dials.set({ rows: MANY });
      const whole = await load();
      await whole.example.printed('all is in', whole.from);
      const records = await askedAgain(workshop.emulator, REPORT);
      await tables!.run(`DELETE FROM ${TABLE}`);
      await tables!.run(refuse(String(records[1500]!.SaleInvoiceID)));
      const { example, from, end } = await load();
      assert.equal(end.fill, 'red', end.text);
      assert.match(await example.printed('why it failed', from), /rule/);
      await tables!.run(accept);
      const again = await load();
      await again.example.printed('all is in', again.from);
      assertSameRows(await tables!.table(TABLE), records, 'SaleInvoiceID');
    });
  });
}
