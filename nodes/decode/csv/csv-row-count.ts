/**
 * Counts the rows of a Csv by the rules of its reader, without making anything of them: for a text that goes elsewhere
 * as it came. Takes bytes of any charset in which ASCII is itself.
 */
import { CR, LF, QUOTE } from '../ascii';
import type { LineEnd } from './csv-grammar';

export class CsvRowCount {
  /** The header line is one. Empty lines are none. */
  rows = 0;
  /** Bytes up to the end of the last whole row. */
  end = 0;
  #bytes = 0;
  #isInQuotes = false;
  /** Whether a quote would be the first of its field, or the second of two. */
  #mayQuote = true;
  #hasContent = false;
  readonly #lineEnd: number;

  /** @param delimiter one byte of ASCII */
  constructor(
    readonly delimiter: number,
    lineEnd: LineEnd,
  ) {
    this.#lineEnd = lineEnd === 'cr' ? CR : LF;
  }

  /** True while the text stands within quotes: it cannot end there. */
  get isOpen(): boolean {
    return this.#isInQuotes;
  }

  add(bytes: Buffer): void {
    for (let at = 0; at < bytes.length; at++) {
      if (this.#isInQuotes) {
        at = bytes.indexOf(QUOTE, at);
        if (at < 0) break;
        this.#isInQuotes = false;
        this.#mayQuote = true;
        continue;
      }
      const byte = bytes[at]!;
      if (byte === this.delimiter) {
        this.#mayQuote = true;
        this.#hasContent = true;
      } else if (byte === QUOTE && this.#mayQuote) {
        this.#isInQuotes = true;
        this.#hasContent = true;
      } else if (byte === this.#lineEnd) {
        this.#endRow();
        this.end = this.#bytes + at + 1;
      } else if (byte !== CR && byte !== LF) {
        this.#mayQuote = false;
        this.#hasContent = true;
      }
    }
    this.#bytes += bytes.length;
  }

  /** The last row need not end with a line. */
  finish(): void {
    this.#endRow();
    this.end = this.#bytes;
  }

  #endRow(): void {
    if (this.#hasContent) this.rows++;
    this.#hasContent = false;
    this.#mayQuote = true;
  }
}
