import assert from 'node:assert/strict';
import { promises } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import path from 'node:path';
import { CursorSession } from '../../../nodes/incremental/cursor/cursor-session';
import { HashCounts } from '../../../nodes/incremental/delivered/hash-counts';
import { saveKnown } from '../../../nodes/incremental/delivered/known-file';
import { hashOf } from '../../../nodes/incremental/delivered/row-hash';
import { SentJournal } from '../../../nodes/incremental/delivered/sent-journal';
import { confirmation, NAME, storeIn, temporaryFolder } from './cursor-samples';

/** Kills cannot show it, for the kernel keeps what was written; only a power cut would. */
describe('what a power cut must not take', () => {
  const { open, rename } = promises;
  let done: string[];
  beforeEach(() => {
    done = [];
    const told = (file: string) =>
      path
        .basename(file)
        .replace(/[0-9a-f]{16}/, 'n')
        .replace(/\d+-[0-9a-f]{8}/, 'n');
    promises.open = async (file, ...more) => {
      const handle = await open(file, ...more);
      return watched(handle, told(String(file)));
    };
    promises.rename = async (from, to) => {
      await rename(from, to);
      done.push(`${told(String(from))} is ${told(String(to))}`);
    };
    syncBuiltinESMExports();
  });
  afterEach(() => {
    Object.assign(promises, { open, rename });
    syncBuiltinESMExports();
  });

  function watched(handle: FileHandle, name: string): FileHandle {
    for (const flush of ['sync', 'datasync'] as const) {
      const own = handle[flush].bind(handle);
      handle[flush] = async () => {
        await own();
        done.push(`${name} flushed`);
      };
    }
    return handle;
  }

  it('is on the disk before it has its name, and its name before the next step', async () => {
    const store = storeIn(temporaryFolder());
    const session = await CursorSession.open({ store, name: NAME, files: store.filesOf(NAME) });
    await session.confirm(confirmation());
    done = [];
    await session.confirm(confirmation());
    await session.release();
    assert.deepEqual(done, [
      'a1b2c3.json.n.tmp flushed',
      'a1b2c3.json.n.tmp is a1b2c3.previous.json',
      'a1b2c3.json.n.tmp is a1b2c3.json',
      'd4e5f6 flushed',
    ]);
  });

  it('is what a state names, before it does, and what is about to leave', async () => {
    const files = storeIn(temporaryFolder()).filesOf(NAME);
    const counts = new HashCounts();
    counts.add(hashOf('x'));
    await saveKnown(files, 1, { from: '', to: '' }, counts, () => undefined);
    const journal = new SentJournal(files, 1, []);
    await journal.note(['x']);
    await journal.note(['y']);
    await journal.close();
    const journalled = ['a1b2c3.n.sent flushed', 'd4e5f6 flushed', 'a1b2c3.n.sent flushed'];
    assert.deepEqual(done.slice(-4), ['a1b2c3.n.known flushed', ...journalled]);
  });
});
