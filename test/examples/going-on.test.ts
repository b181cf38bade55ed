/** Examples of nodes that go on from where the flow confirmed them, run after run. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { openMariadb, openPostgresql, type Row, type Tables } from '../counterparts/look-into';
import type { FlowNode } from '../flows/node-red';
import type { ImportedExample } from './imported-example';
import { openWorkshop } from './shared-workshop';
import { askedAgain, assertSameRows } from './truth';
import type { Workshop } from './workshop';

/** As much as an earlier run would have left for this one: two days less are asked for. */
const EARLIER = { delay: '3 days' };

type Incremental = Record<string, unknown>;

/** An example whose incremental node is set otherwise. */
const setTo = (incremental: Incremental) => (nodes: FlowNode[]) =>
  nodes.map((node) =>
    node.incremental ? { ...node, incremental: { ...(node.incremental as Incremental), ...incremental } } : node,
  );

/** How far the flow has confirmed, as the file of the only cursor says. */
function pointOf(workshop: Workshop): unknown {
  const files = readdirSync(workshop.cursorFolder, { recursive: true, encoding: 'utf8' });
  const [state] = files.filter((name) => name.endsWith('.json') && !name.includes('previous'));
  return state && JSON.parse(readFileSync(path.join(workshop.cursorFolder, state), 'utf8')).confirmedTo;
}

const datesAsked = (workshop: Workshop, report: string) =>
  workshop.emulator.requests.to(report).map(({ query }) => `${query.get('StartDate')} ${query.get('StopDate')}`);

/** Dates that were asked for more than once have the same records in several answers. */
const onceEach = (rows: Row[], key: string) => [...new Map(rows.map((each) => [each[key], each])).values()];

interface Target {
  example: string;
  button: string;
  prints: string;
  report: string;
  table: string;
  key: string;
  /** Makes the table refuse whatever comes. */
  refuse: string;
  accept: string;
  /** By time of day, there is something new all the time. */
  byDays: boolean;
  open(workshop: Workshop): Promise<Tables | undefined>;
}

const inPostgresql = (table: string): Pick<Target, 'table' | 'refuse' | 'accept' | 'open'> => ({
  table,
  refuse: `ALTER TABLE ${table} ADD CONSTRAINT rule CHECK (false) NOT VALID`,
  accept: `ALTER TABLE ${table} DROP CONSTRAINT rule`,
  open: async (workshop) => {
    const server = await workshop.postgresql();
    return server && openPostgresql(server.port);
  },
});

const targets: Target[] = [
  {
    example: '2 Databases/7 Nightly into PostgreSQL, only what is new',
    button: 'every night at 2:00',
    prints: 'all is in',
    report: '/reports/SalesByInvoiceReport',
    key: 'SaleInvoiceID',
    byDays: true,
    ...inPostgresql('nightly_sales'),
  },
  {
    example: '2 Databases/8 Changes of customers every 15 minutes into MariaDB',
    button: 'every 15 minutes',
    prints: 'all is in',
    report: '/deltas/customers',
    table: 'customers',
    key: 'CustomerID',
    byDays: false,
    refuse: `CREATE TRIGGER rule BEFORE INSERT ON customers FOR EACH ROW
      SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'refused by a rule'`,
    accept: 'DROP TRIGGER rule',
    open: async (workshop) => {
      const server = await workshop.mariadb();
      return server && openMariadb(server.port);
    },
  },
  {
    example: '2 Databases/9 Backfill month by month, then daily',
    button: 'every day at 6:00',
    prints: 'a month is in',
    report: '/reports/SalesByInvoiceReport',
    key: 'SaleInvoiceID',
    byDays: true,
    ...inPostgresql('all_sales'),
  },
];

for (const { example: name, button, report, table, key, byDays, refuse, accept, open } of targets) {
  describe(name, () => {
    let workshop: Workshop;
    let tables: Tables;
    beforeEach(async function () {
      workshop = await openWorkshop();
      tables = (await open(workshop)) ?? this.skip();
      await tables.run(`DROP TABLE IF EXISTS ${table}`);
      workshop.forgetCursors();
    });
    afterEach(() => tables?.close());

    const run = async (incremental: Incremental = {}) => {
      const before = workshop.socket.events.length;
      const example = await workshop.deploy(name, setTo(incremental));
      await example.isConnected(before);
      const { ends, from } = await example.press(example.button(button));
      return { example, from, end: ends[0]! };
    };

    /** The table has all that the service knows of the dates that were asked for, each once. */
    const assertWhole = async () => {
      assertSameRows(await tables.table(table), onceEach(await askedAgain(workshop.emulator, report), key), key);
    };

    it('has everything at first, then what is new, and again what the database refused', async () => {
      const first = await run(EARLIER);
      assert.equal(first.end.fill, 'green', first.end.text);
      const confirmed = pointOf(workshop);
      const asked = datesAsked(workshop, report).length;

      await tables.run(refuse);
      const refused = await run();
      assert.equal(refused.end.fill, 'red', refused.end.text);
      assert.match(await refused.example.printed('why it failed', refused.from), /rule/);
      assert.equal(pointOf(workshop), confirmed);
      const failed = datesAsked(workshop, report).slice(asked);

      await tables.run(accept);
      const again = await run();
      assert.equal(again.end.fill, 'green', again.end.text);
      assert.equal(datesAsked(workshop, report)[asked + failed.length], failed[0]);
      assert.ok(String(pointOf(workshop)) > String(confirmed));
      const whole = datesAsked(workshop, report).length;
      if (byDays) await run();
      assert.equal(datesAsked(workshop, report).length, whole);
      await assertWhole();
    });
  });
}

