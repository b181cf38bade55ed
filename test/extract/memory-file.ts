import type { BodyFile } from '../../nodes/extract/body-file';

/** A file that remembers all that was ever in it. */
export class MemoryFile implements BodyFile {
  readonly path = '/memory/answer';
  bytes: Buffer = Buffer.alloc(0);
  readonly everWritten: Buffer[] = [];

  get position(): number {
    return this.bytes.length;
  }

  async write(bytes: Buffer): Promise<void> {
    this.everWritten.push(bytes);
    this.bytes = Buffer.concat([this.bytes, bytes]);
  }

  async returnTo(position: number): Promise<void> {
    this.bytes = this.bytes.subarray(0, position);
  }

  async *from(position: number): AsyncGenerator<Buffer> {
    yield this.bytes.subarray(position);
  }
}
