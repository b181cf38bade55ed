/** A large file of a cursor that is written piece by piece, with the checksum that the state will name. */
import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import type { StateFileKind, StateFiles } from './state-files';

/** Bytes gathered before they are written. */
const GATHERED = 64 * 1024;

export class CheckedFile {
  readonly #hash = createHash('sha256');
  #gathered: Buffer = Buffer.allocUnsafeSlow(GATHERED);
  #fill = 0;
  #waiting: Buffer[] = [];
  /** Pieces that were written: new ones would lie beside the heap until somebody tidies up. */
  readonly #free: Buffer[] = [];

  private constructor(readonly handle: FileHandle) {}

  /** @throws the error of the system, as every other method */
  static async create(files: StateFiles, stem: string, kind: StateFileKind): Promise<CheckedFile> {
    return new CheckedFile(await files.create(stem, kind));
  }

  /** Gathers it; `flush` writes. */
  add(bytes: Uint8Array): void {
    if (bytes.length > GATHERED) {
      this.#put();
      this.#waiting.push(Buffer.from(bytes));
      return;
    }
    if (this.#fill + bytes.length > GATHERED) this.#put();
    this.#gathered.set(bytes, this.#fill);
    this.#fill += bytes.length;
  }

  /** @param bytes a character each, of which the first so many count */
  addBytes(bytes: string, count: number): void {
    if (this.#fill + count > GATHERED) this.#put();
    this.#fill += this.#gathered.write(bytes, this.#fill, count, 'latin1');
  }

  addText(text: string): void {
    const most = text.length * 3;
    if (most > GATHERED) this.add(Buffer.from(text));
    else {
      if (this.#fill + most > GATHERED) this.#put();
      this.#fill += this.#gathered.write(text, this.#fill);
    }
  }

  /** Writes the full pieces that were gathered. */
  async flush(): Promise<void> {
    const pieces = this.#waiting;
    this.#waiting = [];
    for (const piece of pieces) {
      this.#hash.update(piece);
      for (let done = 0; done < piece.length; ) {
        done += (await this.handle.write(piece, done, piece.length - done)).bytesWritten;
      }
      if (piece.buffer.byteLength === GATHERED) this.#free.push(Buffer.from(piece.buffer));
    }
  }

  /** All of it is written, not yet on the disk. */
  async writeAll(): Promise<void> {
    this.#put();
    await this.flush();
  }

  /** @returns its checksum: sha256, hexadecimal. It is on the disk and closed */
  async finish(): Promise<string> {
    await this.writeAll();
    await this.handle.sync();
    await this.handle.close();
    return this.#hash.digest('hex');
  }

  /** Never rejects. */
  async abandon(): Promise<void> {
    await this.handle.close().catch(() => undefined);
  }

  #put(): void {
    if (this.#fill === 0) return;
    this.#waiting.push(this.#gathered.subarray(0, this.#fill));
    this.#gathered = this.#free.pop() ?? Buffer.allocUnsafeSlow(GATHERED);
    this.#fill = 0;
  }
}
