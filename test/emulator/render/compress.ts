/** gzip, deflate and br of a body's pieces. */

import { Readable } from 'node:stream';
import { constants, createBrotliCompress, createDeflate, createGzip, gzipSync } from 'node:zlib';

export type Coding = 'gzip' | 'deflate' | 'br';

export type Pieces = Iterable<Buffer> | AsyncIterable<Buffer>;

/** A body up to this size is compressed in one go. */
const SMALL = 65_536;

/** Compressed bytes that are kept, so that the same made-up rows are compressed only once. */
const KEPT_BYTES = 128 * 1024 * 1024;

const kept = new Map<string, Buffer[]>();

/** The coding for an Accept-Encoding header: the preferred one where allowed, else none. */
export function codingFor(accepted: string | undefined, preference: Coding | 'auto' | 'none'): Coding | undefined {
  const allowed = new Set(
    (accepted ?? '')
      .split(',')
      .map((item) => item.trim().toLowerCase())
      .filter((item) => !/;\s*q=0(\.0*)?$/.test(item))
      .map((item) => item.split(';')[0]?.trim()),
  );
  const wanted: Coding[] =
    preference === 'auto' ? ['gzip', 'br', 'deflate'] : preference === 'none' ? [] : [preference];
  return wanted.find((coding) => allowed.has(coding));
}

/** @param key names a body that is always the same; its compressed bytes are kept and served again */
export async function* compressed(pieces: Pieces, coding: Coding, key?: string): AsyncGenerator<Buffer> {
  const known = key === undefined ? undefined : kept.get(`${coding} ${key}`);
  if (known) {
    yield* known;
    return;
  }
  const output: Buffer[] = [];
  for await (const piece of compress(pieces, coding)) {
    if (key !== undefined) output.push(piece);
    yield piece;
  }
  if (key !== undefined && sizeOf(output) > SMALL) keep(`${coding} ${key}`, output);
}

async function* compress(pieces: Pieces, coding: Coding): AsyncGenerator<Buffer> {
  const { whole, rest } = await smallBody(pieces);
  if (whole && coding === 'gzip') {
    yield gzipSync(whole, { level: 1 });
    return;
  }
  const compressor =
    coding === 'br'
      ? createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: 1 } })
      : (coding === 'gzip' ? createGzip : createDeflate)({ level: 1, chunkSize: 262_144 });
  const source = Readable.from(rest);
  source.on('error', (error) => compressor.destroy(error));
  try {
    for await (const piece of source.pipe(compressor)) yield piece as Buffer;
  } finally {
    source.destroy();
  }
}

/** Looks at the start of a body: `whole` when that was all of it. `rest` is all of it, in pieces. */
async function smallBody(pieces: Pieces): Promise<{ whole: Buffer | undefined; rest: AsyncIterable<Buffer> }> {
  const iterator = Symbol.asyncIterator in pieces ? pieces[Symbol.asyncIterator]() : pieces[Symbol.iterator]();
  const seen: Buffer[] = [];
  let size = 0;
  while (size <= SMALL) {
    const next = await iterator.next();
    if (next.done) {
      const whole = Buffer.concat(seen);
      return { whole, rest: again([whole], undefined) };
    }
    seen.push(next.value);
    size += next.value.length;
  }
  return { whole: undefined, rest: again(seen, iterator) };
}

async function* again(
  seen: Buffer[],
  iterator: Iterator<Buffer> | AsyncIterator<Buffer> | undefined,
): AsyncGenerator<Buffer> {
  yield* seen;
  if (!iterator) return;
  for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
}

function keep(key: string, output: Buffer[]): void {
  kept.set(key, output);
  let total = 0;
  for (const [known, buffers] of [...kept].reverse()) {
    total += sizeOf(buffers);
    if (total > KEPT_BYTES) kept.delete(known);
  }
}

function sizeOf(buffers: readonly Buffer[]): number {
  return buffers.reduce((sum, buffer) => sum + buffer.length, 0);
}
