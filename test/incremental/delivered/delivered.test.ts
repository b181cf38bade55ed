import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DataConnectError } from '../../../nodes/errors';
import { CursorSession } from '../../../nodes/incremental/cursor/cursor-session';
import type { FileCursorStore } from '../../../nodes/incremental/cursor/file-cursor-store';
import { type AskedRange, Delivered, type DeliveredWindow } from '../../../nodes/incremental/delivered/delivered';
import { HashCounts } from '../../../nodes/incremental/delivered/hash-counts';
import { HashSet } from '../../../nodes/incremental/delivered/hash-set';
import { loadKnown, saveKnown } from '../../../nodes/incremental/delivered/known-file';
import { hashOf } from '../../../nodes/incremental/delivered/row-hash';
import { RowText } from '../../../nodes/incremental/delivered/row-text';
import type { DataRecord } from '../../../nodes/record';
import { Random } from '../../fuzz/random';
import { confirmation, NAME, storeIn, temporaryFolder } from '../cursor/cursor-samples';

const COLUMNS = ['Id', 'Sold', 'Amount'];
const day = (number: number) => `2026-03-${String(number).padStart(2, '0')}T05:00:00.000Z`;
const sale = (id: number, amount: number, on = 3): DataRecord => ({
  Id: id,
  Sold: `2026-03-0${on}T10:00:00`,
  Amount: amount,
});
const range = (from: number, to: number, earlyTo?: number): AskedRange => ({
  from: day(from),
  to: day(to),
  ...(earlyTo === undefined ? {} : { earlyTo: day(earlyTo) }),
});

