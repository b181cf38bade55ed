/** Large files of a cursor, read back with what their checksum is now. */
import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';

const PIECE = 1 << 20;

/** @returns the bytes of a file, in one place for they are many, and their sha256 */
export async function readHashed(file: string): Promise<{ bytes: Buffer; check: string }> {
  return reading(file, async (handle) => {
    const bytes = Buffer.allocUnsafeSlow((await handle.stat()).size);
    const { check, length } = await readAll(handle, (at) => bytes.subarray(at, at + PIECE));
    return { bytes: bytes.subarray(0, length), check };
  });
}

/** @returns the sha256 of a file */
export async function hashOfFile(file: string): Promise<string> {
  const piece = Buffer.allocUnsafe(PIECE);
  return reading(file, async (handle) => (await readAll(handle, () => piece)).check);
}

async function readAll(
  handle: FileHandle,
  placeFor: (at: number) => Buffer,
): Promise<{ check: string; length: number }> {
  const hash = createHash('sha256');
  let at = 0;
  for (let place = placeFor(at); place.length > 0; place = placeFor(at)) {
    const { bytesRead } = await handle.read(place, 0, place.length, at);
    if (bytesRead === 0) break;
    hash.update(place.subarray(0, bytesRead));
    at += bytesRead;
  }
  return { check: hash.digest('hex'), length: at };
}

async function reading<T>(file: string, read: (handle: FileHandle) => Promise<T>): Promise<T> {
  const handle = await open(file, 'r');
  try {
    return await read(handle);
  } finally {
    await handle.close();
  }
}
