/** The first bytes of an answer that is passed on as it came, for a person who wants to see how it begins. */
import type { BodyFile } from './body-file';

export class HeadFile implements BodyFile {
  readonly path = '';
  #bytes: Buffer = Buffer.alloc(0);

  /**
   * @param enough bytes that are kept, or a piece more
   * @param onEnough called when they are here: the answer need not be read any further
   */
  constructor(
    readonly enough: number,
    readonly onEnough: () => void,
  ) {}

  get position(): number {
    return this.#bytes.length;
  }

  get bytes(): Buffer {
    return this.#bytes;
  }

  async write(bytes: Buffer): Promise<void> {
    this.#bytes = Buffer.concat([this.#bytes, bytes]);
    if (this.position >= this.enough) this.onEnough();
  }

  async returnTo(position: number): Promise<void> {
    this.#bytes = this.#bytes.subarray(0, position);
  }

  async *from(position: number): AsyncGenerator<Buffer> {
    yield this.#bytes.subarray(position);
  }
}
