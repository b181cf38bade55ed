import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import type { Row } from '../counterparts/look-into';
import { openWorkshop } from './shared-workshop';
import { askedAgain, assertSameRows } from './truth';
import type { Workshop } from './workshop';

describe('the example that writes files', () => {
  let workshop: Workshop;
  let folder: string;
  beforeEach(async () => {
    workshop = await openWorkshop();
    folder = workshop.fileFolder;
  });

  const filesOf = () =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      statSync(path.join(folder, name)).isFile(),
    );

  it('has the sales of yesterday in a file of that day, as the service has them, and once only', async () => {
    const example = await workshop.deploy('5 Files/1 Report to a CSV file');
    const button = example.button('every day at 6');
    workshop.emulator.requests.clear();
    const { ends, from } = await example.press(button);
    assert.equal(ends[0]!.fill, 'green', ends[0]!.text);
    const said = JSON.parse(await example.printed('the file', from)) as { path: string; bytes: number; rows: number };
    const text = readFileSync(said.path, 'utf8');
    const rows = parse(text, { columns: true, cast: false }) as Record<string, string>[];
    const records = await askedAgain(workshop.emulator, '/reports/SalesByInvoiceReport');
    assert.equal(said.rows, records.length);
    assert.equal(said.bytes, statSync(said.path).size);
    assertSameRows(rows.map(withWords), records.map(withoutNulls), 'SaleInvoiceID');
    assert.match(path.relative(folder, said.path), /^\d{4}-\d\d-\d\d[\\/]Sales by invoice\.csv$/i);
    assert.equal((await example.printed('its text', from)).slice(0, 500), text.slice(0, 500));
    const before = filesOf();
    await example.press(button);
    assert.deepEqual(filesOf(), before);
    assert.equal(readFileSync(said.path, 'utf8'), text);
  });

  it('keeps the stock of each press in a file of its own', async () => {
    const example = await workshop.deploy('5 Files/1 Report to a CSV file');
    const before = filesOf().length;
    const paths: string[] = [];
    for (const _ of [1, 2]) {
      const { from } = await example.press(example.button('stock now'));
      const said = JSON.parse(await example.printed('the new file', from)) as { path: string; rows: number };
      assert.equal(parse(readFileSync(said.path, 'utf8')).length, said.rows + 1);
      paths.push(path.basename(said.path));
    }
    assert.equal(filesOf().length, before + 2);
    assert.match(paths[1]!, /^Stock \d{4}-\d\d-\d\d \(2\)\.csv$/);
  });

  it('says why it failed, and leaves nothing', async () => {
    const example = await workshop.deploy('5 Files/1 Report to a CSV file', (nodes) =>
      nodes.map((node) => (node.output ? { ...node, output: { mode: 'file', file: '{company}/x' } } : node)),
    );
    const before = filesOf();
    const { ends, from } = await example.press(example.button('stock now'));
    assert.equal(ends[0]!.fill, 'red');
    assert.match(await example.printed('errors', from), /nothing is known/);
    assert.deepEqual(filesOf(), before);
  });
});

/** Csv has no word for null: it writes nothing. */
function withoutNulls(record: Row): Row {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, value ?? '']));
}

/** The service writes `True` in Csv. */
function withWords(row: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, value.replace(/^(True|False)$/, (word) => word.toLowerCase())]),
  );
}
