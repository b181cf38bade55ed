/**
 * Texts out of a piece of an answer. Each is a part of a longer one, a window of the bytes, because a call from
 * JavaScript into the decoder takes longer than the text of most values.
 */

/** Bytes of a window. A value may keep its window alive, so it is short. */
const WINDOW = 2048;
const EMPTY = Buffer.alloc(0);

export class ByteTexts {
  #bytes: Buffer = EMPTY;
  #window = '';
  #start = 0;
  #end = 0;

  /** Looks at other bytes from now on, or at the same ones when something else stands there. */
  lookAt(bytes: Buffer): void {
    this.#bytes = bytes;
    this.#start = 0;
    this.#end = 0;
  }

  get bytes(): Buffer {
    return this.#bytes;
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

/** Whether the bytes at this place are these. One look behind the end would make V8 slow for all that come after. */
export function standsAt(bytes: Uint8Array, at: number, wanted: Uint8Array): boolean {
  if (at + wanted.length > bytes.length) return false;
  for (let index = 0; index < wanted.length; index++) {
    if (bytes[at + index] !== wanted[index]) return false;
  }
  return true;
}
