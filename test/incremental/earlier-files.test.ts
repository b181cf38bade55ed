import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { CursorSession } from '../../nodes/incremental/cursor/cursor-session';
import type { Snapshot } from '../../nodes/incremental/cursor/cursor-state';
import type { StateFileKind } from '../../nodes/incremental/cursor/state-files';
import { loadKnown } from '../../nodes/incremental/delivered/known-file';
import { hashOf } from '../../nodes/incremental/delivered/row-hash';
import { readSent } from '../../nodes/incremental/delivered/sent-journal';
import { runFeed } from './changes/feed-run';
import { confirmation, NAME, storeIn, temporaryFolder } from './cursor/cursor-samples';

/** Byte by byte: a Node-RED that is updated goes on from what it has on its disk. */
describe('files that the first version wrote', () => {
  const store = () => storeIn(temporaryFolder());
  const sha = (data: string | Buffer) => createHash('sha256').update(data);
  const kept = (text: string) => sha(text).digest().subarray(0, 16);

  async function written(files: ReturnType<ReturnType<typeof store>['filesOf']>, kind: StateFileKind, bytes: Buffer) {
    const stem = 'a1b2c3.1-00000001';
    await (await files.create(stem, kind)).close();
    writeFileSync(files.path(stem, kind), bytes);
    return stem;
  }

  it('say which records were delivered', async () => {
    const files = store().filesOf(NAME);
    const many = Buffer.alloc(4);
    many.writeUInt32LE(70_000);
    const bytes = Buffer.concat([kept('x'), Buffer.of(3), kept('y'), Buffer.of(255), many, kept('z'), Buffer.of(1)]);
    const stem = await written(files, 'known', bytes);
    const counts = await loadKnown(files, { file: `${stem}.known`, check: sha(bytes).digest('hex') });
    assert.deepEqual(
      ['x', 'y', 'z', 'other'].map((text) => counts.count(hashOf(text))),
      [3, 70_000, 1, 0],
    );
  });

  it('say what a list had', async () => {
    const cursors = store();
    const files = cursors.filesOf(NAME);
    const rows = Buffer.concat([kept('[7]'), kept('[7,"red"]'), kept('[8]'), kept('[8,"red"]')]);
    const keys = Buffer.from('[7]\n[8]\n');
    const check = sha(`${sha(rows).digest('hex')} ${sha(keys).digest('hex')}`).digest('hex');
    const session = await CursorSession.open({ store: cursors, name: NAME, files });
    await session.confirm(confirmation(), async () => {
      const file = await written(files, 'rows', rows);
      await written(files, 'keys', keys);
      const snapshot: Snapshot = { file, rows: 2, columns: ['Id', 'Name'], key: ['Id'], check };
      return { snapshot };
    });
    await session.release();
    const { batches } = await runFeed({ store: cursors, answer: [{ Id: 7, Name: 'blue' }] });
    assert.deepEqual(batches, [
      { change: 'changed', records: [{ Id: 7, Name: 'blue' }] },
      { change: 'removed', records: [{ Id: 8 }] },
    ]);
  });

  it('say what was sent and not confirmed', async () => {
    const files = store().filesOf(NAME);
    const first = '["Id"]\n[7]\n[8]\n';
    const second = '[9]\n';
    const trailer = (body: string) => `#${sha(body).digest('hex').slice(0, 16)}\n`;
    const stem = await written(
      files,
      'sent',
      Buffer.from(`${first}${trailer(first)}${second}${trailer(second)}[10]\n`),
    );
    const { texts, isOther } = await readSent([files.path(stem, 'sent')], ['Id']);
    assert.deepEqual(
      ['[7]', '[8]', '[9]', '[10]'].map((text) => texts.has(hashOf(text))),
      [true, true, true, false],
    );
    assert.equal(isOther, false);
  });
});
