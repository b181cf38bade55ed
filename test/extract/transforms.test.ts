import assert from 'node:assert/strict';
import { exampleParams } from '../../nodes/build/example-values';
import { endpointById } from '../../nodes/catalogue/index';
import type { DataConnectClient } from '../../nodes/client/client';
import { Turns } from '../../nodes/extract/turns';
import type { RecordPiece, Transform } from '../../nodes/output/transform';
import { transformsFor } from '../../nodes/output/transforms';
import { readStoredNode, type StoredNode } from '../../nodes/stored/stored-node';
import { type Emulator, startEmulator } from '../emulator';
import { clientFor, type OrderChanges, orderFor, runAgainst, shared } from './run-against';

/** Adds a column, and notes what it was given. */
class Adding implements Transform {
  readonly given: RecordPiece[] = [];

  constructor(readonly name: string) {}

  apply(piece: RecordPiece): RecordPiece {
    this.given.push(piece);
    for (const record of piece.records) record[this.name] = Object.keys(record).length;
    return { ...piece, columns: [...piece.columns, { name: this.name, type: 'integer', source: 'data' }] };
  }
}

describe('work on the records of a run', () => {
  let emulator: Emulator;
  let client: DataConnectClient;
  before(async () => {
    emulator = await startEmulator();
    client = clientFor(emulator);
  });
  afterEach(() => emulator.dials.reset());
  after(async () => {
    await client.close();
    await emulator.close();
  });

  const count = (rows: number) => emulator.dials.set({ rows: { availability: { count: rows } } });

  async function batchesOf(transforms: Transform[], changes: OrderChanges = {}) {
    const { batches, error } = await runAgainst(client, orderFor('availability', {}, changes), { transforms });
    if (error) throw error;
    return batches;
  }

  it('is done in order, each on what the one before made of records and columns', async () => {
    count(25);
    const [first, second] = [new Adding('First'), new Adding('Second')];
    const batches = await batchesOf([first, second], { output: { kind: 'batches', size: 10 } });
    assert.deepEqual(
      batches.map(({ records, index, last }) => [records.length, index, last]),
      [
        [10, 0, false],
        [10, 1, false],
        [5, 2, true],
      ],
    );
    const [none] = await batchesOf([], { output: { kind: 'batches', size: 10 } });
    const before = none!.columns.map(({ name }) => name);
    for (const { records, columns } of batches) {
      assert.deepEqual(
        columns.map(({ name }) => name),
        [...before, 'First', 'Second'],
      );
      for (const record of records) assert.equal(record.Second, Number(record.First) + 1);
    }
  });

  it('has the columns also where there are no records', async () => {
    count(0);
    const [batch] = await batchesOf([new Adding('First')]);
    assert.deepEqual(batch!.records, []);
    assert.deepEqual(
      batch!.columns.map(({ name }) => name),
      [...endpointById('availability')!.columns!.map(({ name }) => name), 'First'],
    );
  });

  it('leaves the event loop to others in between', async () => {
    count(1000);
    const adding = new Adding('First');
    // A clock by which each piece of work uses up its turn.
    let now = 0;
    const turns = new Turns(() => (now += 10));
    let turnsOfOthers = 0;
    let isOver = false;
    const takeTurns = () => {
      turnsOfOthers++;
      if (!isOver) setImmediate(takeTurns);
    };
    const order = orderFor('availability', {}, { output: { kind: 'all' } });
    const { batches, error } = await runAgainst(client, order, {
      shared: { learned: shared.learned, turns },
      transforms: [
        {
          apply: (piece) => {
            if (adding.given.length === 0) takeTurns();
            return adding.apply(piece);
          },
        },
      ],
    });
    isOver = true;
    if (error) throw error;
    assert.equal(batches[0]!.records.length, 1000);
    assert.ok(adding.given.length > 10, `${adding.given.length} pieces`);
    assert.ok(adding.given.every(({ records }) => records.length < 100));
    assert.ok(turnsOfOthers >= adding.given.length, `${turnsOfOthers} turns`);
  });

  describe('as a node stores it', () => {
    const made = (output: StoredNode['output'], zone?: string) => {
      const { output: choices, columns } = readStoredNode({ output }).settings;
      return transformsFor({ choices, columns, expected: [], zone, hashKey: undefined, title: '' });
    };

    it('is none where nothing was chosen: records and columns are those of the reader', async () => {
      assert.deepEqual(made({}), []);
    });

    it('makes dates of what only the schema behind the records says to be one', async () => {
      const history = endpointById('invoice-history')!;
      const path = history.path!;
      const params = Object.entries(exampleParams(history)).map(([name, { value }]) => [name, value]);
      const given = { ...Object.fromEntries(params), Response: 'JsonDataTable' };
      const order = orderFor('invoice-history', given, { endpoint: undefined, path, output: { kind: 'all' } });
      const { records, error } = await runAgainst(client, order, { transforms: made({ dates: 'date' }, 'UTC') });
      assert.equal(error, undefined);
      assert.ok(records.length > 0);
      for (const { DateCreated } of records) assert.ok(DateCreated instanceof Date, String(DateCreated));
    });
  });
});
