import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { openWorkshop } from './shared-workshop';
import type { Workshop } from './workshop';

describe('the examples that write files', () => {
  let workshop: Workshop;
  beforeEach(async () => {
    workshop = await openWorkshop();
  });

  it('the file of low stock has a line for each product below its minimum, and no other', async () => {
    const example = await workshop.deploy('5 Files/Stock below minimum to a CSV file');
    const { from } = await example.press(example.buttons[0]!);
    await example.printed('text of the file', from);
    // The debug sidebar cuts long text.
    const file = path.join(workshop.nodeRed.userDirectory, 'stock-below-minimum.csv');
    const [header, ...lines] = parse(readFileSync(file, 'utf8'));
    assert.deepEqual(header, ['LocationId', 'ProductSKU', 'ProductName', 'Quantity', 'MinQty']);
    assert.ok(lines.length > 0);
    for (const [, sku, , quantity, minimum] of lines) assert.ok(Number(quantity) < Number(minimum), sku);
  });
});
