/**
 * The text of an answer, in whatever charset it came: first bytes of UTF-8, then texts, with the errors of the answer.
 * That these are UTF-8 is checked piece by piece (`piece-reader.ts`).
 */
import { isAscii, isUtf8 } from 'node:buffer';
import { CharsetError } from '../charset/decoders';
import { ToUtf8 } from '../charset/to-utf8';
import type { Phrase } from '../errors';
import { type AnswerFaults, atByte } from './answer-faults';

/** Bytes of an answer -> bytes of UTF-8, as they arrive. */
export class AnswerUtf8 {
  readonly #utf8: ToUtf8;
  #received = 0;

  /** @param declared charset of the content type */
  constructor(
    declared: string | undefined,
    private readonly faults: AnswerFaults,
  ) {
    this.#utf8 = new ToUtf8(declared);
  }

  /** @throws DataConnectError `MALFORMED` when the bytes are not of the charset */
  write(chunk: Buffer): Buffer {
    this.#received += chunk.length;
    try {
      return this.#utf8.write(chunk);
    } catch (error) {
      throw this.#fault(error, chunk.length);
    }
  }

  /** What was held back. @throws DataConnectError `TRUNCATED` when the last character is not complete */
  end(): Buffer {
    try {
      return this.#utf8.end();
    } catch (error) {
      throw this.#fault(error, this.#received);
    }
  }

  #fault(error: unknown, bytes: number): unknown {
    if (!(error instanceof CharsetError)) return error;
    if (error.isCut) return this.faults.truncated(this.#received);
    const where: Phrase = { phrase: 'within-bytes', facts: { bytes, byte: this.#received } };
    return this.faults.malformed(where, { phrase: 'not-in-encoding', facts: { encoding: error.charset } });
  }
}

/**
 * The text of a whole answer, by the same rules as its records.
 * @param declared charset of the content type
 * @throws DataConnectError `MALFORMED` or `TRUNCATED` when the bytes are not of the charset
 */
export function textOfBody(body: Buffer, declared: string | undefined, faults: AnswerFaults): string {
  const decoder = new AnswerUtf8(declared, faults);
  const start = decoder.write(body);
  const rest = decoder.end();
  const utf8 = rest.length === 0 ? start : Buffer.concat([start, rest]);
  const valid = validPart(utf8);
  if (valid === utf8) return textOf(utf8, 0, utf8.length);
  throw notUtf8(body.length - utf8.length + valid.length, faults);
}

/** The text of bytes that are UTF-8, and begin and end at a character. ASCII takes the faster way. */
export function textOf(bytes: Buffer, start: number, end: number): string {
  const part = bytes.subarray(start, end);
  return part.toString(isAscii(part) ? 'latin1' : 'utf8');
}

/** The error for a byte that is not UTF-8. @param at where in the answer it stands */
export function notUtf8(at: number, faults: AnswerFaults): Error {
  return faults.malformed(atByte(at), { phrase: 'not-utf-8' });
}

/** The bytes themselves where they are UTF-8, else those in front of the first that is not. */
export function validPart(bytes: Buffer): Buffer {
  return isUtf8(bytes) ? bytes : bytes.subarray(0, firstInvalid(bytes));
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
