/** Rules that are not kept, put in place of the code that keeps them: each must be noticed. */
import { type promises as fs, promises } from 'node:fs';
import { rename, unlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { CheckedFile } from '../../../nodes/incremental/cursor/checked-file';
import { FileCursorStore } from '../../../nodes/incremental/cursor/file-cursor-store';
import { FileLease } from '../../../nodes/incremental/cursor/file-lease';
import { StateFiles } from '../../../nodes/incremental/cursor/state-files';
import { Delivered } from '../../../nodes/incremental/delivered/delivered';
import { HashCounts } from '../../../nodes/incremental/delivered/hash-counts';
import { RowText } from '../../../nodes/incremental/delivered/row-text';
import { SentJournal } from '../../../nodes/incremental/delivered/sent-journal';

export type Rule =
  | 'no journal'
  | 'a journal is gone with its run'
  | 'no lease'
  | 'named before it is written'
  | 'written in its place'
  | 'the files of the state before are gone'
  | 'confirmed before the flow is done'
  | 'a set for counts'
  | 'known by key alone'
  | 'answers add to what is known'
  | 'nothing is flushed'
  | 'no folder is flushed';

const breaking: Record<Rule, () => void> = {
  'no journal': () => {
    SentJournal.prototype.note = async () => undefined;
  },
  'a journal is gone with its run': () => {
    const { sweep } = StateFiles.prototype;
    StateFiles.prototype.sweep = async function (states) {
      for (const journal of await this.journals(0)) await unlink(journal);
      await sweep.call(this, states);
    };
  },
  'no lease': () => {
    FileLease.take = async () =>
      ({ lost: new AbortController().signal, isHeld: async () => true, release: async () => undefined }) as FileLease;
  },
  'named before it is written': () => {
    const { create } = CheckedFile;
    const { finish } = CheckedFile.prototype;
    const paths = new WeakMap<CheckedFile, string>();
    CheckedFile.create = async (files, stem, kind) => {
      const file = await create.call(CheckedFile, files, stem, kind);
      paths.set(file, files.path(stem, kind));
      return file;
    };
    CheckedFile.prototype.finish = async function () {
      const check = await finish.call(this);
      const file = paths.get(this)!;
      await rename(file, `${file}.late`);
      setTimeout(() => void rename(`${file}.late`, file), 5000);
      return check;
    };
  },
  'written in its place': () => {
    FileCursorStore.prototype.write = async function (name, value) {
      const file = path.join(this.options.folder, `${name}.json`);
      await writeFile(file, value.slice(0, value.length >> 1));
      await this.options.point?.('half-written');
      await writeFile(file, value);
      return true;
    };
  },
  'the files of the state before are gone': () => {
    const { sweep } = StateFiles.prototype;
    StateFiles.prototype.sweep = function (states) {
      return sweep.call(this, states.slice(0, 1));
    };
  },
  // The extraction itself does that.
  'confirmed before the flow is done': () => undefined,
  'a set for counts': () => {
    const { add } = HashCounts.prototype;
    HashCounts.prototype.add = function (hash, _times, tally) {
      return this.count(hash, tally) > 0 ? 1 : add.call(this, hash, 1, tally);
    };
  },
  'known by key alone': () => {
    RowText.prototype.of = ({ Id }) => String(Id);
  },
  'answers add to what is known': () => {
    Delivered.prototype.besides = function () {
      return this.options.state?.known ?? [];
    };
  },
  'nothing is flushed': () => withoutFlush(() => true),
  'no folder is flushed': () => withoutFlush((isFolder) => isFolder),
};

export function breakRule(rule: Rule): void {
  breaking[rule]();
}

/** Whoever opened the files has nothing from flushing them. */
function withoutFlush(isOverlooked: (isFolder: boolean) => boolean): void {
  const { open } = promises;
  const opened: typeof fs.open = async (file, ...more) => {
    const handle = await open(file, ...more);
    if (isOverlooked((await handle.stat()).isDirectory())) {
      handle.sync = async () => undefined;
      handle.datasync = async () => undefined;
    }
    return handle;
  };
  promises.open = opened;
}