describe('records that were delivered', () => {
  let store: FileCursorStore;
  let key: string[];
  beforeEach(() => {
    store = storeIn(temporaryFolder());
    key = [];
  });

  interface Step {
    asked?: AskedRange;
    answer: DataRecord[];
    columns?: string[];
    isConfirmed?: boolean;
    isEarly?: (record: DataRecord) => boolean;
  }

  /** A run of some windows. @returns what left in each */
  async function run(...steps: Step[]): Promise<DataRecord[][]> {
    const files = store.filesOf(NAME);
    const session = await CursorSession.open({ store, name: NAME, files });
    const journals = await session.journals();
    const delivered = await Delivered.open({ files, state: session.state, journals, key, leaves: 'new' });
    const left: DataRecord[][] = [];
    for (const { asked = range(1, 4), answer, columns = COLUMNS, isConfirmed = true, isEarly } of steps) {
      const window = delivered.begin(asked, session.generation);
      left.push(await sifted(window, answer, columns, isEarly));
      if (isConfirmed) {
        await session.confirm(confirmation({ confirmedTo: asked.to, rows: answer.length, ...(await window.save()) }));
        window.confirmed();
      } else await window.close();
    }
    await session.release();
    return left;
  }

  async function sifted(
    window: DeliveredWindow,
    answer: DataRecord[],
    columns: string[],
    isEarly?: (record: DataRecord) => boolean,
  ): Promise<DataRecord[]> {
    const left: DataRecord[] = [];
    for (let at = 0; at < answer.length; at += 2) {
      const piece = answer.slice(at, at + 2);
      const known = await window.sift(piece, columns, isEarly);
      await window.note();
      left.push(...piece.filter((_record, index) => !known[index]));
    }
    return left;
  }

  it('are not sent again, and those that came late are', async () => {
    await run({ answer: [sale(1, 5), sale(2, 5)] });
    assert.deepEqual(await run({ answer: [sale(1, 5), sale(3, 7), sale(2, 5)] }), [[sale(3, 7)]]);
    assert.deepEqual(await run({ answer: [sale(1, 5), sale(3, 7), sale(2, 5)] }), [[]]);
  });

  it('are counted: of equal ones that are both real none is held back', async () => {
    await run({ answer: [sale(1, 5), sale(1, 5)] });
    assert.deepEqual(await run({ answer: [sale(1, 5), sale(1, 5), sale(1, 5)] }), [[sale(1, 5)]]);
    assert.deepEqual(await run({ answer: [sale(1, 5)] }), [[]]);
    assert.deepEqual(await run({ answer: [sale(1, 5), sale(1, 5)] }), [[sale(1, 5)]]);
  });

  it('are sent again where nothing confirmed them, all of them without a key', async () => {
    await run({ answer: [sale(1, 5)] });
    assert.deepEqual(await run({ answer: [sale(1, 5), sale(2, 5)], isConfirmed: false }), [[sale(2, 5)]]);
    assert.deepEqual(await run({ answer: [sale(1, 5), sale(2, 5)] }), [[sale(1, 5), sale(2, 5)]]);
    assert.deepEqual(await run({ answer: [sale(1, 5), sale(2, 5)] }), [[]]);
  });

  it('are sent again when one is corrected and corrected back', async () => {
    await run({ answer: [sale(1, 5)] });
    assert.deepEqual(await run({ answer: [sale(1, 6)] }), [[sale(1, 6)]]);
    assert.deepEqual(await run({ answer: [sale(1, 5)] }), [[sale(1, 5)]]);
  });

  it('are sent again when that happens around a run that was not confirmed, with a key only those that it sent', async () => {
    key = ['Id'];
    await run({ answer: [sale(1, 5), sale(2, 5)] });
    await run({ answer: [sale(1, 6), sale(2, 5)], isConfirmed: false });
    assert.deepEqual(await run({ answer: [sale(1, 5), sale(2, 5)] }), [[sale(1, 5)]]);
    assert.deepEqual(await run({ answer: [sale(1, 5), sale(2, 5)] }), [[]]);
  });

  it('are sent again when the key is another than that of the run that was not confirmed', async () => {
    key = ['Id'];
    await run({ answer: [sale(1, 5)] });
    await run({ answer: [sale(1, 6)], isConfirmed: false });
    key = ['Sold'];
    assert.deepEqual(await run({ answer: [sale(1, 5)] }), [[sale(1, 5)]]);
  });

  it('are known over all windows of a run, and of the next, which begins with the lookback', async () => {
    const [first, second] = [
      { asked: range(1, 3), answer: [sale(1, 5, 1), sale(2, 5, 2)] },
      { asked: range(3, 5), answer: [sale(3, 5, 3)] },
    ];
    assert.deepEqual(await run(first, second), [first.answer, second.answer]);
    const next = [sale(2, 5, 2), sale(3, 5, 3), sale(4, 5, 4)];
    assert.deepEqual(await run({ asked: range(2, 6), answer: next }), [[sale(4, 5, 4)]]);
    const state = JSON.parse(readFileSync(path.join(store.options.folder, `${NAME}.json`), 'utf8'));
    assert.deepEqual(
      state.known.map(({ from, to, rows }: Record<string, unknown>) => [from, to, rows]),
      [[day(2), day(6), 3]],
    );
  });

  it('that came early count until the window that is about them was confirmed', async () => {
    const isEarly = (record: DataRecord) => String(record.Sold) >= '2026-03-03';
    const first = { asked: range(1, 3, 4), answer: [sale(1, 5, 1), sale(9, 5, 3)], isEarly };
    // Corrected between the two windows of one run, and back before the next run.
    const second = { asked: range(3, 5), answer: [sale(9, 6, 3)] };
    assert.deepEqual(await run(first, second), [first.answer, second.answer]);
    assert.deepEqual(await run({ asked: range(1, 6), answer: [sale(1, 5, 1), sale(9, 5, 3)] }), [[sale(9, 5, 3)]]);
  });

  it('and came early are not sent again by the window that is about them', async () => {
    const isEarly = (record: DataRecord) => String(record.Sold) >= '2026-03-03';
    const first = { asked: range(1, 3, 4), answer: [sale(1, 5, 1), sale(9, 5, 3)], isEarly };
    assert.deepEqual(await run(first, { asked: range(3, 5), answer: [sale(9, 5, 3)] }), [first.answer, []]);
    const next = { asked: range(2, 6), answer: [sale(9, 5, 3), sale(9, 5, 3)] };
    assert.deepEqual(await run(next), [[sale(9, 5, 3)]], 'an equal one that is new was held back');
  });

  it('that two windows had count once', async () => {
    const isEarly = (record: DataRecord) => String(record.Sold) >= '2026-03-03';
    // The second window ends before all that came early.
    const first = { asked: range(1, 3, 6), answer: [sale(9, 5, 3)], isEarly };
    await run(first, { asked: range(3, 4), answer: [sale(9, 5, 3)] });
    const next = { asked: range(1, 6), answer: [sale(9, 5, 3), sale(9, 5, 3)] };
    assert.deepEqual(await run(next), [[sale(9, 5, 3)]]);
  });

  it('are told by whatever order of columns, and a new column makes those with a value in it new', async () => {
    await run({ answer: [sale(1, 5), sale(2, 5)] });
    const turned = { Amount: 5, Sold: '2026-03-03T10:00:00', Id: 1 };
    assert.deepEqual(await run({ answer: [turned, sale(2, 5)], columns: ['Amount', 'Sold', 'Id'] }), [[]]);
    const wider = [
      { ...sale(1, 5), Note: null },
      { ...sale(2, 5), Note: 'x' },
    ];
    assert.deepEqual(await run({ answer: wider, columns: [...COLUMNS, 'Note'] }), [[wider[1]]]);
  });

  it('whose file is damaged stop the run', async () => {
    await run({ answer: [sale(1, 5)] });
    const [name] = JSON.parse(readFileSync(path.join(store.options.folder, `${NAME}.json`), 'utf8')).known;
    const file = path.join(store.filesOf(NAME).folder, name.file);
    const bytes = readFileSync(file);
    bytes[3]! ^= 1;
    writeFileSync(file, bytes);
    await assert.rejects(
      run({ answer: [] }),
      (error) => error instanceof DataConnectError && error.code === 'STATE_DAMAGED',
    );
  });

  it('that leave are noted together, not a piece of an answer at a time; a great many of one message in some writes', async () => {
    const files = store.filesOf(NAME);
    key = ['Id'];
    let writes = 0;
    const point = (name: string) => {
      if (name === 'journalled') writes++;
    };
    const delivered = await Delivered.open({ files, state: undefined, journals: [], key, leaves: 'new', point });
    const window = delivered.begin(range(1, 4), 1);
    const sift = async (from: number, to: number) => {
      for (let at = from; at < to; at += 50)
        await window.sift(
          Array.from({ length: 50 }, (_, index) => sale(at + index, 5)),
          COLUMNS,
        );
    };
    await sift(0, 1000);
    assert.equal(writes, 0);
    await window.note();
    await window.note();
    assert.equal(writes, 1);
    await sift(1000, 23_000);
    assert.equal(writes, 3);
    await window.close();
  });

  it('are known by a journal whose end a crash cut off, and not by one that was changed', async () => {
    await run({ answer: [sale(1, 5)] });
    await run({ answer: [sale(2, 5)], isConfirmed: false });
    const [journal] = await store.filesOf(NAME).journals(1);
    const whole = readFileSync(journal!);
    writeFileSync(journal!, Buffer.concat([whole, Buffer.from('*\n#0123')]));
    assert.deepEqual(await run({ answer: [sale(1, 5)], isConfirmed: false }), [[sale(1, 5)]]);
    writeFileSync(journal!, whole.toString().replace('*', '+'));
    await assert.rejects(run({ answer: [] }), /which says what was sent before, is damaged/);
  });
});

