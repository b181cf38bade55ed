/**
 * Undoes the compression of a body. The header says what was meant, the first bytes say what is: where they differ the
 * bytes win, because proxies are known to change one and not the other.
 */
import type { Transform } from 'node:stream';
import zlib from 'node:zlib';

/** `bytesWritten` counts the bytes it has read. */
export type Expander = Transform & Pick<zlib.Zlib, 'bytesWritten'>;

export type Coding = 'gzip' | 'deflate' | 'br';

type CodingList = { kind: 'known'; codings: Coding[] } | { kind: 'unknown'; name: string } | { kind: 'too-deep' };

/** Two layers are seen where a proxy compresses what was compressed already; more is an attack. */
const DEEPEST = 2;

/** Two to three times faster than zlib's default of 16 KiB, in the benchmark's reports. */
const CHUNK = 262_144;

/** Enough to tell text from a compressed stream without a signature. */
const SAMPLE = 64;

/** Other words for the codings that are undone. */
const NAMES: Readonly<Record<string, Coding>> = {
  gzip: 'gzip',
  gz: 'gzip',
  deflate: 'deflate',
  zlib: 'deflate',
  br: 'br',
  brotli: 'br',
};

/** Codings there are (IANA's list, and those of archives) which nobody asked for and which are not undone. */
const NOT_UNDONE: ReadonlySet<string> = new Set([
  ...['compress', 'zstd', 'dcb', 'dcz', 'exi', 'aes128gcm', 'pack200-gzip'],
  ...['bzip2', 'lzma', 'xz', 'lz4', 'snappy'],
]);

/**
 * Reads `Content-Encoding`, in the order the codings were applied. Words that are no coding (`utf-8`, `none`,
 * `application/json`) say nothing: the bytes decide.
 */
export function readCodings(header: string | undefined): CodingList {
  const names = (header ?? '').toLowerCase().split(',').map(codingName);
  const strange = names.find((name) => NOT_UNDONE.has(name));
  if (strange !== undefined) return { kind: 'unknown', name: strange };
  const codings = names.map((name) => NAMES[name]).filter((coding) => coding !== undefined);
  return codings.length > DEEPEST ? { kind: 'too-deep' } : { kind: 'known', codings };
}

/** Without quotes, without parameters, and without the `x-` of the time before there were names. */
function codingName(word: string): string {
  return word.split(';', 1)[0]!.replace(/["']/g, '').trim().replace(/^x-/, '');
}

/** How many bytes `decide` needs, unless the body is shorter. */
export function sampleSize(coding: Coding | undefined): number {
  return coding === 'deflate' || coding === 'br' ? SAMPLE : 3;
}

/**
 * The stream that undoes one coding, or undefined when the bytes are not compressed.
 * @param coding what the header says; undefined for nothing
 * @param sample the first bytes, `sampleSize` of them where there are so many
 */
export function decide(coding: Coding | undefined, sample: Buffer): Expander | undefined {
  if (sample.length === 0) return undefined;
  if (isGzip(sample)) return zlib.createGunzip(OPTIONS);
  if (coding === undefined || coding === 'gzip' || looksLikeText(sample)) return undefined;
  if (coding === 'br') return zlib.createBrotliDecompress(OPTIONS);
  return hasZlibHeader(sample) ? zlib.createInflate(OPTIONS) : zlib.createInflateRaw(OPTIONS);
}

const OPTIONS = { chunkSize: CHUNK, writableHighWaterMark: CHUNK, readableHighWaterMark: CHUNK };

/** RFC 1952: two signature bytes and the only method there is. No text and no xlsx begins so. */
function isGzip(sample: Buffer): boolean {
  return sample[0] === 0x1f && sample[1] === 0x8b && (sample.length < 3 || sample[2] === 8);
}

/** RFC 1950: method 8 and a check sum over the first two bytes. */
function hasZlibHeader(sample: Buffer): boolean {
  return sample.length >= 2 && (sample[0]! & 0x0f) === 8 && (sample[0]! * 256 + sample[1]!) % 31 === 0;
}

/** Text has no control characters but white space; 64 bytes of a compressed stream practically always have one. */
function looksLikeText(sample: Buffer): boolean {
  return (
    !sample.some((byte) => byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d) && !sample.includes(0x7f)
  );
}
