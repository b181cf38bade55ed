import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ColumnShape } from '../../nodes/output/column-watch';
import { ColumnMemory } from '../../nodes/runtime/columns/column-memory';

const shape = (...names: string[]): ColumnShape => new Map(names.map((name) => [name, 'string']));

describe('columns of the last runs', () => {
  let folder: string;
  let file: string;
  const complaints: unknown[] = [];
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'dataconnect-columns-'));
    file = path.join(folder, 'columns.json');
    complaints.length = 0;
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const memory = (at: string | undefined = file) => new ColumnMemory(at, (error) => complaints.push(error));

  it('outlive a restart, one shape for each form of an answer', async () => {
    const before = memory();
    await Promise.all([before.remember('n', 'Csv', shape('A')), before.remember('n', 'Json', shape('A', 'B'))]);
    const after = memory();
    assert.deepEqual(await after.recall('n', 'Csv'), shape('A'));
    assert.deepEqual(await after.recall('n', 'Json'), shape('A', 'B'));
    assert.equal(await after.recall('other', 'Csv'), undefined);
    assert.deepEqual(await after.columnsOf('n'), shape('A', 'B'));
    assert.deepEqual(await after.columnsOf('other'), shape());
    assert.deepEqual(readdirSync(folder), ['columns.json']);
  });

  it('are written only when they changed, and gone with their node', async () => {
    const known = memory();
    await known.remember('n', 'Csv', shape('A'));
    writeFileSync(file, 'not written again');
    await known.remember('n', 'Csv', shape('A'));
    assert.equal(readFileSync(file, 'utf8'), 'not written again');
    await known.forget('n');
    assert.equal(readFileSync(file, 'utf8'), '{}');
    assert.equal(await known.recall('n', 'Csv'), undefined);
  });

  it('are bounded: nodes and forms of long ago are forgotten, and what is too wide is not kept', async () => {
    const known = memory(undefined);
    for (let node = 0; node < 501; node++) await known.remember(`n${node}`, 'Csv', shape('A'));
    assert.equal(await known.recall('n0', 'Csv'), undefined);
    assert.ok(await known.recall('n1', 'Csv'));
    for (let form = 0; form < 5; form++) await known.remember('n', `form ${form}`, shape('A'));
    assert.equal(await known.recall('n', 'form 0'), undefined);
    const many = Array.from({ length: 1999 }, (_, place) => `C${place}`);
    for (let node = 0; node < 26; node++) await known.remember(`many${node}`, 'Csv', shape(...many));
    assert.equal(await known.recall('many0', 'Csv'), undefined);
    assert.ok(await known.recall('many25', 'Csv'));
    const wide = Array.from({ length: 2001 }, (_, place) => `C${place}`);
    await known.remember('n', 'wide', shape(...wide));
    assert.equal(await known.recall('n', 'wide'), undefined);
  });

  it('are none in a file that is broken or of somebody else, which is written anew', async () => {
    for (const text of ['', '{"n":', '[1]', '{"n":{"Csv":[["A"],[1,"string"],["B","odd"],["C","string"]]}}', 'null']) {
      writeFileSync(file, text);
      const known = memory();
      const read = await known.recall('n', 'Csv');
      assert.deepEqual(read ?? shape('C'), shape('C'), text);
      await known.remember('n', 'Csv', shape('D'));
      assert.deepEqual(await memory().recall('n', 'Csv'), shape('D'));
    }
  });

  it('stay in memory where the folder takes no file, which is said once', async () => {
    const known = memory(path.join(folder, 'not', 'there', 'columns.json'));
    await known.remember('n', 'Csv', shape('A'));
    await known.remember('n', 'Csv', shape('B'));
    assert.deepEqual(await known.recall('n', 'Csv'), shape('B'));
    assert.equal(complaints.length, 1);
    assert.ok(!existsSync(path.join(folder, 'not')));
  });
});