describe('2 Databases/9 Backfill month by month, then daily, stopped', () => {
  const { example: name, button, prints, report, table, key, open } = targets[2]!;

  it('goes on with the month after the last that is in the table', async function () {
    const workshop = await openWorkshop();
    const tables = (await open(workshop)) ?? this.skip();
    try {
      await tables.run(`DROP TABLE IF EXISTS ${table}`);
      workshop.forgetCursors();
      const example = await workshop.deploy(name);
      const from = await example.start(example.button(button));
      await example.printed(prints, from);
      // However fast the machine is, the run is not at its end.
      workshop.emulator.dials.set({ hold: true });
      const { ends } = await example.press(example.button('stop'));
      assert.equal(ends[0]!.fill, 'grey', ends[0]!.text);
      const confirmed = String(pointOf(workshop));
      workshop.emulator.dials.reset();
      const before = workshop.emulator.requests.to(report).length;
      await example.press(example.button(button));
      const months = workshop.emulator.requests.to(report).slice(before);
      const since = new Date(Date.parse(confirmed) - 3 * 86_400_000).toISOString();
      assert.ok(String(months[0]!.query.get('StartDate')) > since, 'what is in the table is asked for again');
      assertSameRows(await tables.table(table), onceEach(await askedAgain(workshop.emulator, report), key), key);
    } finally {
      await tables.close();
    }
  });
});

describe('3 E-mail/3 Changes of the product list', () => {
  const NAME = '3 E-mail/3 Changes of the product list';
  const LIST = 'list-product-identifiers';
  let workshop: Workshop;
  beforeEach(async () => {
    workshop = await openWorkshop();
    workshop.forgetCursors();
  });

  const has = (count: number) => workshop.emulator.dials.set({ rows: { [LIST]: { count } } });
  const press = async (changed?: (nodes: FlowNode[]) => FlowNode[]) => {
    const example = await workshop.deploy(NAME, changed);
    const { ends, from } = await example.press(example.button('every day at 7'));
    return { example, from, end: ends[0]! };
  };
  const sections = (text = '') => [...text.matchAll(/^(New|Changed|Taken away): (\d+)$/gm)].map(([line]) => line);

  it('mails all at first, then what came and went, nothing where nothing did, and again what was not taken', async () => {
    has(60);
    const first = await press();
    assert.equal(first.end.fill, 'green', first.end.text);
    await workshop.mailed(1);
    assert.equal(workshop.mails[0]!.subject, 'Product list: 60 new');
    assert.deepEqual(sections(workshop.mails[0]!.text), ['New: 60']);
    assert.match(workshop.mails[0]!.html!, /and 10 more/);

    await press();
    assert.equal(workshop.mails.length, 1);

    has(63);
    const unsent = await press((nodes) =>
      nodes.map((node) => (node.type === 'e-mail' ? { ...node, type: 'change', rules: FAILING } : node)),
    );
    assert.equal(unsent.end.fill, 'red', unsent.end.text);
    await unsent.example.printed('why it failed', unsent.from);
    await press();
    await workshop.mailed(2);
    assert.deepEqual(sections(workshop.mails[1]!.text), ['New: 3']);

    has(58);
    await press();
    await workshop.mailed(3);
    assert.deepEqual(sections(workshop.mails[2]!.text), ['Taken away: 5']);
  });

  /** As a mail server does that takes nothing. */
  const FAILING = [{ t: 'set', p: 'payload', pt: 'msg', to: '$error("not taken")', tot: 'jsonata' }];
});

describe('5 Files/2 New sales in a file, confirmed by a person', () => {
  const NAME = '5 Files/2 New sales in a file, confirmed by a person';
  const REPORT = '/reports/SalesByInvoiceReport';
  let workshop: Workshop;
  let example: ImportedExample;
  beforeEach(async () => {
    workshop = await openWorkshop();
    workshop.forgetCursors();
  });

  /** Presses the first button and waits until a file lies there to be looked at. */
  const made = async () => {
    const from = await example.start(example.button('every day at 6:00'));
    const name = await example.printed('look at this file', from);
    return { file: path.join(workshop.nodeRed.userDirectory, name), from };
  };
  const sales = () => example.file.nodes.find(({ name }) => name === 'new sales')!;

  it('is made again until a person says that it is right, and not after that', async () => {
    example = await workshop.deploy(NAME, setTo({ from: 'today-5d' }));
    const wrong = await made();
    await example.press(example.button('it is wrong'));
    assert.equal((await example.end(sales(), wrong.from)).fill, 'red');
    assert.equal(existingPoint(), undefined);
    rmSync(wrong.file);

    const { file, from } = await made();
    const rows = parse(readFileSync(file), { columns: true }) as Array<Record<string, string>>;
    const known = onceEach(await askedAgain(workshop.emulator, REPORT), 'SaleInvoiceID');
    assert.deepEqual(
      rows.map(({ SaleInvoiceID }) => SaleInvoiceID),
      known.map(({ SaleInvoiceID }) => String(SaleInvoiceID)),
    );
    await example.press(example.button('it is right'));
    assert.equal((await example.end(sales(), from)).fill, 'green');
    assert.notEqual(pointOf(workshop), undefined);

    const asked = datesAsked(workshop, REPORT).length;
    await example.press(example.button('every day at 6:00'));
    assert.equal(datesAsked(workshop, REPORT).length, asked);
  });

  const existingPoint = () => {
    try {
      return pointOf(workshop);
    } catch {
      return undefined;
    }
  };
});
