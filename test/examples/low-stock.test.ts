import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import type { Email } from 'postal-mime';
import { worldOf } from '../emulator';
import type { FlowNode } from '../flows/node-red';
import type { ImportedExample } from './imported-example';
import { tableOf } from './mail-table';
import { openWorkshop } from './shared-workshop';
import { askedAgain } from './truth';
import type { Workshop } from './workshop';

const EXAMPLE = '3 E-mail/2 Low stock alert';
const BUTTON = 'every hour from 8 to 20';
const REPORT = '/reports/AutoOrderingReport';
/** So many items are low, more than the table shows. */
const LOW = 60;
/** Where the flow notes what was mailed. */
const NOTES = 'low-stock-mailed.txt';

describe('the low-stock alert', () => {
  let workshop: Workshop;
  let example: ImportedExample;
  let notes: string;
  beforeEach(async () => {
    workshop = await openWorkshop();
    notes = path.join(workshop.nodeRed.userDirectory, NOTES);
    rmSync(notes, { force: true });
    for (const item of low().slice(LOW)) item.quantity = item.product.minimum;
    example = await deploy();
  });

  const { stock } = worldOf(42)!;
  const levels = stock.map(({ quantity }) => quantity);
  afterEach(() => {
    for (const [index, item] of stock.entries()) item.quantity = levels[index]!;
  });

  /** A debug node beside the others shows what is new at each run. */
  const deploy = (changed = (node: FlowNode) => node) =>
    workshop.deploy(EXAMPLE, (nodes) => {
      const look = { id: 'low-stock-look', type: 'debug', z: 'example-low-stock', name: 'new', active: true };
      const debug = { ...look, tosidebar: true, complete: 'new', targetType: 'msg', x: 900, y: 600, wires: [] };
      const wired = nodes.map((node) =>
        node.id === 'example-low-stock-new' ? { ...node, wires: [[...(node.wires as string[][])[0]!, look.id]] } : node,
      );
      return [...wired.map(changed), debug];
    });

  /** Presses the button and waits until the mail is sent and noted. */
  async function mailed(): Promise<Email> {
    const { ends, from } = await example.press(example.button(BUTTON));
    assert.equal(ends[0]!.fill, 'green', ends[0]!.text);
    await example.statusGone('example-low-stock-mail', from);
    await example.printed('noted', from);
    return workshop.mails.at(-1)!;
  }

  /** Presses the button and waits until it is plain that nothing is new. */
  async function silent(): Promise<void> {
    const before = workshop.mails.length;
    const { ends, from } = await example.press(example.button(BUTTON));
    assert.notEqual(ends[0]!.fill, 'red', ends[0]!.text);
    assert.equal(await example.printed('new', from), '[]');
    assert.equal(workshop.mails.length, before);
  }

  const low = () => stock.filter(({ quantity, product }) => quantity < product.minimum);
  /** An item that has as much as it needs. */
  const full = () => stock.find(({ quantity, product }) => quantity >= product.minimum && product.minimum > 1)!;

  it('mails every item that is low, the first ones in a table and all in a file', async () => {
    const mail = await mailed();
    const records = await askedAgain(workshop.emulator, REPORT);
    const all = records.map((record) =>
      ['StoreName', 'ProductIdentifier', 'ProductName', 'QtyInStock', 'MinQty', 'QtyOnOrder'].map((name) =>
        String(record[name]),
      ),
    );
    assert.equal(records.length, LOW);
    assert.equal(mail.subject, `${all.length} items are low on stock`);
    const table = tableOf(mail);
    assert.deepEqual(table.rows, all.slice(0, 50));
    assert.equal(table.note, `and ${all.length - 50} more`);
    const [heads, ...lines] = parse(Buffer.from(mail.attachments[0]!.content as ArrayBuffer), {
      bom: true,
    }) as string[][];
    assert.deepEqual(heads, ['StoreName', 'ProductIdentifier', 'ProductName', 'QtyInStock', 'MinQty', 'QtyOnOrder']);
    assert.deepEqual(lines, all);
  });

  it('mails an item once a day, also after a restart of the flow', async () => {
    await mailed();
    await silent();
    example = await deploy();
    await silent();
  });

  it('mails only what is new: an item that falls below its minimum, and not one that falls a second time', async () => {
    await mailed();
    const item = full();
    const { quantity } = item;
    item.quantity = 0;
    const mail = await mailed();
    assert.deepEqual(
      tableOf(mail).rows.map(([store, sku]) => [store, sku]),
      [[item.store.name, item.product.sku]],
    );
    assert.equal(mail.subject, '1 item is low on stock');
    item.quantity = quantity;
    await silent();
    item.quantity = 0;
    await silent();
  });

  it('mails it again on another day', async () => {
    await mailed();
    const [day, ...items] = readFileSync(notes, 'utf8').split('\n');
    assert.equal(day, today());
    assert.equal(items.length, LOW);
    writeFileSync(notes, ['2020-02-29', ...items].join('\n'));
    await mailed();
    assert.equal(workshop.mails.length, 2);
    assert.equal(readFileSync(notes, 'utf8').split('\n')[0], today());
  });

  it('mails nothing and notes nothing when nothing is low', async () => {
    for (const item of stock) item.quantity = item.product.minimum;
    await silent();
    assert.equal(readFileSync(notes, 'utf8'), '');
  });

  it('counts nothing as mailed when the file has something else in it', async () => {
    const spoilt = ['{"day": "20', '', '\n\n', today(), `${today()}\n`, `${today()} `];
    for (const text of spoilt) {
      writeFileSync(notes, text);
      await mailed();
    }
    assert.equal(workshop.mails.length, spoilt.length);
  });

  it('says so, and mails nothing, when it cannot note what it mails', async () => {
    example = await deploy((node) =>
      node.type === 'change' ? JSON.parse(JSON.stringify(node).replace(NOTES, `no folder/${NOTES}`)) : node,
    );
    const { ends, from } = await example.press(example.button(BUTTON));
    assert.equal(ends[0]!.text, 'failed: FLOW_FAILED');
    await example.printed('why there is no alert', from);
    assert.equal(workshop.mails.length, 0);
  });

  it('tries again when the mail could not be sent', async () => {
    example = await deploy((node) => (node.type === 'e-mail' ? { ...node, name: 'nobody at all' } : node));
    const { ends, from } = await example.press(example.button(BUTTON));
    assert.equal(ends[0]!.text, 'failed: FLOW_FAILED');
    await example.printed('why there is no alert', from);
    assert.equal(readFileSync(notes, 'utf8'), '');
    example = await deploy();
    await mailed();
    assert.equal(workshop.mails.length, 1);
  });

  it('takes a product without a level or a minimum for one that is not low', async () => {
    workshop.emulator.dials.set({
      faults: [
        {
          path: REPORT,
          fault: {
            kind: 'disguise',
            contentType: 'application/json',
            body: JSON.stringify([
              { StoreID: 1, StoreName: 'A', ProductIdentifier: 'x', QtyInStock: 1, MinQty: null },
              { StoreID: 1, StoreName: 'A', ProductIdentifier: 'y', QtyInStock: 0, MinQty: 0 },
            ]),
          },
        },
      ],
    });
    await silent();
  });
});

/** As the flow writes it, in the time zone of this machine. */
function today(): string {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, '0')).join('-');
}
