import assert from 'node:assert/strict';
import { Workbook } from 'exceljs';
import type { Email } from 'postal-mime';
import { endpoints } from '../../nodes/catalogue';
import { type Wish, wishes } from '../docs/wishes';
import { worldOf } from '../emulator';
import type { FlowNode } from '../flows/node-red';
import type { ImportedExample } from './imported-example';
import { amount, plainLinesOf, tableOf } from './mail-table';
import { openWorkshop } from './shared-workshop';
import { askedAgain } from './truth';
import { reportNode } from './wish-flow';
import type { Workshop } from './workshop';

const EXAMPLE = '3 E-mail/1 Morning mail with a table and the workbook';
const BUTTON = 'every day at 7';
const COLUMNS = ['StoreName', 'NetQty', 'TotalInvoiced', 'Coupon', 'Net', 'Profit'] as const;
const REPORTS = {
  stores: '/reports/SalesByLocationReport',
  total: '/reports/DailySalesSummaryReport',
  invoices: '/reports/SalesByInvoiceReport',
};

describe('the morning mail', () => {
  let workshop: Workshop;
  beforeEach(async () => {
    workshop = await openWorkshop();
  });

  const deploy = (day: string, changed = (node: FlowNode) => node) =>
    workshop.deploy(EXAMPLE, (nodes) => nodes.map((node) => changed(onDay(day, node))));

  /** Presses the button and waits until a mail is sent. */
  async function sent(example: ImportedExample, node = 'mail'): Promise<Email> {
    const from = await example.start(example.button(BUTTON));
    await example.statusGone(`example-morning-mail-${node}`, from);
    return workshop.mails.at(-1)!;
  }

  it('has what each store sold, below it the total of the company, and in its plain text the same', async () => {
    const mail = await sent(await deploy('2026-03-14'));
    const stores = await askedAgain(workshop.emulator, REPORTS.stores);
    const [total] = await askedAgain(workshop.emulator, REPORTS.total);
    const table = tableOf(mail);
    assert.ok(stores.length > 3);
    assert.equal(mail.subject, 'Sales of 2026-03-14');
    assert.deepEqual(
      mail.to?.map(({ address }) => address),
      ['manager@example.com'],
    );
    assert.deepEqual(table.heads, ['Store', 'Units', 'Invoiced', 'Coupons', 'Net sales', 'Profit']);
    const expected = stores.map((store) => cells(store));
    assert.deepEqual(table.rows, expected);
    assert.deepEqual(table.sum, ['Total', ...cells(total!).slice(1)]);
    assert.equal(table.note, undefined);
    for (const row of [table.heads, ...expected, table.sum!])
      assert.ok(plainLinesOf(mail).includes(row.join(' ')), row.join(' '));
    const sum = stores.reduce((so, { Net }) => so + Number(Net), 0);
    assert.equal(amount(sum), table.sum?.[4], 'The total of the company is not the sum of its stores.');
  });

  it('has every invoice of the day in the workbook', async () => {
    const mail = await sent(await deploy('2026-03-14'));
    assert.equal(mail.attachments.length, 1);
    const [attached] = mail.attachments;
    assert.equal(attached!.filename, 'Sales of yesterday.xlsx');
    const workbook = new Workbook();
    await workbook.xlsx.load(attached!.content as ArrayBuffer);
    const [heads, ...rows] = workbook.worksheets[0]!.getSheetValues().slice(1) as unknown[][];
    const invoices = await askedAgain(workshop.emulator, REPORTS.invoices);
    const column = (name: string) => rows.map((row) => row[heads!.indexOf(name)]);
    assert.ok(invoices.length > 3);
    for (const name of ['SaleInvoiceID', 'StoreName', 'TotalSales', 'TotalProfit']) {
      assert.deepEqual(
        column(name),
        invoices.map((invoice) => invoice[name]),
        name,
      );
    }
  });

  it('comes once for each press', async () => {
    const example = await deploy('2026-03-14');
    const first = await sent(example);
    const second = await sent(example);
    assert.equal(workshop.mails.length, 2);
    assert.deepEqual(tableOf(second), tableOf(first));
  });

  it('shows names as they are, whatever is in them', async () => {
    const store = worldOf(42)!.company.stores[0]!;
    const { name } = store;
    store.name = `<script>alert("&amp;")</script> O'Neil`;
    try {
      const mail = await sent(await deploy('2026-03-14'));
      assert.ok(tableOf(mail).rows.some(([first]) => first === store.name));
      assert.ok(!mail.html?.includes('<script'));
      assert.ok(mail.text?.includes(store.name));
    } finally {
      store.name = name;
    }
  });

  it('cuts a long table and says how much is missing, but not from the total', async () => {
    const mail = await sent(await deploy('2026-03-14', (node) => shown(node, { limit: 3 })));
    const stores = await askedAgain(workshop.emulator, REPORTS.stores);
    const [total] = await askedAgain(workshop.emulator, REPORTS.total);
    const table = tableOf(mail);
    assert.deepEqual(
      table.rows,
      stores.slice(0, 3).map((store) => cells(store)),
    );
    assert.equal(table.note, `and ${stores.length - 3} more`);
    assert.ok(plainLinesOf(mail).includes(`and ${stores.length - 3} more`));
    assert.equal(table.sum?.[4], amount(total?.Net));
  });

  it('says so when nothing was sold', async () => {
    const mail = await sent(await deploy('2030-01-01'));
    assert.ok(mail.html?.includes('No store sold anything.'));
    assert.ok(plainLinesOf(mail).includes('No store sold anything.'));
    assert.deepEqual(tableOf(mail).rows, []);
    assert.equal(tableOf(mail).sum, undefined);
  });

  for (const wish of wishes()) {
    const { into } = wish;
    if (into.kind !== 'mail') continue;
    it(`has ${wish.wish} as docs/reports.md says, when another report is put in its place`, async () => {
      const columns = into.columns.map((name) => ({ name, heading: name }));
      const example = await workshop.deploy(EXAMPLE, (nodes) =>
        withoutTotal(nodes).map((node) => shown(putInPlace(wish, onDay('2026-03-14', node)), { columns })),
      );
      const mail = await sent(example);
      const { path } = endpoints.find(({ id }) => `dataconnect-${id}` === wish.type)!;
      const records = await askedAgain(workshop.emulator, path!);
      const table = tableOf(mail);
      assert.ok(records.length > 3);
      assert.deepEqual(table.heads, into.columns);
      const texts = (record: Record<string, unknown>) =>
        into.columns.map((name) => (typeof record[name] === 'number' ? amount(record[name]) : record[name]));
      assert.deepEqual(table.rows, records.map(texts));
      assert.equal(table.sum, undefined);
    });
  }

  it('goes to whoever looks after the flow, with the reason, when a column is not in the report', async () => {
    const columns = [{ name: 'StoreNme', heading: 'Store' }];
    const mail = await sent(await deploy('2026-03-14', (node) => shown(node, { columns })), 'admin');
    assert.deepEqual(
      mail.to?.map(({ address }) => address),
      ['admin@example.com'],
    );
    assert.match(mail.text ?? '', /StoreNme/);
    assert.equal(workshop.mails.length, 1);
  });

  it('goes to whoever looks after the flow, with the reason, when a report fails', async () => {
    workshop.emulator.dials.set({ faults: [{ path: REPORTS.stores, fault: { kind: 'status', status: 403 } }] });
    const mail = await sent(await deploy('2026-03-14'), 'admin');
    assert.match(mail.text ?? '', /per store.*403/s);
    assert.deepEqual(mail.attachments, []);
    assert.equal(workshop.mails.length, 1);
  });

  /** The e-mail nodes of that address have one that no mail server takes. */
  const unreachable = (address: RegExp) => (node: FlowNode) =>
    node.type === 'e-mail' && address.test(String(node.name)) ? { ...node, name: 'nobody at all' } : node;

  /** How the three runs ended. */
  const endsOf = (example: ImportedExample, from: number) =>
    Promise.all(
      ['sum', 'workbook', 'stores'].map(async (name) => {
        const node = example.file.nodes.find(({ id }) => id === `example-morning-mail-${name}`)!;
        return (await example.end(node, from)).text;
      }),
    );

  it('fails the runs behind which it could not be sent, and whoever looks after the flow has one mail about it', async () => {
    const example = await deploy('2026-03-14', unreachable(/^manager/));
    const from = await example.start(example.button(BUTTON));
    assert.deepEqual(await endsOf(example, from), Array(3).fill('failed: FLOW_FAILED'));
    await example.statusGone('example-morning-mail-admin', from);
    assert.deepEqual(
      workshop.mails.map(({ subject }) => subject),
      ['No morning mail today'],
    );
    assert.match(workshop.mails[0]!.text ?? '', /nobody at all: /);
    assert.deepEqual(workshop.mails[0]!.attachments, []);
  });

  it('leaves the reason in the debug sidebar when no mail at all can be sent', async () => {
    const example = await deploy('2026-03-14', unreachable(/./));
    const from = await example.start(example.button(BUTTON));
    assert.match(await example.printed('why it was not sent', from), /message/);
    assert.deepEqual(await endsOf(example, from), Array(3).fill('failed: FLOW_FAILED'));
    assert.equal(workshop.mails.length, 0);
  });
});

