/**
 * Bytes of any charset -> bytes of UTF-8, as they arrive, for records, texts and errors alike. Nearly always they are
 * UTF-8 and pass through untouched; whoever makes text of them checks that.
 *
 * What decides, in this order:
 * 1. a byte order mark; more than one in front are passed over like one;
 * 2. zero bytes that only UTF-16 and UTF-32 have in front;
 * 3. the charset that was declared: by the content type, else by an XML declaration. UTF-16 and UTF-32 only where there
 *    are zero bytes or it is no UTF-8: .NET declares UTF-16 for UTF-8. A charset of one byte a character only where the
 *    bytes do not show that UTF-8 was meant (`evidence.ts`), since servers name iso-8859-1 without meaning it;
 * 4. UTF-8, also for a charset that nobody knows.
 */
import { isAscii, isUtf8 } from 'node:buffer';
import { type Decoder, OneByteDecoder, TextBytesDecoder, Utf32Decoder } from './decoders';
import { isMeantAsUtf8, withoutCutCharacter } from './evidence';
import { type Charset, charsetNamed, type WideCharset } from './names';

/** An XML declaration, and the zero bytes of UTF-16, are looked for in so many bytes. */
const LONGEST_HEAD = 1024;
/** Behind the first character beyond ASCII, so many bytes show whether UTF-8 was meant. */
const EVIDENCE = 4096;
const FIRST_UPPER = 0x80;
const MARK = Buffer.from('\ufeff');
const LONGEST_MARK = 4;
const EMPTY = Buffer.alloc(0);

type OneByteCharset = Extract<Charset, { kind: 'one byte' }>;

type State =
  | { kind: 'undecided' }
  | { kind: 'utf-8' }
  | { kind: 'doubted'; charset: OneByteCharset }
  | { kind: 'decoding'; decoder: Decoder };

export class ToUtf8 {
  #state: State = { kind: 'undecided' };
  /** Bytes that came and are not yet decided on. */
  #held: Buffer = EMPTY;
  /** The last bytes that passed while in doubt. */
  #before: Buffer = EMPTY;
  /** UTF-8 in front that may be byte order marks; nothing once there was anything else. */
  #front: Buffer | undefined = EMPTY;
  readonly #declared: Charset | undefined;

  /** @param declared charset of the content type */
  constructor(declared: string | undefined) {
    this.#declared = charsetNamed(declared);
  }

