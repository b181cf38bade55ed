/** Rules that are not kept, put in place of the code that keeps them: each must be noticed. */
import { rename } from 'node:fs/promises';
import { CheckedFile } from '../../../nodes/incremental/cursor/checked-file';
import { FileLease } from '../../../nodes/incremental/cursor/file-lease';
import { HashCounts } from '../../../nodes/incremental/delivered/hash-counts';
import { SentJournal } from '../../../nodes/incremental/delivered/sent-journal';

export type Rule = 'no journal' | 'no lease' | 'named before it is written' | 'a set for counts';

const breaking: Record<Rule, () => void> = {
  'no journal': () => {
    SentJournal.prototype.note = async () => undefined;
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
      const path = paths.get(this)!;
      await rename(path, `${path}.late`);
      setTimeout(() => void rename(`${path}.late`, path), 5000);
      return check;
    };
  },
  'a set for counts': () => {
    const { add } = HashCounts.prototype;
    HashCounts.prototype.add = function (hash, _times, tally) {
      return this.count(hash, tally) > 0 ? 1 : add.call(this, hash, 1, tally);
    };
  },
};

export function breakRule(rule: Rule): void {
  breaking[rule]();
}