/** The example is about yesterday; the emulator's world has its own time. */
function onDay(day: string, node: FlowNode): FlowNode {
  const params = node.params as Record<string, unknown> | undefined;
  if (!params?.StartDate) return node;
  const value = { type: 'fixed', value: day };
  return { ...node, params: { ...params, StartDate: value, StopDate: value } };
}

/** The node in which a person says what the table shows, with something else said. */
function shown(node: FlowNode, change: object): FlowNode {
  if (node.id !== 'example-morning-mail-shown') return node;
  const rules = node.rules as { p: string; to: string }[];
  const changed = rules.map((rule) =>
    rule.p === 'shown' ? { ...rule, to: JSON.stringify({ ...JSON.parse(rule.to), ...change }) } : rule,
  );
  return { ...node, rules: changed };
}

/** Another report in the place of that of the stores. */
function putInPlace(wish: Wish, node: FlowNode): FlowNode {
  const { id, z, x, y, wires } = node;
  return id === 'example-morning-mail-stores'
    ? { ...reportNode(wish, id), z, x, y, wires, connection: node.connection }
    : node;
}

/** The first report taken out, and the button wired to the next. */
function withoutTotal(nodes: FlowNode[]): FlowNode[] {
  const total = nodes.find(({ id }) => id === 'example-morning-mail-sum')!;
  const rest = nodes.filter((node) => node !== total);
  return rest.map((node) => (node.type === 'inject' ? { ...node, wires: total.wires } : node));
}

function cells(record: Record<string, unknown>): string[] {
  return COLUMNS.map((name) =>
    typeof record[name] === 'number' && name !== 'NetQty' ? amount(record[name]) : String(record[name] ?? ''),
  );
}
