/**
 * The large files of a cursor, beside its own. Each is nobody's until the state names it, and has a name that nobody
 * else gives: two processes never write one file. What no state names is removed, under the lease only.
 */
import { randomBytes } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, readFile, stat, unlink } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from '../../files/file-failure';
import { flushFolder } from '../../files/file-names';
import { type CursorState, oldestJournal } from './cursor-state';
import { FILE_MODE, isGone, lockHolder } from './lock-file';

/** `known`: records delivered; `rows` and `keys`: a snapshot; `sent`: what left since a generation. */
export type StateFileKind = 'known' | 'rows' | 'keys' | 'sent';

const FOLDER_MODE = 0o700;

/** Milliseconds after which a lock that nobody finished is nobody's, wherever its process was. */
const LONGEST_LOCKING = 86_400_000;

const FILE = /^\.((\d{1,15})-[0-9a-f]{8})\.(known|rows|keys|sent)$/;
/** States and locks that were not finished. */
const PART = /^\.(json\.[0-9a-f]{16}\.tmp|lock\.[0-9a-f]{16}\.(?:tmp|aside))$/;

interface StateFile {
  name: string;
  stem: string;
  generation: number;
  kind: StateFileKind;
}

export class StateFiles {
  /**
   * @param folder of a connection
   * @param base what the names of all files of the cursor begin with
   */
  constructor(
    readonly folder: string,
    readonly base: string,
  ) {}

  /** A name that nobody has; the kind comes behind it. */
  newStem(generation: number): string {
    return `${this.base}.${generation}-${randomBytes(4).toString('hex')}`;
  }

  path(stem: string, kind: StateFileKind): string {
    return path.join(this.folder, `${stem}.${kind}`);
  }

  /** @throws the error of the system */
  async create(stem: string, kind: StateFileKind): Promise<FileHandle> {
    await this.makeFolder();
    return open(this.path(stem, kind), 'wx', FILE_MODE);
  }

  /** @throws the error of the system */
  async makeFolder(): Promise<void> {
    await makePrivate(path.dirname(this.folder));
    await makePrivate(this.folder);
  }

  /** What was sent by runs that went on from a generation or a later one. */
  async journals(generation: number): Promise<string[]> {
    const files = await this.#files();
    return files
      .filter((file) => file.kind === 'sent' && file.generation >= generation)
      .map(({ name }) => path.join(this.folder, name))
      .sort();
  }

  /**
   * Removes what no state names.
   * @param states the last one and, where it is kept, the one before
   */
  async sweep(states: readonly CursorState[]): Promise<void> {
    const named = new Set(states.flatMap(namesIn));
    const oldest = Math.min(...states.map(oldestJournal));
    for (const file of await this.#files()) {
      const isKept = file.kind === 'sent' ? states.length === 0 || file.generation >= oldest : named.has(file.name);
      if (!isKept) await remove(path.join(this.folder, file.name));
    }
    for (const name of await this.#entries(PART)) await this.#removePart(path.join(this.folder, name));
  }

  /** Whether every file is here that a state names. */
  async hasAll(state: CursorState): Promise<boolean> {
    const here = new Set((await this.#files()).map(({ name }) => name));
    return namesIn(state).every((name) => here.has(name));
  }

  /** Removes all, whoever names it. */
  async clear(): Promise<void> {
    for (const { name } of await this.#files()) await remove(path.join(this.folder, name));
  }

  /** A lock that somebody is making or looking at stays. */
  async #removePart(file: string): Promise<void> {
    if (/\.json\.[^.]+\.tmp$/.test(file)) return remove(file);
    const text = await readFile(file, 'utf8').catch(() => undefined);
    const stats = await stat(file).catch(() => undefined);
    if (text === undefined || !stats) return;
    if (isGone(lockHolder(text)) || Date.now() - stats.mtimeMs > LONGEST_LOCKING) await remove(file);
  }

  async #files(): Promise<StateFile[]> {
    const names = await this.#entries(FILE);
    return names.map((name) => {
      const [, stem, generation, kind] = FILE.exec(name.slice(this.base.length))!;
      return { name, stem: `${this.base}.${stem}`, generation: Number(generation), kind: kind as StateFileKind };
    });
  }

  /** Of this cursor alone: the names of others may begin so, too. */
  async #entries(form: RegExp): Promise<string[]> {
    const names = await readdir(this.folder).catch((error: unknown) => {
      if (codeOf(error) === 'ENOENT') return [];
      throw error;
    });
    return names.filter((name) => name.startsWith(this.base) && form.test(name.slice(this.base.length)));
  }
}

function namesIn({ known, snapshot }: CursorState): string[] {
  const own = known.map(({ file }) => file);
  if (!snapshot) return own;
  // Whole records are counted, those with a key listed.
  const kinds = snapshot.key.length > 0 ? ['rows', 'keys'] : ['known'];
  return [...own, ...kinds.map((kind) => `${snapshot.file}.${kind}`)];
}

/** One after the other: a system that is told to make both at once says ENOENT where it means EROFS. */
async function makePrivate(folder: string): Promise<void> {
  try {
    await mkdir(folder, { mode: FOLDER_MODE });
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return;
    throw error;
  }
  await flushFolder(path.dirname(folder));
}

async function remove(file: string): Promise<void> {
  await unlink(file).catch((error: unknown) => {
    if (codeOf(error) !== 'ENOENT') throw error;
  });
}