  /** @throws CharsetError when the bytes are not of the charset */
  write(chunk: Buffer): Buffer {
    if (this.#state.kind === 'utf-8' && this.#front === undefined) return chunk;
    return this.#withoutMarks(this.#utf8(chunk, false), false);
  }

  /** What was held back. @throws CharsetError when the last character is not complete */
  end(): Buffer {
    const rest = this.#withoutMarks(this.#utf8(EMPTY, true), true);
    if (this.#state.kind === 'decoding') this.#state.decoder.end();
    return rest;
  }

  #utf8(chunk: Buffer, final: boolean): Buffer {
    if (this.#state.kind === 'utf-8') return chunk;
    if (this.#state.kind === 'decoding') return this.#state.decoder.write(chunk);
    this.#held = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    if (this.#state.kind === 'undecided') {
      if (!final && !isEnough(this.#held, this.#declared)) return EMPTY;
      this.#state = stateFor(this.#held, this.#declared);
    }
    if (this.#state.kind === 'doubted') return this.#doubt(this.#state.charset, final);
    const held = this.#release();
    return this.#state.kind === 'decoding' ? this.#state.decoder.write(held) : held;
  }

  /** Lets ASCII pass, the same in all charsets left, until there is enough to say which one it is. */
  #doubt({ name, upperHalf }: OneByteCharset, final: boolean): Buffer {
    const ascii = this.#passAscii();
    const held = this.#held;
    if (held.length === 0 || (held.length < EVIDENCE && !final)) return ascii;
    this.#release();
    const isCut = held.length > EVIDENCE || !final;
    if (isMeantAsUtf8(held.subarray(0, EVIDENCE), this.#before, isCut, upperHalf)) {
      this.#state = { kind: 'utf-8' };
      return Buffer.concat([ascii, held]);
    }
    const decoder = new OneByteDecoder(name, upperHalf);
    this.#state = { kind: 'decoding', decoder };
    return Buffer.concat([ascii, decoder.write(held)]);
  }

  #passAscii(): Buffer {
    const held = this.#held;
    const first = isAscii(held) ? held.length : held.findIndex((byte) => byte >= FIRST_UPPER);
    const passed = held.subarray(0, first);
    if (first > 0) this.#before = Buffer.concat([this.#before, passed.subarray(-2)]).subarray(-2);
    this.#held = held.subarray(first);
    return passed;
  }

  #withoutMarks(utf8: Buffer, final: boolean): Buffer {
    if (this.#front === undefined) return utf8;
    let text = this.#front.length === 0 ? utf8 : Buffer.concat([this.#front, utf8]);
    while (text.subarray(0, MARK.length).equals(MARK)) text = text.subarray(MARK.length);
    const mayBeMark = text.length < MARK.length && text.equals(MARK.subarray(0, text.length));
    this.#front = mayBeMark && !final ? text : undefined;
    return this.#front === undefined ? text : EMPTY;
  }

  #release(): Buffer {
    const held = this.#held;
    this.#held = EMPTY;
    return held;
  }
}

/** Whether the head shows all that decides the charset. */
function isEnough(head: Buffer, declared: Charset | undefined): boolean {
  if (head.length < LONGEST_MARK) return false;
  if (head.length >= LONGEST_HEAD || shownCharset(head) !== undefined) return true;
  if (declared?.kind === 'wide') return head.includes(0);
  const mayBeDeclaration = declared === undefined && '<?xml'.startsWith(head.toString('latin1', 0, 5));
  return !mayBeDeclaration || head.includes('?>');
}

function stateFor(head: Buffer, declared: Charset | undefined): State {
  const shown = shownCharset(head);
  if (shown === 'utf-8') return { kind: 'utf-8' };
  if (shown !== undefined) return decodingWide(shown);
  const charset = declared ?? charsetNamed(declaredInXml(head));
  switch (charset?.kind) {
    case 'wide':
      return isNarrow(head) ? { kind: 'utf-8' } : decodingWide(withOrder(charset.name, head));
    case 'one byte':
      return { kind: 'doubted', charset };
    case 'many bytes':
      return { kind: 'decoding', decoder: new TextBytesDecoder(charset.name) };
    default:
      return { kind: 'utf-8' };
  }
}

/** What a byte order mark says, or the zero bytes around the first character. */
function shownCharset(head: Buffer): 'utf-8' | WideCharset | undefined {
  const [first, second, third, fourth] = head;
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xff && second === 0xfe) return third === 0 && fourth === 0 ? 'utf-32le' : 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (first === 0 && second === 0)
    return (third === 0xfe && fourth === 0xff) || (third === 0 && fourth) ? 'utf-32be' : undefined;
  if (first === 0 && second) return 'utf-16be';
  if (first && second === 0) return third === 0 && fourth === 0 ? 'utf-32le' : 'utf-16le';
  return undefined;
}

function declaredInXml(head: Buffer): string | undefined {
  const text = head.toString('latin1', 0, LONGEST_HEAD);
  return /^<\?xml[^>]*?\sencoding\s*=\s*["']([^"']+)["']/.exec(text)?.[1];
}

function isNarrow(head: Buffer): boolean {
  const start = head.subarray(0, LONGEST_HEAD);
  return !start.includes(0) && isUtf8(withoutCutCharacter(start));
}

/** The zero bytes are the upper half of what is ASCII. */
function withOrder(name: WideCharset, head: Buffer): WideCharset {
  if (name === 'utf-32') return head[0] === 0 ? 'utf-32be' : 'utf-32le';
  if (name !== 'utf-16') return name;
  const zero = head.indexOf(0);
  return zero >= 0 && zero % 2 === 0 ? 'utf-16be' : 'utf-16le';
}

function decodingWide(name: WideCharset): State {
  const decoder = name === 'utf-32le' || name === 'utf-32be' ? new Utf32Decoder(name) : new TextBytesDecoder(name);
  return { kind: 'decoding', decoder };
}
