import assert from 'node:assert/strict';
import { DataConnectError } from '../../nodes/errors';
import { type ColumnShape, ColumnWatch, type Drift, type WatchOrder } from '../../nodes/output/column-watch';
import type { ColumnInfo, ColumnType, DataRecord } from '../../nodes/record';
import { column } from '../decode/reading';

const info = (...columns: Array<[name: string, type: ColumnType]>): ColumnInfo[] =>
  columns.map(([name, type]) => ({ name, type, source: 'catalogue' }));
const usual = info(['ID', 'integer'], ['Name', 'string'], ['Price', 'number'], ['Sold', 'boolean']);
const expected = usual.map(({ name, type }) => column(name, type));
const record: DataRecord = { ID: 1, Name: 'a', Price: 1.5, Sold: true };
const shapeOf = (columns: readonly ColumnInfo[]): ColumnShape => new Map(columns.map(({ name, type }) => [name, type]));

function watching(order: Partial<WatchOrder> = {}): ColumnWatch {
  return new ColumnWatch({
    before: undefined,
    expected,
    choice: 'pass',
    omitsNulls: false,
    endpoint: 'Sales',
    ...order,
  });
}

/** What is found of one answer. */
function foundIn(records: DataRecord[], columns: ColumnInfo[], order: Partial<WatchOrder> = {}): Drift | undefined {
  const watch = watching(order);
  watch.look({ records, columns });
  return watch.found(true);
}

describe('columns that are not those that were expected', () => {
  it('are new, gone or of another type, than those of the catalogue before the first run', () => {
    assert.equal(foundIn([record], usual), undefined);
    const { Name: _, ...others } = record;
    const columns = info(['ID', 'string'], ['Price', 'number'], ['Sold', 'boolean'], ['Fresh', 'string']);
    assert.deepEqual(foundIn([{ ...others, ID: 'x', Fresh: 'y' }], columns), {
      new: ['Fresh'],
      gone: ['Name'],
      changed: [{ name: 'ID', from: 'integer', to: 'string' }],
    });
  });

  it('are compared with the last run once there was one, letter by letter', () => {
    const before = shapeOf(info(['id', 'integer'], ['Name', 'string']));
    assert.deepEqual(foundIn([{ ID: 1, Name: 'a' }], usual.slice(0, 2), { before }), {
      ...{ new: ['ID'], gone: ['id'], changed: [] },
    });
    // The catalogue has a name in one spelling; the service may have another.
    assert.equal(
      foundIn([{ id: 1, NAME: 'a', price: 1, sold: 1 }], info(['id', 'integer'], ['NAME', 'string'])),
      undefined,
    );
  });

  it('are seen by the values, too, which the catalogue gave another type', () => {
    assert.deepEqual(foundIn([{ ...record, Name: 5 }], usual)?.changed, [
      { name: 'Name', from: 'string', to: 'integer' },
    ]);
    assert.deepEqual(foundIn([{ ...record, Price: 'cheap' }], usual)?.changed, [
      { name: 'Price', from: 'number', to: 'string' },
    ]);
  });

  it('are none where no record came, nothing is known, a value is missing, or a number is whole', () => {
    assert.equal(foundIn([], info(['Else', 'string'])), undefined);
    assert.equal(foundIn([{ A: 1 }], info(['A', 'integer']), { expected: [] }), undefined);
    assert.equal(foundIn([{ ...record, Name: null, ID: null }], usual), undefined);
    assert.equal(foundIn([{ ...record, ID: 1.5, Price: 2 }], usual), undefined);
    const before = shapeOf(info(['A', 'unknown']));
    assert.equal(foundIn([{ A: 'text' }], info(['A', 'string']), { before }), undefined);
    assert.equal(foundIn([{ A: null }], info(['A', 'unknown']), { before: shapeOf(info(['A', 'string'])) }), undefined);
    const digits = usual.map((each): ColumnInfo => (each.name === 'ID' ? { ...each, digitsKeptAsText: true } : each));
    assert.equal(foundIn([{ ...record, ID: '12345678901234567890' }], digits), undefined);
  });

  it('are neither gone nor new where an answer leaves out what is null', () => {
    const order = { omitsNulls: true, before: shapeOf(info(['ID', 'integer'], ['Extra', 'string'])) };
    const watch = watching(order);
    watch.look({ records: [{ ID: 1, Name: 'a' }], columns: usual.slice(0, 2) });
    assert.equal(watch.found(true), undefined);
    assert.deepEqual([...watch.shape()!.keys()], ['ID', 'Extra', 'Name']);
    assert.deepEqual(foundIn([{ ID: 1, Odd: 1 }], info(['ID', 'integer'], ['Odd', 'integer']), order)?.new, ['Odd']);
  });

  it('that come in a later window, or in none of its columns any more, belong to the run', () => {
    const watch = watching();
    watch.look({ records: [record], columns: usual });
    assert.equal(watch.found(false), undefined);
    watch.look({ records: [{ ...record, Old: 1 }, record], columns: info(['ID', 'integer'], ['Late', 'string']) });
    assert.deepEqual(watch.found(false)?.new, ['Late', 'Old']);
  });

  it('end the run where the node says so, before the batch leaves', () => {
    const fails = (records: DataRecord[], columns: ColumnInfo[]) => () => foundIn(records, columns, { choice: 'fail' });
    assert.doesNotThrow(fails([record], usual));
    assert.doesNotThrow(fails([], info(['Else', 'string'])));
    assert.throws(fails([{ ...record, Fresh: 1 }], [...usual, ...info(['Fresh', 'integer'])]), (error: unknown) => {
      assert.ok(error instanceof DataConnectError);
      assert.equal(error.code, 'COLUMNS_CHANGED');
      assert.match(error.message, /columns of Sales have changed. New: Fresh\./);
      return true;
    });
    assert.throws(fails([{ ID: 1 }], usual.slice(0, 1)), /Gone: Name, Price, Sold\./);
  });

  it('are left out where the node says so, and stay new for the next run', () => {
    const watch = watching({ choice: 'drop' });
    const columns = [...usual, ...info(['Fresh', 'integer'])];
    watch.look({ records: [{ ...record, Fresh: 1 }], columns });
    const left = watch.dropNew()!.apply({ records: [{ ...record, Fresh: 1 }], columns });
    assert.deepEqual(left, { records: [record], columns: usual });
    assert.deepEqual([...watch.shape()!.keys()], ['ID', 'Name', 'Price', 'Sold']);
    assert.equal(watching().dropNew(), undefined);
    assert.equal(watching({ choice: 'drop', expected: [] }).dropNew(), undefined, 'nothing is known');
  });

  it('are what the next run expects, with the types that are known', () => {
    const watch = watching({ before: shapeOf(info(['A', 'string'], ['B', 'integer'])) });
    watch.look({ records: [{ A: null, C: true }], columns: info(['A', 'unknown'], ['C', 'unknown']) });
    assert.deepEqual(
      [...watch.shape()!],
      [
        ['A', 'string'],
        ['C', 'boolean'],
      ],
    );
    assert.equal(watching().shape(), undefined, 'no record, nothing learned');
  });
});
