/**
 * What left in a run that is not confirmed yet. Written before it leaves: should it be at the service what it was before
 * when the next run asks, no comparison would find it, and the flow would keep the wrong value for ever.
 *
 * A text a line, and behind each batch a line with a checksum. What a crash cut off had not left.
 */
import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { flushFolder } from '../../files/file-names';
import { noPoint, type PointHook } from '../cursor/crash-point';
import { linesOf } from '../cursor/lines';
import { stateDamaged } from '../cursor/state-damaged';
import type { StateFiles } from '../cursor/state-files';
import { HashSet } from './hash-set';
import { hashOf } from './row-hash';

const TRAILER = /^#[0-9a-f]{16}$/;

/** Texts that are written at once: a message may have a million. */
const SLICE = 1000;

/** Of one run; its file is made with the first text. */
export class SentJournal {
  #handle: FileHandle | undefined;
  #failure: unknown;

  /**
   * @param about what the texts are: those of other columns are not comparable
   * @param generation gone on from
   */
  constructor(
    readonly files: StateFiles,
    readonly generation: number,
    readonly about: readonly string[],
    readonly point: PointHook = noPoint,
  ) {}

  /**
   * On the disk when it returns.
   * @param texts without line breaks, none of which begins with `#`
   * @throws the error of the system; nothing may leave then
   */
  async note(texts: readonly string[]): Promise<void> {
    if (texts.length === 0) return;
    // Behind half a batch nothing could be read.
    if (this.#failure !== undefined) throw this.#failure;
    const isNew = this.#handle === undefined;
    this.#handle ??= await this.files.create(this.files.newStem(this.generation), 'sent');
    try {
      for (let at = 0; at < texts.length; at += SLICE) {
        const about = isNew && at === 0 ? [JSON.stringify(this.about)] : [];
        await append(this.#handle, [...about, ...texts.slice(at, at + SLICE)]);
      }
      await this.#handle.datasync();
      if (isNew) await flushFolder(this.files.folder);
    } catch (error) {
      this.#failure = error;
      throw error;
    }
    await this.point('journalled');
  }

  async close(): Promise<void> {
    await this.#handle?.close();
    this.#handle = undefined;
  }
}

async function append(handle: FileHandle, lines: readonly string[]): Promise<void> {
  const body = lines.map((line) => `${line}\n`).join('');
  await handle.appendFile(`${body}#${checkOf(body)}\n`);
}

/** What left in runs that were not confirmed. */
export interface Sent {
  texts: HashSet;
  /** True where something left of which nobody can say what it is by now: its texts are of other columns. */
  isOther: boolean;
}

/**
 * @param files as `CursorSession.journals` gives them
 * @param about what the texts must be
 * @throws DataConnectError `STATE_DAMAGED`
 */
export async function readSent(files: readonly string[], about: readonly string[]): Promise<Sent> {
  const sent: Sent = { texts: new HashSet(), isOther: false };
  for (const file of files) {
    for await (const batch of sentTexts(file, about)) {
      if (!batch) sent.isOther = true;
      for (const text of batch ?? []) sent.texts.add(hashOf(text));
    }
  }
  return sent;
}

/**
 * @yields the texts of each batch; undefined once where they are not about these columns
 * @throws DataConnectError `STATE_DAMAGED`
 */
export async function* sentTexts(file: string, about: readonly string[]): AsyncGenerator<string[] | undefined> {
  let isAbout: boolean | undefined;
  for await (const lines of wholeBatches(file)) {
    if (isAbout === undefined) {
      isAbout = lines.shift() === JSON.stringify(about);
      if (!isAbout) yield undefined;
    }
    if (isAbout) yield lines;
  }
}

async function* wholeBatches(file: string): AsyncGenerator<string[]> {
  let batch: string[] = [];
  for await (const lines of linesOf(file)) {
    for (const line of lines) {
      if (!TRAILER.test(line)) {
        batch.push(line);
        continue;
      }
      if (line !== `#${checkOf(batch.map((each) => `${each}\n`).join(''))}`) throw stateDamaged(file);
      yield batch;
      batch = [];
    }
  }
}

function checkOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
