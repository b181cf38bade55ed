/** Records that were delivered, in a file: 16 bytes of the hash and a byte of the count, behind which 255 has four more. */
import path from 'node:path';
import { CheckedFile } from '../cursor/checked-file';
import type { PointHook } from '../cursor/crash-point';
import type { KnownFile } from '../cursor/cursor-state';
import { readHashed } from '../cursor/read-checked';
import { stateDamaged } from '../cursor/state-damaged';
import type { StateFiles } from '../cursor/state-files';
import { HASH_BYTES, HashCounts, PARTS } from './hash-counts';

/** A count that says: four bytes with it follow. */
const MANY = 255;
const ENTRY = HASH_BYTES + 1;

/**
 * On the disk when it returns; nobody's until a state names it.
 * @param range instants, the second exclusive
 * @throws the error of the system
 */
export async function saveKnown(
  files: StateFiles,
  generation: number,
  range: Pick<KnownFile, 'from' | 'to'>,
  counts: HashCounts,
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
    throw error;
  }
}

/** @throws DataConnectError `STATE_DAMAGED` */
export async function loadKnown(
  files: StateFiles,
  { file, check }: Pick<KnownFile, 'file' | 'check'>,
): Promise<HashCounts> {
  const whole = path.join(files.folder, file);
  const { bytes, check: found } = await readHashed(whole).catch((error: unknown) => {
    throw stateDamaged(whole, error);
  });
  if (found !== check) throw stateDamaged(whole);
  const counts = new HashCounts(Math.ceil(bytes.length / ENTRY));
  for (let at = 0; at < bytes.length; at += ENTRY) {
    const short = bytes[at + HASH_BYTES]!;
    counts.add(bytes.toString('latin1', at, at + HASH_BYTES), short === MANY ? bytes.readUInt32LE(at + ENTRY) : short);
    if (short === MANY) at += 4;
  }
  return counts;
}

async function writeEntries(file: CheckedFile, counts: HashCounts): Promise<void> {
  const entry = Buffer.alloc(ENTRY + 4);
  for (let part = 0; part < PARTS; part++) {
    counts.forEachIn(part, (first, second, third, fourth, count) => {
      entry.writeUInt32LE(first, 0);
      entry.writeUInt32LE(second, 4);
      entry.writeUInt32LE(third, 8);
      entry.writeUInt32LE(fourth, 12);
      entry[HASH_BYTES] = Math.min(count, MANY);
      if (count >= MANY) entry.writeUInt32LE(count, ENTRY);
      file.add(count >= MANY ? entry : entry.subarray(0, ENTRY));
    });
    await file.flush();
  }
}
