/** The parts of an .xlsx file, as its directory names them (ZIP, APPNOTE 4.3), expanded piece by piece. */
import { createInflateRaw } from 'node:zlib';

/** One file of the archive. `bytes`: as they are stored, maybe deflated. */
export interface WorkbookPart {
  name: string;
  isDeflated: boolean;
  bytes: Buffer;
}

const DIRECTORY_END = Buffer.from('PK\u0005\u0006');
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const LONGEST_COMMENT = 65_535;
const END_LENGTH = 22;
const ENTRY_LENGTH = 46;
const LOCAL_LENGTH = 30;

/** @returns nothing where the file has no directory that can be read: then no program can open it either */
export function partsOf(file: Buffer): WorkbookPart[] | undefined {
  try {
    return readDirectory(file);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Where the end of the directory begins; nothing in a file that is cut off, since it stands at the file's own end. */
export function directoryEnd(file: Buffer): number | undefined {
  const from = Math.max(0, file.length - END_LENGTH - LONGEST_COMMENT);
  const found = file.subarray(from).lastIndexOf(DIRECTORY_END);
  return found < 0 ? undefined : from + found;
}

function readDirectory(file: Buffer): WorkbookPart[] | undefined {
  const end = directoryEnd(file);
  if (end === undefined) return undefined;
  const count = file.readUInt16LE(end + 10);
  const parts: WorkbookPart[] = [];
  let at = file.readUInt32LE(end + 16);
  for (let index = 0; index < count; index++) {
    if (file.readUInt32LE(at) !== ENTRY) return undefined;
    const nameLength = file.readUInt16LE(at + 28);
    const name = file.toString('utf8', at + ENTRY_LENGTH, at + ENTRY_LENGTH + nameLength);
    const part = partAt(file, file.readUInt32LE(at + 42), file.readUInt32LE(at + 20));
    if (!part) return undefined;
    parts.push({ name, isDeflated: file.readUInt16LE(at + 10) !== 0, bytes: part });
    at += ENTRY_LENGTH + nameLength + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32);
  }
  return parts;
}

function partAt(file: Buffer, local: number, size: number): Buffer | undefined {
  if (file.readUInt32LE(local) !== LOCAL) return undefined;
  const start = local + LOCAL_LENGTH + file.readUInt16LE(local + 26) + file.readUInt16LE(local + 28);
  return start + size > file.length ? undefined : file.subarray(start, start + size);
}

/** The part as it is without compression; of a damaged one, what comes before the damage. */
export async function* expanded({ isDeflated, bytes }: WorkbookPart): AsyncGenerator<Buffer> {
  if (!isDeflated) {
    yield bytes;
    return;
  }
  const stream = createInflateRaw({ chunkSize: 64 * 1024 });
  stream.end(bytes);
  try {
    for await (const chunk of stream) yield chunk as Buffer;
  } catch (error) {
    if (!(error instanceof Error && 'errno' in error)) throw error;
  }
}