describe('the text of a record', () => {
  const columns = ['b', 'a'];
  const textOf = (record: DataRecord) => {
    const text = new RowText(columns);
    return text.of(record, text.others(record));
  };

  it('is one, whatever the order of columns and of names inside a value', () => {
    assert.equal(
      textOf({ a: { y: [{ d: 1, c: 2 }], x: 1 }, b: 2 }),
      textOf({ b: 2, a: { x: 1, y: [{ c: 2, d: 1 }] } }),
    );
  });

  it('is one for columns that are known in another order', () => {
    assert.equal(new RowText(['a', 'b']).of({ a: 1, b: 2 }, []), new RowText(['b', 'a']).of({ a: 1, b: 2 }, []));
  });

  it('is that of a date for its ISO text, of null for what a record lacks, and of its digits for a large integer', () => {
    assert.equal(
      textOf({ a: new Date('2026-03-04T05:06:07.008Z'), b: null }),
      textOf({ a: '2026-03-04T05:06:07.008Z' }),
    );
    const large = { a: 9007199254740993n } as unknown as DataRecord;
    assert.equal(textOf(large), textOf({ a: '9007199254740993' }));
    assert.equal(textOf({ a: { deep: 9007199254740993n } as never }), textOf({ a: { deep: '9007199254740993' } }));
  });

  it('is another for another value, type, column or place', () => {
    const different: DataRecord[] = [
      { a: 1 },
      { a: '1' },
      { b: 1 },
      { a: true },
      { a: 'true' },
      { a: null },
      { a: 'null' },
      { a: '' },
      { a: [1] },
      { a: '[1]' },
      { a: [1, 2] },
      { a: [2, 1] },
      { a: 1, b: 1 },
      { a: 1, c: 1 },
      { a: 1, c: '1' },
      { a: 1, d: 1 },
      { a: { x: 1 } },
      { a: { x: null } },
      { a: {} },
    ];
    assert.equal(new Set(different.map(textOf)).size, different.length);
  });

  it('does not change with a column that is null in it', () => {
    assert.equal(textOf({ a: 1, z: null }), textOf({ a: 1 }));
  });
});

