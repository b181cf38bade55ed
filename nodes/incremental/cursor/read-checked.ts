/** Large files of a cursor, read back with what their checksum is now. Others have their turn between the pieces. */
import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';

const PIECE = 64 * 1024;

/** @returns the bytes of a file, in one place for they are many, and their sha256 */
export async function readHashed(file: string): Promise<{ bytes: Buffer; check: string }> {
  return reading(file, async (handle) => {
    const bytes = Buffer.allocUnsafeSlow((await handle.stat()).size);
    const hash = createHash('sha256');
    let fill = 0;
    while (fill < bytes.length) {
      const { bytesRead } = await handle.read(bytes, fill, Math.min(PIECE, bytes.length - fill));
      if (bytesRead === 0) break;
      hash.update(bytes.subarray(fill, fill + bytesRead));
      fill += bytesRead;
    }
    return { bytes: bytes.subarray(0, fill), check: hash.digest('hex') };
  });
}

/**
 * @param take is given what was read, and valid for no longer than the call, with the size of the file; it returns how
 *   many bytes it has taken: the rest, of less than a piece, comes again with what follows
 * @returns the sha256 of a file
 */
export async function readPieces(file: string, take: (bytes: Buffer, size: number) => number): Promise<string> {
  return reading(file, async (handle) => {
    const { size } = await handle.stat();
    const hash = createHash('sha256');
    const room = Buffer.allocUnsafeSlow(PIECE);
    let fill = 0;
    for (;;) {
      const { bytesRead } = await handle.read(room, fill, PIECE - fill);
      if (bytesRead === 0) return hash.digest('hex');
      hash.update(room.subarray(fill, fill + bytesRead));
      fill += bytesRead;
      const taken = take(room.subarray(0, fill), size);
      room.copyWithin(0, taken, fill);
      fill -= taken;
    }
  });
}

/** @returns the sha256 of a file */
export async function hashOfFile(file: string): Promise<string> {
  return readPieces(file, ({ length }) => length);
}

async function reading<T>(file: string, read: (handle: FileHandle) => Promise<T>): Promise<T> {
  const handle = await open(file, 'r');
  try {
    return await read(handle);
  } finally {
    await handle.close();
  }
}
