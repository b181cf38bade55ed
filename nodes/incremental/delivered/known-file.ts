/** Records that were delivered, in a file: 16 bytes of the hash and a byte of the count, behind which 255 has four more. */
import { unlink } from 'node:fs/promises';
import path from 'node:path';
import { CheckedFile } from '../cursor/checked-file';
import type { PointHook } from '../cursor/crash-point';
import type { KnownFile } from '../cursor/cursor-state';
import { readPieces } from '../cursor/read-checked';
import { stateDamaged } from '../cursor/state-damaged';
import type { StateFiles } from '../cursor/state-files';
import { type CountSource, HashCounts } from './hash-counts';
import { HASH_BYTES } from './row-hash';

/** A count that says: four bytes with it follow. */
const MANY = 255;
const ENTRY = HASH_BYTES + 1;
const LONG_ENTRY = ENTRY + 4;

/** A loaded table has room for some more of these, so that it need not grow by the first. */
const SPARE = 1.1;

/**
 * On the disk when it returns; nobody's until a state names it.
 * @param range instants, the second exclusive
 * @throws the error of the system
 */
export async function saveKnown(
  files: StateFiles,
  generation: number,
  range: Pick<KnownFile, 'from' | 'to'>,
  counts: CountSource,
  point: PointHook,
): Promise<KnownFile> {
  const stem = files.newStem(generation);
  const file = await CheckedFile.create(files, stem, 'known');
  try {
    await writeEntries(file, counts);
    await point('state-written');
    const check = await file.finish();
    await point('state-synced');
    return { file: path.basename(files.path(stem, 'known')), ...range, rows: counts.total, check };
  } catch (error) {
    await file.abandon();
    await unlink(files.path(stem, 'known')).catch(() => undefined);
    throw error;
  }
}

/**
 * @param tallies of the table, the first of which is that of the file
 * @throws DataConnectError `STATE_DAMAGED`
 */
export async function loadKnown(
  files: StateFiles,
  { file, check }: Pick<KnownFile, 'file' | 'check'>,
  tallies = 1,
): Promise<HashCounts> {
  const whole = path.join(files.folder, file);
  let counts: HashCounts | undefined;
  const take = (bytes: Buffer, size: number) => {
    counts ??= new HashCounts(Math.ceil((size / ENTRY) * SPARE), tallies);
    return takeEntries(bytes, counts);
  };
  const found = await readPieces(whole, take).catch((error: unknown) => {
    throw stateDamaged(whole, error);
  });
  if (found !== check) throw stateDamaged(whole);
  return counts ?? new HashCounts(0, tallies);
}

/** @returns bytes of whole entries */
function takeEntries(bytes: Buffer, counts: HashCounts): number {
  let at = 0;
  while (at + ENTRY <= bytes.length) {
    const short = bytes[at + HASH_BYTES]!;
    const end = at + (short === MANY ? LONG_ENTRY : ENTRY);
    if (end > bytes.length) break;
    const count = short === MANY ? bytes.readUInt32LE(at + ENTRY) : short;
    const [first, second] = [bytes.readUInt32LE(at), bytes.readUInt32LE(at + 4)];
    counts.addTo(0, first, second, bytes.readUInt32LE(at + 8), bytes.readUInt32LE(at + 12), count);
    at = end;
  }
  return at;
}

async function writeEntries(file: CheckedFile, counts: CountSource): Promise<void> {
  const entry = Buffer.alloc(LONG_ENTRY);
  const short = entry.subarray(0, ENTRY);
  for (let part = 0; part < counts.parts; part++) {
    counts.forEachIn(part, (first, second, third, fourth, count) => {
      entry.writeUInt32LE(first, 0);
      entry.writeUInt32LE(second, 4);
      entry.writeUInt32LE(third, 8);
      entry.writeUInt32LE(fourth, 12);
      entry[HASH_BYTES] = Math.min(count, MANY);
      if (count >= MANY) entry.writeUInt32LE(count, ENTRY);
      file.add(count >= MANY ? entry : short);
    });
    await file.flush();
  }
}
