/**
 * Bytes of any charset -> bytes of UTF-8, as they arrive. Nearly always they are UTF-8 and pass through untouched; the
 * readers check that when they turn them into text (`textOf`), because only they know where a character may not be cut.
 *
 * What decides, in this order: a byte order mark, zero bytes that only UTF-16 has in front, the charset of the content
 * type, the encoding in an XML declaration, UTF-8. A declared one-byte charset is doubted until the first character
 * beyond ASCII: if that is well-formed UTF-8 the declaration is wrong, since no real text in such a charset looks so.
 */
import { isAscii, isUtf8 } from 'node:buffer';
import type { Phrase } from '../errors';
import { type AnswerFaults, atByte } from './answer-faults';

/** An XML declaration is looked for in so many bytes. */
const LONGEST_DECLARATION = 1024;
const UTF_8 = /^utf-?8$/i;
const EMPTY = Buffer.alloc(0);

type State =
  | { kind: 'undecided' }
  | { kind: 'utf8' }
  | { kind: 'doubted'; decoder: TextDecoder }
  | { kind: 'decoding'; decoder: TextDecoder };

export class Utf8 {
  #state: State = { kind: 'undecided' };
  #held: Buffer = EMPTY;
  #received = 0;

  constructor(
    private readonly charset: string | undefined,
    private readonly faults: AnswerFaults,
  ) {}

