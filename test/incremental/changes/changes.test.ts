import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DataConnectError, type Phrase } from '../../../nodes/errors';
import type { FileCursorStore } from '../../../nodes/incremental/cursor/file-cursor-store';
import type { DataRecord } from '../../../nodes/record';
import { Random } from '../../fuzz/random';
import { recordOutput, recordSecret } from '../../secrets/transcript';
import { NAME, storeIn, temporaryFolder } from '../cursor/cursor-samples';
import { type FeedRun, Replay, runFeed } from './feed-run';

const product = (id: number | string, price = 5): DataRecord => ({ Id: id, Name: `Product ${id}`, Price: price });
const products = (count: number, price = 5) => Array.from({ length: count }, (_each, at) => product(at, price));

describe('what changed in a list since it was confirmed', () => {
  let store: FileCursorStore;
  let warnings: Phrase[];
  beforeEach(() => {
    store = storeIn(temporaryFolder());
    warnings = [];
  });

  const run = (answer: DataRecord[], more: Partial<FeedRun> = {}) =>
    runFeed({ store, answer, warn: (warning) => warnings.push(warning), ...more });
  const changesOf = async (answer: DataRecord[], more: Partial<FeedRun> = {}) => {
    const { batches } = await run(answer, more);
    return batches.flatMap(({ change, records }) => records.map((record) => [change, record]));
  };

  it('is everything at first, and nothing when nothing did', async () => {
    const { counts } = await run(products(40));
    assert.deepEqual(counts, { added: 40, changed: 0, removed: 0, same: 0 });
    assert.deepEqual((await run(products(40).reverse())).counts, { added: 0, changed: 0, removed: 0, same: 40 });
  });

  it('is added, changed and removed, the last with the key alone and at the very end', async () => {
    await run(products(5));
    const answer = [product(9), product(0), product(1, 7), product(3), product(4)];
    assert.deepEqual(await changesOf(answer), [
      ['added', product(9)],
      ['changed', product(1, 7)],
      ['removed', { Id: 2 }],
    ]);
    assert.deepEqual(await changesOf(answer), []);
  });

  it('leaves in batches of one kind', async () => {
    await run(products(30));
    const { batches } = await run([
      ...products(15, 6),
      ...Array.from({ length: 23 }, (_each, at) => product(100 + at)),
    ]);
    for (const { records } of batches) assert.ok(records.length <= 10);
    assert.deepEqual(batches.map(({ change, records }) => `${change} ${records.length}`).sort(), [
      'added 10',
      'added 10',
      'added 3',
      'changed 10',
      'changed 5',
      'removed 10',
      'removed 5',
    ]);
  });

  it('says nothing of what is gone behind an answer that ended early, and goes on from the state before', async () => {
    await run(products(5));
    assert.deepEqual(await changesOf([product(1, 8)], { isComplete: false }), []);
    assert.deepEqual(await changesOf(products(4)), [['removed', { Id: 4 }]]);
  });

  it('is sent again when nothing confirmed it, though it is by now what it was', async () => {
    await run(products(3));
    assert.deepEqual(await changesOf([product(0), product(1, 9), product(2), product(7)], { isConfirmed: false }), [
      ['added', product(7)],
      ['changed', product(1, 9)],
    ]);
    assert.deepEqual(await changesOf(products(3)), [
      ['changed', product(1)],
      ['removed', { Id: 7 }],
    ]);
    assert.deepEqual(await changesOf(products(3)), []);
  });

  it('is sent again when something was sent as removed, not confirmed, and came back', async () => {
    await run(products(3));
    assert.deepEqual(await changesOf(products(2), { isConfirmed: false }), [['removed', { Id: 2 }]]);
    assert.deepEqual(await changesOf(products(3)), [['changed', product(2)]]);
  });

  it('is told removed once, of something that only runs that were not confirmed had sent', async () => {
    await changesOf([product(1), product(2)], { isConfirmed: false });
    await changesOf([product(1), product(2)], { isConfirmed: false });
    assert.deepEqual(await changesOf([product(1)]), [
      ['added', product(1)],
      ['removed', { Id: 2 }],
    ]);
  });

  describe('and too much is gone', () => {
    it('removes nothing and confirms nothing', async () => {
      await run(products(10));
      let sent = 0;
      const error = await failure(run([...products(7), product(50)], { mostRemoved: 20, send: () => void sent++ }));
      assert.equal(error.code, 'TOO_MANY_REMOVED');
      assert.match(error.message, /\(gone: 3 of 10; taken for real: 20 %\)/);
      assert.equal(sent, 1, 'what was added had not left');
      assert.deepEqual(await changesOf(products(9)), [
        ['removed', { Id: 9 }],
        ['removed', { Id: 50 }],
      ]);
    });

    it('lets go what is not', async () => {
      await run(products(10));
      assert.equal((await run(products(8), { mostRemoved: 20 })).counts.removed, 2);
    });
  });

  describe('by a key', () => {
    it('of several columns, and of text and number apart', async () => {
      const key = ['Store', 'Id'];
      const at = (place: Value, id: Value): DataRecord => ({ Store: place, Id: id });
      const answer = [at(1, 1), at(1, '1'), at('1', 1), at(1, 2), at(2, 1)];
      assert.equal((await run(answer, { key })).counts.added, 5);
      assert.deepEqual(await changesOf(answer.slice(1), { key }), [['removed', { Store: 1, Id: 1 }]]);
    });

    it('that is not unique stops everything, with the first three values', async () => {
      await run(products(5));
      const twice = ['a', 'b', 'c', 'd'].flatMap((id) => [product(id), product(id)]);
      let sent = 0;
      const error = await failure(run([...products(5), ...twice], { send: () => void sent++ }));
      assert.equal(error.code, 'KEY_NOT_UNIQUE');
      assert.match(error.message, /same key \(Id\)\. It is that of several: a, b, c\./);
      assert.equal(sent, 0);
      assert.deepEqual((await run(products(5))).counts.same, 5);
    });

    it('that is not unique once is told at the end', async () => {
      const error = await failure(run([...products(20), product(3)]));
      assert.match(error.message, /It is that of several: 3\./);
    });

    it('of a person is told masked, and a long one cut off', async () => {
      recordSecret('alice@example.com-incremental');
      const [alice, long] = ['alice@example.com-incremental', 'x'.repeat(100)].map((Email) => ({ Id: 1, Email }));
      const error = await failure(run([alice!, alice!], { key: ['Id', 'Email'], personal: ['Email'] }));
      assert.match(error.message, /It is that of several: 1 \| \*\*\*\./);
      assert.match((await failure(run([long!, long!], { key: ['Email'] }))).message, /: x{40}…\./);
    });

    it('of any length, among thousands', async () => {
      const long = product('x'.repeat(200_000));
      const answer = [...products(3000), long, product('é'.repeat(30_000)), ...products(6000).slice(3000)];
      const pieces = { batch: 1000, piece: 1000 };
      await run(answer, pieces);
      assert.equal((await run(answer, pieces)).counts.same, answer.length);
      const removed = await changesOf(products(10), pieces);
      assert.deepEqual(
        removed,
        answer.slice(10).map(({ Id }) => ['removed', { Id }]),
      );
    });

    it('that has no value is told with the count', async () => {
      const error = await failure(
        run([product(1), { Name: 'x' }, { Id: null, Name: 'y' }], { columns: ['Id', 'Name'] }),
      );
      assert.equal(error.code, 'KEY_MISSING');
      assert.match(error.message, /key \(Id\)\. There are 2 of them\./);
    });

    it('that is another than at the last time begins anew, and says so', async () => {
      await run(products(3));
      const { counts } = await run(products(3), { key: ['Name'] });
      assert.deepEqual(counts, { added: 3, changed: 0, removed: 0, same: 0 });
      assert.deepEqual(warnings, [{ phrase: 'changes-key-other', facts: { key: 'Id' } }]);
    });
  });

  describe('with other columns', () => {
    const wider = (count: number, price = 5) => products(count, price).map((each) => ({ ...each, Colour: 'red' }));

    it('compares once without the new one, says so, and with it from then on', async () => {
      await run(products(5));
      const { counts } = await run([...wider(4), { ...product(4, 6), Colour: 'red' }]);
      assert.deepEqual(counts, { added: 0, changed: 1, removed: 0, same: 4 });
      assert.deepEqual(warnings, [{ phrase: 'changes-columns-added', facts: { columns: 'Colour' } }]);
      const blue = wider(4).map((each, at) => (at === 1 ? { ...each, Colour: 'blue' } : each));
      assert.deepEqual(await changesOf([...blue, { ...product(4, 6), Colour: 'red' }]), [['changed', blue[1]]]);
      assert.equal(warnings.length, 1);
    });

    it('without a key as well', async () => {
      await run(products(5), { key: [] });
      const { counts } = await run([...wider(4), { ...product(4, 6), Colour: 'red' }], { key: [] });
      assert.deepEqual(counts, { added: 1, changed: 0, removed: 1, same: 4 });
      assert.deepEqual((await run([...wider(4), { ...product(4, 6), Colour: 'red' }], { key: [] })).counts.same, 5);
    });

    it('takes one that is gone for a change of each record that had a value in it', async () => {
      await run([...wider(2), { ...product(7), Colour: null }]);
      assert.deepEqual((await run([product(0), product(1), product(7)])).counts, {
        added: 0,
        changed: 2,
        removed: 0,
        same: 1,
      });
    });

    it('takes no new one for what it is, when it has no values', async () => {
      await run(products(2));
      await run(
        products(2).map((each) => ({ ...each, Empty: null })),
        { columns: ['Id', 'Name', 'Price', 'Empty'] },
      );
      assert.deepEqual(warnings, []);
    });
  });

  describe('without a key', () => {
    const key: string[] = [];

    it('is added, and removed as a number, by counts', async () => {
      const twin = product(1);
      await run([twin, twin, product(2)], { key });
      const { counts, batches } = await run([twin, product(2, 6), twin, twin], { key });
      assert.deepEqual(counts, { added: 2, changed: 0, removed: 1, same: 2 });
      assert.deepEqual(
        batches.flatMap(({ change, records }) => records.map((each) => [change, each])),
        [
          ['added', product(2, 6)],
          ['added', twin],
        ],
      );
      assert.deepEqual((await run([twin], { key })).counts, { added: 0, changed: 0, removed: 3, same: 1 });
    });

    it('is sent again when nothing confirmed it', async () => {
      await run([product(1)], { key });
      await run([product(1), product(2)], { key, isConfirmed: false });
      assert.deepEqual((await run([product(1), product(2)], { key })).counts, {
        added: 1,
        changed: 0,
        removed: 0,
        same: 1,
      });
      await run([product(1), product(2), product(3)], { key, isConfirmed: false });
      assert.equal((await run([product(1), product(2)], { key })).counts.removed, 1);
    });

    it('is refused when far fewer are there, and not when many changed', async () => {
      await run(products(10), { key });
      assert.equal((await failure(run(products(7), { key, mostRemoved: 20 }))).code, 'TOO_MANY_REMOVED');
      assert.equal((await run(products(10, 6), { key, mostRemoved: 20 })).counts.removed, 10);
    });
  });

  it('is not told from a state of which a byte changed', async () => {
    for (const kind of ['rows', 'keys']) {
      store = storeIn(temporaryFolder());
      await run(products(20));
      const folder = store.filesOf(NAME).folder;
      const name = readdirSync(folder).find((each) => each.endsWith(`.${kind}`))!;
      const bytes = readFileSync(path.join(folder, name));
      bytes[bytes.length >> 1]! ^= 4;
      writeFileSync(path.join(folder, name), bytes);
      assert.equal((await failure(run(products(20)))).code, 'STATE_DAMAGED', kind);
    }
  });

  it('leaves no file behind that no state names', async () => {
    await run(products(5));
    await run(products(6), { isConfirmed: false });
    await run(products(4));
    await failure(run([product(1), product(1)]));
    await run(products(5));
    const names = readdirSync(store.filesOf(NAME).folder).map((name) => name.replace(/\d+-[0-9a-f]{8}/, 'n'));
    const state = ['a1b2c3.n.keys', 'a1b2c3.n.rows'];
    assert.deepEqual(names.sort(), ['a1b2c3.json', ...state, ...state, 'a1b2c3.n.sent', 'a1b2c3.previous.json'].sort());
  });

  it('replayed is the list of the service, whatever comes, fails and comes again', async () => {
    for (let seed = 1; seed <= 4; seed++) {
      store = storeIn(temporaryFolder());
      const random = new Random(seed);
      const replay = new Replay();
      let list = products(30);
      for (let time = 0; time < 10; time++) {
        list = list
          .filter(() => !random.oneIn(9))
          .map((each) => (random.oneIn(6) ? product(each.Id as number, random.below(3)) : each));
        for (let id = 0; id < 40; id++)
          if (random.oneIn(12) && !list.some((each) => each.Id === id)) list.push(product(id, random.below(3)));
        const isLast = time === 9;
        await run(list, {
          isComplete: isLast || !random.oneIn(4),
          isConfirmed: isLast || !random.oneIn(3),
          send: (changes) => replay.take(changes),
        });
      }
      assert.deepEqual(replay.sorted, sorted(list), `seed ${seed}`);
    }
  });
});

type Value = DataRecord[string];

function sorted(list: DataRecord[]): DataRecord[] {
  const key = ({ Id }: DataRecord) => JSON.stringify([Id]);
  return [...list].sort((one, other) => (key(one) < key(other) ? -1 : 1));
}

async function failure(promise: Promise<unknown>): Promise<DataConnectError> {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof DataConnectError, String(error));
  recordOutput('error', error);
  return error;
}