describe('counts of hashes', () => {
  it('outlive a file, those beyond a byte too', async () => {
    const files = storeIn(temporaryFolder()).filesOf(NAME);
    const counts = new HashCounts();
    const times = [1, 254, 255, 256, 70_000];
    for (const [at, count] of times.entries()) counts.add(hashOf(String(at)), count);
    for (let at = 100; at < 3000; at++) counts.add(hashOf(String(at)));
    const saved = await saveKnown(files, 1, { from: day(1), to: day(2) }, counts, () => undefined);
    const loaded = await loadKnown(files, saved);
    for (const [at, count] of times.entries()) assert.equal(loaded.count(hashOf(String(at))), count);
    assert.equal(loaded.total, counts.total);
    assert.equal(loaded.size, counts.size);
  });

  it('are those of a Map, however many', () => {
    const random = new Random(7);
    const counts = new HashCounts();
    const truth = new Map<string, number>();
    for (let time = 0; time < 30_000; time++) {
      const text = String(random.below(9000));
      const expected = (truth.get(text) ?? 0) + 1;
      truth.set(text, expected);
      assert.equal(counts.add(hashOf(text)), expected);
    }
    assert.equal(counts.size, truth.size);
    assert.equal(counts.total, 30_000);
    for (let text = 0; text < 10_000; text++)
      assert.equal(counts.count(hashOf(String(text))), truth.get(String(text)) ?? 0);
    assert.equal(counts.copy().count(hashOf('5')), truth.get('5'));
  });

  it('are those of several Maps in one table', () => {
    const random = new Random(8);
    const counts = new HashCounts(0, 3);
    const truths = [0, 1, 2].map(() => new Map<string, number>());
    for (let time = 0; time < 30_000; time++) {
      const [text, tally, times] = [String(random.below(6000)), random.below(3), random.below(200)];
      const expected = (truths[tally]!.get(text) ?? 0) + times;
      truths[tally]!.set(text, expected);
      assert.equal(counts.add(hashOf(text), times, tally), expected);
    }
    for (const [tally, truth] of truths.entries()) {
      for (let text = 0; text < 6100; text++)
        assert.equal(counts.count(hashOf(String(text)), tally), truth.get(String(text)) ?? 0);
      assert.equal(
        counts.totalOf(tally),
        [...truth.values()].reduce((sum, each) => sum + each, 0),
      );
    }
  });
});

describe('a set of hashes', () => {
  it('is one of their texts, however many', () => {
    const random = new Random(9);
    const set = new HashSet();
    const truth = new Set<string>();
    for (let time = 0; time < 30_000; time++) {
      const text = String(random.below(20_000));
      assert.equal(set.add(hashOf(text)), !truth.has(text));
      truth.add(text);
    }
    assert.equal(set.size, truth.size);
    for (let text = 0; text < 21_000; text++) assert.equal(set.has(hashOf(String(text))), truth.has(String(text)));
  });
});
