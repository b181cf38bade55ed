import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { DataConnectError, type ErrorCode } from '../../nodes/errors';
import type { CrashPoint } from '../../nodes/incremental/cursor/crash-point';
import { CursorSession } from '../../nodes/incremental/cursor/cursor-session';
import type { FileCursorStore } from '../../nodes/incremental/cursor/file-cursor-store';
import { Delivered } from '../../nodes/incremental/delivered/delivered';
import type { DataRecord } from '../../nodes/record';
import { recordOutput } from '../secrets/transcript';
import { type FeedRun, runFeed } from './changes/feed-run';
import { confirmation, NAME, storeIn, temporaryFolder } from './cursor/cursor-samples';
import { fillUp, mounted } from './cursor/full-disk';

/** Of 4 MB, real: whatever is about to be written then, it is told what the disk said and what comes of it. */
describe('a disk that is full', () => {
  let folder: string;
  let store: FileCursorStore;
  let unmount: (() => void) | undefined;
  let makeRoom: () => void;
  beforeEach(function () {
    folder = temporaryFolder();
    unmount = mounted(folder, ['-o', 'size=4m']);
    if (!unmount) return this.skip();
    store = storeIn(folder);
    makeRoom = () => undefined;
  });
  afterEach(() => unmount?.());

  const fill = () => {
    makeRoom = fillUp(folder);
  };
  const fillAt = (wanted: CrashPoint) => (point: CrashPoint) => {
    if (point === wanted) fill();
  };
  const open = () => CursorSession.open({ store, name: NAME, files: store.filesOf(NAME) });
  const leftOver = () => readdirSync(path.join(folder, NAME.split('/')[0]!)).filter((name) => !/\.json$/.test(name));

  async function assertTold(promise: Promise<unknown>, code: ErrorCode, sentence: RegExp): Promise<void> {
    const error = await promise.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof DataConnectError, String(error));
    recordOutput('error', error);
    assert.equal(error.code, code, error.message);
    assert.match(error.message, /\(ENOSPC\)/);
    assert.match(error.message, sentence);
  }

  it('before a run takes its lease ends it, and leaves no part of a lock', async () => {
    await (await open()).release();
    fill();
    await assertTold(open(), 'CURSOR_NOT_WRITABLE', /Nothing was requested\.$/);
    assert.deepEqual(leftOver(), []);
    makeRoom();
    await (await open()).release();
  });

  it('when a person sets a point leaves the cursor where it was', async () => {
    const before = await open();
    await before.confirm(confirmation());
    await before.release();
    const options = { store, name: NAME, files: store.filesOf(NAME) };
    const change = () => {
      fill();
      return confirmation({ confirmedTo: '2026-01-01T00:00:00.000Z' });
    };
    await assertTold(
      CursorSession.changeByHand(options, change),
      'CURSOR_NOT_WRITABLE',
      /The cursor stands where it was\.$/,
    );
    assert.deepEqual(leftOver(), []);
    makeRoom();
    const after = await open();
    assert.equal(after.state?.confirmedTo, confirmation().confirmedTo);
    await after.release();
  });

  describe('while a list is compared', () => {
    const list = (count: number): DataRecord[] =>
      Array.from({ length: count }, (_each, id) => ({ Id: id, Name: `${id}` }));
    const run = (more: Partial<FeedRun>) =>
      runFeed({ store, answer: list(100), confirmedTo: undefined, piece: 1000, ...more });

    for (const key of [['Id'], []]) {
      describe(key.length > 0 ? 'by a key' : 'without one', () => {
        it('lets nothing leave that could not be noted', async () => {
          await run({ key });
          let sent = 0;
          const answer = list(110);
          const failed = run({ key, answer, point: fillAt('opened'), send: () => void sent++ });
          await assertTold(failed, 'CURSOR_NOT_WRITABLE', /The run stopped there, .+ the next one sends it again\.$/);
          assert.equal(sent, 0);
          makeRoom();
          assert.equal((await run({ key, answer })).counts.added, 10);
        });

        it('and confirmed says that it comes again', async () => {
          await run({ key });
          const answer = list(30_000);
          await assertTold(
            run({ key, answer, batch: 1000, point: fillAt('confirmed') }),
            'CURSOR_NOT_SAVED',
            /^The flow confirmed the whole list, but .+ sends these records again: 30000\.$/,
          );
          makeRoom();
          assert.deepEqual((await run({ key, answer, batch: 1000 })).counts.same, 100, 'it was taken for confirmed');
          await run({ key });
          assert.deepEqual(
            leftOver().filter((name) => !/\.(rows|keys|known|sent)$/.test(name)),
            [],
          );
        });
      });
    }

    it('stops where the new list cannot be written, though nothing is to leave', async () => {
      const answer = list(8000);
      await run({ answer, batch: 1000 });
      await assertTold(run({ answer, point: fillAt('opened') }), 'CURSOR_NOT_WRITABLE', /The run stopped there/);
      makeRoom();
      assert.equal((await run({ answer })).counts.same, 8000);
    });
  });

  describe('while records are told from those delivered', () => {
    const asked = { from: '2026-03-01T00:00:00.000Z', to: '2026-03-02T00:00:00.000Z' };
    const records: DataRecord[] = [{ Id: 1 }, { Id: 2 }];

    async function run(between: { sift?: () => void; save?: () => void } = {}): Promise<boolean[]> {
      const session = await open();
      const files = store.filesOf(NAME);
      const journals = await session.journals();
      const delivered = await Delivered.open({ files, state: session.state, journals, key: ['Id'], leaves: 'new' });
      const window = delivered.begin(asked, session.generation);
      try {
        between.sift?.();
        const known = await window.sift(records, ['Id']);
        await window.note();
        between.save?.();
        await session.confirm(confirmation({ confirmedTo: asked.to, rows: 2 }), () => window.save());
        return known;
      } finally {
        await window.close();
        await session.release();
      }
    }

    it('lets nothing leave that could not be noted', async () => {
      await assertTold(run({ sift: fill }), 'CURSOR_NOT_WRITABLE', /The run stopped there/);
      makeRoom();
      assert.deepEqual(await run(), [false, false]);
    });

    it('and confirmed says that it comes again', async () => {
      await assertTold(run({ save: fill }), 'CURSOR_NOT_SAVED', /everything to 2026-03-01 19:00, .+ again: 2\.$/);
      assert.deepEqual(
        leftOver().filter((name) => /\.known$/.test(name)),
        [],
        'half a file is left',
      );
      makeRoom();
      assert.deepEqual(await run(), [false, false]);
      assert.deepEqual(await run(), [true, true]);
    });
  });
});
