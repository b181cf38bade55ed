import assert from 'node:assert/strict';
import { endpointById, endpoints } from '../../nodes/catalogue';
import { packColumns, unpackColumns } from '../../nodes/editor/packed-columns';

const packed = JSON.parse(JSON.stringify(packColumns(endpoints))) as ReturnType<typeof packColumns>;

describe('the columns that the browser gets', () => {
  it('are those of the catalogue, with key and date, for every endpoint that has a node', () => {
    for (const { id, path, columns, key, recordDate } of endpoints) {
      const known = unpackColumns(packed, id, () => undefined);
      if (path === null || columns.length === 0) {
        assert.equal(known, undefined, id);
        continue;
      }
      const wanted = columns.map(({ name, type, sqlType }) => ({
        name,
        type,
        ...(sqlType && { sqlType }),
        source: 'catalogue',
      }));
      assert.deepEqual([known?.columns, known?.key, known?.recordDate], [wanted, key, recordDate], id);
      assert.deepEqual(known?.sample, Object.fromEntries(columns.map(({ name, example = null }) => [name, example])));
    }
  });

  it('are those of the form that a parameter chooses', () => {
    const [first] = endpointById('security-audit')!.variants!;
    const known = unpackColumns(packed, 'security-audit', (name) =>
      name === first!.parameter ? String(first!.value) : undefined,
    );
    assert.deepEqual(
      known?.columns.map(({ name }) => name),
      first!.columns.map(({ name }) => name),
    );
  });

  it('are unknown for what is no endpoint', () => {
    for (const id of ['', 'nothing', 'constructor'])
      assert.equal(
        unpackColumns(packed, id, () => undefined),
        undefined,
      );
  });
});
