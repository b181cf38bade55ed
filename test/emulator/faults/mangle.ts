/** Faults of the body's content: cut, patched, in another encoding, cut into tiny pieces, compressed wrongly. */
import { gzipSync } from 'node:zlib';
import { compressed, type Pieces } from '../render/compress';
import type { Fault, FaultOf } from './fault';

export async function gathered(pieces: Pieces): Promise<Buffer> {
  const all: Buffer[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
}

/** The body before compression. */
export async function* mangledContent(pieces: Pieces, fault: Fault | undefined): AsyncGenerator<Buffer> {
  if (fault?.kind === 'body') yield patched(await gathered(pieces), fault);
  else if (fault?.kind === 'line-ends') yield withLineEnds(await gathered(pieces), fault);
  else if (fault?.kind === 'charset') yield recoded(await gathered(pieces), fault);
  else yield* pieces;
}

function patched(body: Buffer, { cutAt, prefix = '', append = '' }: FaultOf<'body'>): Buffer {
  const length = cutAt === undefined ? body.length : cutAt <= 1 ? Math.floor(body.length * cutAt) : cutAt;
  return Buffer.concat([Buffer.from(prefix), body.subarray(0, length), Buffer.from(append)]);
}

function recoded(body: Buffer, { encoding, mark }: FaultOf<'charset'>): Buffer {
  const text = (mark ? '\ufeff' : '') + body.toString('utf8');
  if (encoding === 'utf16be') return Buffer.from(text, 'utf16le').swap16();
  return Buffer.from(text, encoding);
}

/** Those inside quotes are part of a value. */
function withLineEnds(body: Buffer, { first, rest }: FaultOf<'line-ends'>): Buffer {
  let count = 0;
  const replaced = body.toString('utf8').replaceAll(/"[^"]*"|\r\n|\n|\r/g, (part) => {
    if (part.startsWith('"')) return part;
    return count++ === 0 ? first : rest;
  });
  return Buffer.from(replaced);
}

export interface Coded {
  pieces: Pieces;
  /** The Content-Encoding header; undefined for none. */
  header: string | undefined;
}

/** The body as it goes over the wire when its compression is broken or lied about. */
export async function misencoded(pieces: Pieces, fault: FaultOf<'encoding'>): Promise<Coded> {
  if (fault.how === 'bomb') return { pieces: compressed(bomb(fault.megabytes ?? 100), 'gzip'), header: 'gzip' };
  const body = await gathered(pieces);
  const zipped = gzipSync(body);
  switch (fault.how) {
    case 'truncated':
      return { pieces: [zipped.subarray(0, Math.max(1, Math.floor(zipped.length * 0.6)))], header: 'gzip' };
    case 'trailing-garbage':
      return { pieces: [Buffer.concat([zipped, Buffer.from('garbage after the end')])], header: 'gzip' };
    case 'padded':
      return { pieces: [zipped, Buffer.alloc(2), Buffer.alloc(2)], header: 'gzip' };
    case 'no-coding':
      return { pieces: [body], header: 'utf-8' };
    case 'claims-gzip':
      return { pieces: [body], header: 'gzip' };
    case 'hides-gzip':
      return { pieces: [zipped], header: undefined };
    case 'nested':
      return nested(body, fault.levels ?? 6);
  }
}

function nested(body: Buffer, levels: number): Coded {
  let bytes = body;
  for (let level = 0; level < levels; level++) bytes = gzipSync(bytes);
  return { pieces: [bytes], header: Array(levels).fill('gzip').join(', ') };
}

/** A list of one record that is mostly spaces. */
function* bomb(megabytes: number): Generator<Buffer> {
  const spaces = Buffer.alloc(1024 * 1024, ' ');
  yield Buffer.from('[{"Comments":"');
  for (let index = 0; index < megabytes; index++) yield spaces;
  yield Buffer.from('"}]');
}

export async function* inChunks(pieces: Pieces, bytes: number): AsyncGenerator<Buffer> {
  for await (const piece of pieces) {
    for (let offset = 0; offset < piece.length; offset += bytes) yield piece.subarray(offset, offset + bytes);
  }
}

/** The first `bytes` bytes; one byte less than all where there are no more than that, so that something is missing. */
export async function* cutAfter(pieces: Pieces, bytes: number): AsyncGenerator<Buffer> {
  let left = bytes;
  let held: Buffer | undefined;
  for await (const piece of pieces) {
    if (held) {
      yield held.subarray(0, left);
      left -= held.length;
    }
    held = piece;
    if (left <= 0) return;
  }
  if (held) yield held.subarray(0, Math.min(left, held.length - 1));
}