  /** @throws DataConnectError `MALFORMED` when the bytes are not of the charset */
  write(chunk: Buffer): Buffer {
    this.#received += chunk.length;
    if (this.#state.kind === 'utf8') return chunk;
    if (this.#state.kind === 'decoding') return this.#decode(this.#state.decoder, chunk, true);
    this.#held = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    return this.#settle(false);
  }

  /** What was held back. @throws DataConnectError `TRUNCATED` when the last character is not complete */
  end(): Buffer {
    const rest = this.#state.kind === 'undecided' || this.#state.kind === 'doubted' ? this.#settle(true) : EMPTY;
    if (this.#state.kind !== 'decoding') return rest;
    return Buffer.concat([rest, this.#decode(this.#state.decoder, EMPTY, false)]);
  }

  #settle(final: boolean): Buffer {
    if (this.#state.kind === 'undecided') {
      if (!final && !isEnough(this.#held)) return EMPTY;
      this.#state = this.#decide();
    }
    if (this.#state.kind === 'doubted') return this.#doubt(this.#state.decoder, final);
    const held = this.#release();
    return this.#state.kind === 'decoding' ? this.#decode(this.#state.decoder, held, true) : held;
  }

  #decide(): State {
    const head = this.#held;
    const mark = byteOrderMark(head);
    if (mark !== undefined) {
      this.#held = head.subarray(mark.length);
      return mark.charset === 'utf-8' ? { kind: 'utf8' } : decoding(mark.charset);
    }
    if (head.length > 1 && head[0] !== 0 && head[1] === 0) return decoding('utf-16le');
    if (head.length > 1 && head[0] === 0 && head[1] !== 0) return decoding('utf-16be');
    const charset = this.charset ?? declaredEncoding(head);
    if (charset !== undefined && UTF_8.test(charset)) return { kind: 'utf8' };
    const decoder = decoderOf(charset);
    // Text that is declared UTF-16 and has no zero byte in front is what .NET's StringWriter leaves: UTF-8.
    if (decoder === undefined || /^utf-/.test(decoder.encoding)) return { kind: 'utf8' };
    return { kind: 'doubted', decoder };
  }

  /** Lets ASCII pass, the same in all charsets left, until a character says which one it is. */
  #doubt(decoder: TextDecoder, final: boolean): Buffer {
    const held = this.#held;
    if (isAscii(held)) return this.#release();
    const at = held.findIndex((byte) => byte > 127);
    const character = held.subarray(at, at + lengthOfCharacter(held[at]!));
    const complete = character.length === lengthOfCharacter(held[at]!);
    if (!complete && !final) {
      this.#held = held.subarray(at);
      return held.subarray(0, at);
    }
    this.#release();
    if (complete && isUtf8(character)) {
      this.#state = { kind: 'utf8' };
      return held;
    }
    this.#state = { kind: 'decoding', decoder };
    return this.#decode(decoder, held, true);
  }

  #decode(decoder: TextDecoder, bytes: Buffer, more: boolean): Buffer {
    try {
      return Buffer.from(decoder.decode(bytes, { stream: more }));
    } catch {
      if (!more) throw this.faults.truncated(this.#received);
      const where: Phrase = { phrase: 'within-bytes', facts: { bytes: bytes.length, byte: this.#received } };
      throw this.faults.malformed(where, { phrase: 'not-in-encoding', facts: { encoding: decoder.encoding } });
    }
  }

  #release(): Buffer {
    const held = this.#held;
    this.#held = EMPTY;
    return held;
  }
}

/**
 * The text of UTF-8 bytes that begin and end at a character. ASCII takes the faster way.
 * @param offset of the bytes in the answer, for the error
 * @throws DataConnectError `MALFORMED` when the bytes are not UTF-8
 */
export function textOf(bytes: Buffer, start: number, end: number, offset: number, faults: AnswerFaults): string {
  const part = bytes.subarray(start, end);
  if (isAscii(part)) return part.toString('latin1');
  if (isUtf8(part)) return part.toString();
  throw notUtf8(part, offset + start, faults);
}

/**
 * Refuses bytes that are not UTF-8, for readers that turn only some of them into text.
 * @param offset of the bytes in the answer, for the error
 * @throws DataConnectError `MALFORMED`
 */
export function refuseUnlessUtf8(
  bytes: Buffer,
  start: number,
  end: number,
  offset: number,
  faults: AnswerFaults,
): void {
  const part = bytes.subarray(start, end);
  if (!isUtf8(part)) throw notUtf8(part, offset + start, faults);
}

/** The error for bytes that are not UTF-8; names the first byte that is not. */
function notUtf8(bytes: Buffer, offset: number, faults: AnswerFaults): Error {
  return faults.malformed(atByte(offset + firstInvalid(bytes)), { phrase: 'not-utf-8' });
}

/** Every U+FFFD that the lenient decoder put in stands for the first bytes that are not UTF-8, unless it was sent. */
function firstInvalid(bytes: Buffer): number {
  const text = bytes.toString();
  let offset = 0;
  let from = 0;
  for (;;) {
    const at = text.indexOf('\ufffd', from);
    if (at < 0) return bytes.length;
    offset += Buffer.byteLength(text.slice(from, at));
    if (bytes[offset] !== 0xef || bytes[offset + 1] !== 0xbf || bytes[offset + 2] !== 0xbd) return offset;
    offset += 3;
    from = at + 1;
  }
}

export function byteOrderMark(head: Buffer): { charset: string; length: number } | undefined {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { charset: 'utf-8', length: 3 };
  if (head[0] === 0xff && head[1] === 0xfe) return { charset: 'utf-16le', length: 2 };
  if (head[0] === 0xfe && head[1] === 0xff) return { charset: 'utf-16be', length: 2 };
  return undefined;
}

/** Whether the head shows all that decides the charset: three bytes, or a whole XML declaration. */
function isEnough(head: Buffer): boolean {
  if (head.length < 3) return false;
  const text = head.toString('latin1', 0, LONGEST_DECLARATION);
  const mayBeDeclaration = '<?xml'.startsWith(text.slice(0, 5));
  return !mayBeDeclaration || text.includes('?>') || text.length === LONGEST_DECLARATION;
}

function declaredEncoding(head: Buffer): string | undefined {
  const declaration = /^<\?xml[^>]*?\sencoding\s*=\s*["']([^"']+)["']/.exec(
    head.toString('latin1', 0, LONGEST_DECLARATION),
  );
  return declaration?.[1];
}

/** Nothing for a charset nobody knows: the bytes may prove themselves UTF-8. */
function decoderOf(charset: string | undefined): TextDecoder | undefined {
  if (charset === undefined || /^(us-)?ascii$/i.test(charset)) return undefined;
  try {
    return new TextDecoder(charset, { fatal: true, ignoreBOM: true });
  } catch {
    return undefined;
  }
}

function decoding(charset: string): State {
  return { kind: 'decoding', decoder: new TextDecoder(charset, { fatal: true, ignoreBOM: true }) };
}

function lengthOfCharacter(lead: number): number {
  if (lead >= 0xf0) return 4;
  if (lead >= 0xe0) return 3;
  return lead >= 0xc0 ? 2 : 1;
}
