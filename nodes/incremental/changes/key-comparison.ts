/** Records with a key: added, changed and removed. The new state is written while the answer comes. */
import { createHash } from 'node:crypto';
import { unlink } from 'node:fs/promises';
import type { DataRecord } from '../../record';
import { CheckedFile } from '../cursor/checked-file';
import type { PointHook } from '../cursor/crash-point';
import type { Snapshot } from '../cursor/cursor-state';
import { linesOf } from '../cursor/lines';
import { hashOfFile, readHashed } from '../cursor/read-checked';
import { stateDamaged } from '../cursor/state-damaged';
import type { StateFiles } from '../cursor/state-files';
import { HashSet } from '../delivered/hash-set';
import { HASH_BYTES, hashOf, type RowHash } from '../delivered/row-hash';
import { keyText } from '../delivered/row-text';
import { type Sent, sentTexts } from '../delivered/sent-journal';
import { ComparedTexts } from './compared-texts';
import type { Compared, Comparison } from './comparison';
import { KeyCheck } from './key-check';
import { OldRows, ROW_BYTES } from './old-rows';

export interface KeyComparisonOptions {
  files: StateFiles;
  generation: number;
  key: readonly string[];
  isPersonal(column: string): boolean;
  /** Of the last confirmed answer, with the same key. */
  snapshot: Snapshot | undefined;
  sent: Sent;
  journals: readonly string[];
  point: PointHook;
}

export class KeyComparison implements Comparison {
  readonly keys: KeyCheck;
  readonly #added = new HashSet();
  readonly #texts: ComparedTexts;
  #rows = 0;
  #isSaved = false;

  private constructor(
    readonly options: KeyComparisonOptions,
    readonly old: OldRows,
    readonly stem: string,
    readonly rowsFile: CheckedFile,
    readonly keysFile: CheckedFile,
  ) {
    const { snapshot, key, isPersonal } = options;
    this.keys = new KeyCheck(key, isPersonal);
    this.#texts = new ComparedTexts(snapshot, old.size > 0);
  }

  /** @throws DataConnectError `STATE_DAMAGED`; the error of the system */
  static async open(options: KeyComparisonOptions): Promise<KeyComparison> {
    const { files, generation, snapshot } = options;
    const old = await OldRows.over(snapshot ? await loadRows(files, snapshot) : Buffer.alloc(0));
    const stem = files.newStem(generation);
    const rows = await CheckedFile.create(files, stem, 'rows');
    try {
      return new KeyComparison(options, old, stem, rows, await CheckedFile.create(files, stem, 'keys'));
    } catch (error) {
      await rows.abandon();
      throw error;
    }
  }

  begin(columns: readonly string[]): void {
    this.#texts.begin(columns);
  }

  compare(record: DataRecord): Compared {
    const text = keyText(record, this.options.key);
    const key = hashOf(text);
    const row = this.old.find(key);
    const isTwice = row >= 0 ? this.old.isSeen(row) : this.#added.has(key);
    this.keys.look(record, isTwice);
    if (isTwice) return { is: 'same', text };
    const { now, before } = this.#texts.hashes(record);
    this.#keep(key, now, text);
    if (row < 0) {
      this.#added.add(key);
      return { is: 'added', text };
    }
    this.old.see(row);
    const isSame = this.old.isEqual(row, before) && !this.#wasSent(key);
    return { is: isSame ? 'same' : 'changed', text };
  }

  get hasFailed(): boolean {
    return this.keys.hasFailed;
  }

  check(): void {
    this.keys.orThrow();
  }

  async flush(): Promise<void> {
    if (this.keys.isFull) this.check();
    await this.rowsFile.flush();
    await this.keysFile.flush();
  }

  get newColumns(): readonly string[] {
    return this.#texts.newColumns;
  }

  get known(): number {
    return this.old.size;
  }

  get missing(): number {
    return this.old.unseenCount;
  }

  async countRemoved(): Promise<number> {
    let count = this.old.unseenCount;
    for await (const texts of this.#onlySent()) count += texts.length;
    return count;
  }

  async *removedTexts(): AsyncGenerator<string[]> {
    let row = 0;
    if (this.options.snapshot && this.old.unseenCount > 0) {
      for await (const lines of linesOf(this.options.files.path(this.options.snapshot.file, 'keys'))) {
        yield lines.filter((_line, at) => !this.old.isSeen(row + at));
        row += lines.length;
      }
    }
    yield* this.#onlySent();
  }

  async save(): Promise<Snapshot> {
    const { point, key } = this.options;
    await this.rowsFile.writeAll();
    await this.keysFile.writeAll();
    await point('state-written');
    const check = checkOfBoth(await this.rowsFile.finish(), await this.keysFile.finish());
    await point('state-synced');
    this.#isSaved = true;
    return { file: this.stem, rows: this.#rows, ...this.#texts.described, key: [...key], check };
  }

  async discard(): Promise<void> {
    await this.rowsFile.abandon();
    await this.keysFile.abandon();
    if (this.#isSaved) return;
    for (const kind of ['rows', 'keys'] as const) {
      await unlink(this.options.files.path(this.stem, kind)).catch(() => undefined);
    }
  }

  #keep(key: RowHash, record: RowHash, text: string): void {
    this.#rows++;
    this.rowsFile.addBytes(key, HASH_BYTES);
    this.rowsFile.addBytes(record, HASH_BYTES);
    this.keysFile.addText(`${text}\n`);
  }

  #wasSent(key: RowHash): boolean {
    const { texts, isOther } = this.options.sent;
    return isOther || texts.has(key);
  }

  /** What unconfirmed runs sent, and neither answer has. */
  async *#onlySent(): AsyncGenerator<string[]> {
    const told = new HashSet();
    for (const file of this.options.journals) {
      for await (const texts of sentTexts(file, this.options.key)) {
        yield (texts ?? []).filter((text) => {
          const key = hashOf(text);
          return this.old.find(key) < 0 && !this.#added.has(key) && told.add(key);
        });
      }
    }
  }
}

async function loadRows(files: StateFiles, { file, rows, check }: Snapshot): Promise<Buffer> {
  const [rowsPath, keysPath] = [files.path(file, 'rows'), files.path(file, 'keys')];
  const read = await readHashed(rowsPath).catch((error: unknown) => {
    throw stateDamaged(rowsPath, error);
  });
  const keys = await hashOfFile(keysPath).catch((error: unknown) => {
    throw stateDamaged(keysPath, error);
  });
  if (read.bytes.length !== rows * ROW_BYTES || checkOfBoth(read.check, keys) !== check) throw stateDamaged(rowsPath);
  return read.bytes;
}

function checkOfBoth(rows: string, keys: string): string {
  return createHash('sha256').update(`${rows} ${keys}`).digest('hex');
}
