/**
 * The bytes of a piece of an answer, to be compared and turned into texts. Looking behind the end even once would make
 * V8 slow for all that comes after.
 */

/** Bytes of a window. A value may keep its window alive, so it is short. */
const WINDOW = 2048;
const WORD = Int32Array.BYTES_PER_ELEMENT;
const EMPTY = Buffer.alloc(0);
/** Where patterns are written to be read as words: an answer has dozens, and a buffer for each costs more. */
const scratch = Buffer.alloc(1024);
const LONGEST_CHARACTER = 3;

/** Bytes that are looked for at many places, as words of four; the last word may overlap with the one before. */
export class BytePattern {
  readonly length: number;
  readonly words: number[] = [];
  /** Where there are less than four bytes, and so no words. */
  readonly bytes: Buffer = EMPTY;

  constructor(readonly text: string) {
    const fits = text.length * LONGEST_CHARACTER <= scratch.length;
    const bytes = fits ? scratch : Buffer.from(text);
    this.length = fits ? scratch.write(text) : bytes.length;
    const last = this.length - WORD;
    if (last < 0) this.bytes = Buffer.from(text);
    for (let at = 0; last >= 0 && at < this.length; at += WORD) this.words.push(bytes.readInt32LE(Math.min(at, last)));
  }
}

/** A look at the bytes of one piece at a time (`lookAt`). */
export class PieceView {
  #bytes: Buffer = EMPTY;
  #words: DataView = new DataView(EMPTY.buffer, EMPTY.byteOffset, 0);
  /** Texts are parts of a longer one, because a call into the decoder takes longer than the text of most values. */
  #window = '';
  #start = 0;
  #end = 0;

  /** Looks at other bytes from now on, or at the same ones when something else stands there. */
  lookAt(bytes: Buffer): void {
    this.#bytes = bytes;
    this.#words = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#start = 0;
    this.#end = 0;
  }

  get bytes(): Buffer {
    return this.#bytes;
  }

  /** Whether the pattern stands at this place. */
  has(pattern: BytePattern, at: number): boolean {
    const { words, length } = pattern;
    if (length < WORD) return standsAt(this.#bytes, at, pattern.bytes);
    const lastPlace = at + length - WORD;
    if (lastPlace + WORD > this.#bytes.length) return false;
    const last = words.length - 1;
    for (let index = 0; index < last; index++) {
      if (this.#words.getInt32(at + index * WORD, true) !== words[index]) return false;
    }
    return this.#words.getInt32(lastPlace, true) === words[last];
  }

  /**
   * The text of bytes behind those that were asked for last.
   * @param isAscii whether all of them are; if not, they should be UTF-8
   */
  text(start: number, end: number, isAscii: boolean): string {
    if (!isAscii) return this.#bytes.toString('utf8', start, end);
    if (end > this.#end) this.#move(start, end);
    return this.#window.slice(start - this.#start, end - this.#start);
  }

  #move(start: number, end: number): void {
    this.#start = start;
    this.#end = Math.min(this.#bytes.length, Math.max(end, start + WINDOW));
    this.#window = this.#bytes.toString('latin1', start, this.#end);
  }
}

/** Whether the bytes at this place are these. */
export function standsAt(bytes: Uint8Array, at: number, wanted: Uint8Array): boolean {
  if (at + wanted.length > bytes.length) return false;
  for (let index = 0; index < wanted.length; index++) {
    if (bytes[at + index] !== wanted[index]) return false;
  }
  return true;
}
