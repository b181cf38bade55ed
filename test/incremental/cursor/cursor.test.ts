import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DataConnectError, type ErrorCode, type Phrase } from '../../../nodes/errors';
import { canonicalJson } from '../../../nodes/incremental/cursor/canonical-json';
import { cursorInFuture } from '../../../nodes/incremental/cursor/cursor-failures';
import { checkCursorName, cursorName, nodeOf } from '../../../nodes/incremental/cursor/cursor-name';
import { CursorSession } from '../../../nodes/incremental/cursor/cursor-session';
import { readState, stateText } from '../../../nodes/incremental/cursor/cursor-state';
import type { FileCursorStore } from '../../../nodes/incremental/cursor/file-cursor-store';
import { Random } from '../../fuzz/random';
import { recordOutput } from '../../secrets/transcript';
import { confirmation, NAME, storeIn, temporaryFolder, textOfGeneration } from './cursor-samples';
import { fillUp, mounted } from './full-disk';
import { MemoryStore } from './memory-store';

describe('where a run goes on', () => {
  let folder: string;
  let store: FileCursorStore;
  let warnings: Phrase[];
  beforeEach(() => {
    folder = temporaryFolder();
    warnings = [];
    store = storeIn(folder, undefined, warnings);
  });

  const file = (ending: string) => path.join(folder, `${NAME}.${ending}`);
  const names = () => readdirSync(path.dirname(file('json'))).sort();
  const open = () => CursorSession.open({ store, name: NAME, files: store.filesOf(NAME) });
  async function confirmed(times: number): Promise<void> {
    const session = await open();
    for (let time = 0; time < times; time++) await session.confirm(confirmation({ rows: time }));
    await session.release();
  }

  it('is nowhere before the first confirmation, and where it was confirmed afterwards', async () => {
    const session = await open();
    assert.equal(session.state, undefined);
    assert.equal(session.generation, 0);
    await session.confirm(confirmation());
    await session.release();

    const next = await open();
    const { generation, confirmedTo, confirmedToLocal } = next.state!;
    assert.equal(generation, 1);
    assert.equal(confirmedTo, '2026-03-04T15:15:00.000Z');
    assert.equal(confirmedToLocal, '2026-03-04T10:15:00.000-05:00');
    await next.release();
  });

  it('stands in a file that a person can read, and that is theirs alone', async () => {
    await confirmed(2);
    const text = readFileSync(file('json'), 'utf8');
    assert.match(text, /"confirmedTo": "2026-03-04T15:15:00\.000Z",\n/);
    assert.match(text, /"name": "Sales by invoice"/);
    assert.deepEqual(names(), ['a1b2c3.json', 'a1b2c3.previous.json']);
    assert.equal(JSON.parse(readFileSync(file('previous.json'), 'utf8')).generation, 1);
    if (process.platform === 'win32') return;
    for (const ending of ['json', 'previous.json']) assert.equal(statSync(file(ending)).mode & 0o777, 0o600);
    assert.equal(statSync(path.dirname(file('json'))).mode & 0o777, 0o700);
  });

  it('never goes back, but for a person', async () => {
    await confirmed(1);
    const session = await open();
    await session.confirm(confirmation({ confirmedTo: '2026-03-01T00:00:00.000Z' }));
    assert.equal(session.state!.confirmedTo, '2026-03-04T15:15:00.000Z');
    await session.release();
    const options = { store, name: NAME, files: store.filesOf(NAME) };
    const state = await CursorSession.changeByHand(options, (before) => ({
      ...before!,
      confirmedTo: '2026-02-01T05:00:00.000Z',
    }));
    assert.equal(state.confirmedTo, '2026-02-01T05:00:00.000Z');
    assert.equal(state.confirmedBy, 'person');
    assert.equal(state.generation, 3);
  });

  it('keeps what was sent and not confirmed, whatever a person changes meanwhile', async () => {
    await confirmed(1);
    const files = store.filesOf(NAME);
    const stem = files.newStem(1);
    await (await files.create(stem, 'sent')).close();
    const options = { store, name: NAME, files };
    for (let time = 0; time < 3; time++)
      await CursorSession.changeByHand(options, (before) => ({ ...before!, paused: true }));
    const session = await open();
    assert.equal(session.generation, 4);
    assert.deepEqual(await session.journals(), [files.path(stem, 'sent')]);
    await session.confirm(confirmation());
    assert.deepEqual(await session.journals(), []);
    await session.release();
  });

  it('is one for each connection, node and partition, whatever their ids are', () => {
    assert.equal(cursorName({ connection: 'd4e5f6', node: 'a1b2c3' }), NAME);
    const one = cursorName({ connection: 'c', node: 'n', partition: { a: '1', b: '2' } });
    assert.equal(one, cursorName({ connection: 'c', node: 'n', partition: { b: '2', a: '1' } }));
    assert.notEqual(one, cursorName({ connection: 'c', node: 'n', partition: { a: '1', b: '3' } }));
    const odd = ['', '..', '../../x', 'a/b', 'a\\b', 'A', 'a', '7b014430.dfd94c', 'ñ', 'con', 'a b', '\0', '%41'];
    const made = odd.map((node) => cursorName({ connection: node, node }));
    assert.equal(new Set(made.map((each) => each.toLowerCase())).size, odd.length);
    for (const each of made) checkCursorName(each);
    assert.deepEqual(made.map(nodeOf), odd);
    assert.equal(nodeOf(one), 'n');
    for (const each of ['../x', 'a/b/c', 'a', '/a', 'a/..', 'a/b.json', 'a/b.0123456789ABCDEF'])
      assert.throws(() => checkCursorName(each), each);
  });

  it('is not gone on from by two at once', async () => {
    const session = await open();
    const error = await failure(CursorSession.open({ store: storeIn(folder), name: NAME, files: store.filesOf(NAME) }));
    assert.equal(error.code, 'CURSOR_IN_USE');
    assert.match(error.message, /still under way in this same Node-RED/);
    await session.release();
    await confirmed(1);
  });

  it('is not overwritten by a run that another one overtook', async () => {
    const session = await open();
    // As if the lease had been lost without a trace.
    writeFileSync(file('json'), textOfGeneration(5));
    const error = await failure(session.confirm(confirmation()));
    assert.equal(error.code, 'CURSOR_MOVED');
    await session.release();
    assert.equal(JSON.parse(readFileSync(file('json'), 'utf8')).generation, 5);
    assert.deepEqual(names(), ['a1b2c3.json']);
  });

  it('lies with a store that is handed in as well', async () => {
    const options = { store: new MemoryStore(), name: NAME, files: store.filesOf(NAME) };
    const session = await CursorSession.open(options);
    await session.confirm(confirmation());
    await session.confirm(confirmation({ rows: 2 }));
    assert.equal((await failure(CursorSession.open(options))).message.includes('another Node-RED is extracting'), true);
    await session.release();
    const next = await CursorSession.open(options);
    assert.equal(next.state!.rows, 2);
    await next.release();
  });

  describe('in a damaged file', () => {
    beforeEach(() => confirmed(3));

    const damage = (ending: string) =>
      writeFileSync(file(ending), readFileSync(file(ending), 'utf8').replace('2026', '2025'));

    it('is that of the file before, which is repeated and told of', async () => {
      damage('json');
      const session = await open();
      assert.equal(session.generation, 2);
      assert.deepEqual(
        warnings.map(({ phrase }) => phrase),
        ['cursor-previous-used'],
      );
      await session.confirm(confirmation({ rows: 9 }));
      await session.release();
      assert.equal(JSON.parse(readFileSync(file('json'), 'utf8')).generation, 3);
      assert.equal(JSON.parse(readFileSync(file('previous.json'), 'utf8')).generation, 2, 'the damaged one was kept');
    });

    it('and a damaged one before is told, with the last point that can be read, and never a new start', async () => {
      damage('json');
      damage('previous.json');
      const error = await failure(open());
      assert.equal(error.code, 'CURSOR_DAMAGED');
      assert.match(error.message, /it is damaged, and so is the one before it\..+last known: 2025-03-04 15:15/);
      assert.match((await failure(open())).message, /damaged/, 'it began anew at the second time');
    });

    it('is set by a person, and the damaged one put away', async () => {
      damage('json');
      damage('previous.json');
      const options = { store, name: NAME, files: store.filesOf(NAME) };
      await CursorSession.changeByHand(options, (before) => {
        assert.equal(before, undefined);
        return confirmation({ confirmedTo: '2026-03-01T05:00:00.000Z' });
      });
      const session = await open();
      assert.equal(session.state!.confirmedTo, '2026-03-01T05:00:00.000Z');
      await session.release();
      assert.ok(existsSync(file('json.damaged')));
    });

    it('is no first run where only the file before is left', async () => {
      unlinkSync(file('json'));
      const session = await open();
      assert.equal(session.generation, 2);
      await session.release();
    });

    it('of a newer version is left to that, though the one before could be read', async () => {
      const { check, ...state } = JSON.parse(readFileSync(file('json'), 'utf8'));
      assert.equal(typeof check, 'string');
      writeFileSync(file('json'), stateText({ ...state, version: 2 }));
      const error = await failure(open());
      assert.equal(error.code, 'CURSOR_DAMAGED');
      assert.match(error.message, /a newer version of these nodes wrote it \(2\)\./);
    });

    it('that cannot be read at all is no first run', async () => {
      rmSync(file('json'));
      mkdirSync(file('json'));
      assert.match((await failure(open())).message, /it cannot be read \(EISDIR\)\./);
    });
  });

  it('is known to be damaged by any bit that changes what it says, and by any end that is cut off', () => {
    const text = textOfGeneration(318);
    const bytes = Buffer.from(text);
    const random = new Random(14);
    for (let time = 0; time < 3000; time++) {
      const changed = Buffer.from(bytes);
      const at = random.below(bytes.length);
      changed[at]! ^= 1 << random.below(8);
      const read = readState(changed.toString());
      if ('state' in read) assert.deepEqual(read.state, stateOf(text), `bit ${at}`);
      const cut = readState(text.slice(0, random.below(text.length - 1)));
      assert.ok('damage' in cut);
    }
  });

  it('is one text for one state, whatever the order of its names', () => {
    assert.equal(canonicalJson({ b: [{ d: 1, c: 2 }], a: null }), canonicalJson({ a: null, b: [{ c: 2, d: 1 }] }));
    assert.equal(canonicalJson(JSON.parse('{"__proto__":1,"a":2n}'.replace('2n', '2'))), '{"__proto__":1,"a":2}');
    const reordered = JSON.stringify(
      JSON.parse(textOfGeneration(3), (_name, value) => (isPlain(value) ? backwards(value) : value)),
    );
    assert.ok('state' in readState(reordered));
  });

  it('is swept of what no state names, and of nothing else', async () => {
    await confirmed(1);
    const files = store.filesOf(NAME);
    const named = files.newStem(1);
    const [lost, journal, old] = [files.newStem(7), files.newStem(1), files.newStem(0)];
    for (const [stem, kind] of [
      [named, 'known'],
      [lost, 'known'],
      [lost, 'rows'],
      [lost, 'keys'],
      [journal, 'sent'],
      [old, 'sent'],
    ] as const)
      await (await files.create(stem, kind)).close();
    const foreign = [
      'a1b2c3x.1-00000000.known',
      'a1b2c3.0123456789abcdef.1-00000000.known',
      'a1b2c3.notes.txt',
      'a1b2c3.0123456789abcdef.json',
    ];
    for (const name of foreign) writeFileSync(path.join(files.folder, name), '');
    writeFileSync(file(`json.${'0'.repeat(16)}.tmp`), '');

    const session = await open();
    const known = [
      {
        file: `${named}.known`,
        from: '2026-03-01T00:00:00.000Z',
        to: '2026-03-04T00:00:00.000Z',
        rows: 1,
        check: '0'.repeat(64),
      },
    ];
    assert.ok(!names().includes(`${named}.known`), 'what only the next state names is not there yet for this one');
    await (await files.create(named, 'known')).close();
    await session.confirm(confirmation({ known }));
    await session.release();
    const left = ['a1b2c3.json', 'a1b2c3.previous.json', `${named}.known`, `${journal}.sent`, ...foreign];
    assert.deepEqual(names(), left.sort());
  });

  describe('in a folder that cannot be written', () => {
    const code = async (promise: Promise<unknown>) => (await failure(promise)).code;

    it('is told when the node starts', async () => {
      await store.tryToWrite(NAME);
      assert.deepEqual(names(), []);
      writeFileSync(path.join(folder, 'file'), '');
      assert.equal(await code(store.tryToWrite('file/a1b2c3')), 'CURSOR_NOT_WRITABLE');
      const long = `d4e5f6/${'a'.repeat(300)}`;
      assert.equal(await code(store.tryToWrite(long)), 'CURSOR_NOT_WRITABLE');
    });

    it('of a disk that is read-only as well', async function () {
      const unmount = mounted(folder, ['-o', 'ro']);
      if (!unmount) return this.skip();
      try {
        const error = await failure(store.tryToWrite(NAME));
        assert.equal(error.code, 'CURSOR_NOT_WRITABLE');
        assert.match(error.message, /\(EROFS\)/);
      } finally {
        unmount();
      }
    });

    it('stays what it was when the disk is full, and no part is left', async function () {
      const unmount = mounted(folder, ['-o', 'size=4m']);
      if (!unmount) return this.skip();
      try {
        await confirmed(1);
        const session = await open();
        let makeRoom = () => {};
        const error = await failure(
          (async () => {
            makeRoom = fillUp(folder);
            await session.confirm(confirmation({ rows: 77, confirmedTo: '2026-03-05T15:15:00.000Z' }));
          })(),
        );
        assert.equal(error.code, 'CURSOR_NOT_SAVED' satisfies ErrorCode);
        assert.match(error.message, /everything to 2026-03-05 10:15, .+\(ENOSPC\).+: 77\./);
        await session.release();
        assert.deepEqual(names(), ['a1b2c3.json']);
        makeRoom();
        await store.tryToWrite(NAME);
        const next = await open();
        assert.equal(next.generation, 1);
        await next.confirm(confirmation());
        await next.release();
      } finally {
        unmount();
      }
    });
  });

  it('that lies ahead of the clock says by how much', () => {
    const { message } = cursorInFuture('2036-03-04T15:15:00.000Z', '2026-03-04T15:00:00.000Z', 'America/Toronto');
    assert.match(message, /2036-03-04 10:15, lies ahead of the clock \(2026-03-04 10:00\)/);
  });
});

function stateOf(text: string): unknown {
  const read = readState(text);
  assert.ok('state' in read);
  return read.state;
}

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function backwards(value: object): object {
  return Object.fromEntries(Object.entries(value).reverse());
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
