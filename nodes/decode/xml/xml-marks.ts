/** Finds the parts of an XML text in its bytes, so that only what is complete becomes text. */
import { APOSTROPHE, EXCLAMATION, GREATER, LESS, QUESTION, QUOTE, SLASH, skipSpace } from '../ascii';
import { standsAt } from '../piece-view';

const COMMENT = Buffer.from('<!--');
const CDATA = Buffer.from('<![CDATA[');
const DECLARATION = Buffer.from('<!');
const COMMENT_END = Buffer.from('-->');
const CDATA_END = Buffer.from(']]>');
const INSTRUCTION_END = Buffer.from('?>');

export type Mark = 'start tag' | 'end tag' | 'remark' | 'declaration' | 'text' | 'incomplete';

export class XmlMarks {
  /** The next comment, CDATA section or declaration behind a place: looked for once, not once a row. */
  #section = { from: 0, at: -1 };
  #endTag = { name: '', bytes: Buffer.alloc(0) };

  constructor(readonly bytes: Buffer) {}

  get length(): number {
    return this.bytes.length;
  }

  kindAt(at: number): Mark {
    if (this.bytes[at] !== LESS) return 'text';
    const next = this.bytes[at + 1];
    if (next === undefined) return 'incomplete';
    if (next === SLASH) return 'end tag';
    if (next === QUESTION) return 'remark';
    if (next !== EXCLAMATION) return 'start tag';
    if (this.isAt(COMMENT, at)) return 'remark';
    return COMMENT.subarray(0, this.length - at).equals(this.bytes.subarray(at, at + COMMENT.length))
      ? 'incomplete'
      : 'declaration';
  }

  /** Behind the tag at `at`; -1 when it is not complete. An attribute's value may have a `>` in it. */
  behindTag(at: number): number {
    let quote = 0;
    for (let place = at; place < this.length; place++) {
      const byte = this.bytes[place]!;
      if (quote !== 0) quote = byte === quote ? 0 : quote;
      else if (byte === QUOTE || byte === APOSTROPHE) quote = byte;
      else if (byte === GREATER) return place + 1;
    }
    return -1;
  }

  /** Behind the comment or processing instruction at `at`; -1 when it is not complete. */
  behindRemark(at: number): number {
    return this.isAt(COMMENT, at) ? this.behindSection(at) : this.#behind(INSTRUCTION_END, at + 2);
  }

  isSection(at: number): boolean {
    return this.isAt(COMMENT, at) || this.isAt(CDATA, at);
  }

  /** Behind the comment or CDATA section at `at`; -1 when it is not complete. */
  behindSection(at: number): number {
    if (this.isAt(COMMENT, at)) return this.#behind(COMMENT_END, at + COMMENT.length);
    return this.#behind(CDATA_END, at + CDATA.length);
  }

  /** Behind the first end tag of the name that is not inside a comment or CDATA section; -1 when there is none. */
  behindEndTag(name: string, from: number): number {
    const wanted = this.#endTagBytes(name);
    let at = from;
    let found = -1;
    for (;;) {
      // A tag that stands behind several sections is looked for once.
      if (found < at) found = this.bytes.indexOf(wanted, at);
      if (found < 0) return -1;
      const section = this.#nextSection(at);
      if (section < found) {
        at = this.isSection(section) ? this.behindSection(section) : section + DECLARATION.length;
        if (at < 0) return -1;
        continue;
      }
      const end = skipSpace(this.bytes, found + wanted.length);
      if (end === this.length) return -1;
      if (this.bytes[end] === GREATER) return end + 1;
      at = end;
    }
  }

  /**
   * The same with a start: the end tag is first looked for behind `likely`, so it may be one of a later element.
   * Comments and CDATA sections in front of that are not passed over.
   */
  behindLikelyEndTag(name: string, from: number, likely: number): number {
    const end = this.#nextSection(from) < likely ? -1 : this.behindEndTag(name, likely);
    return end < 0 ? this.behindEndTag(name, from) : end;
  }

  /** Behind the first end tag of the name that ends at `far` or later, else behind the last; -1 when there is none. */
  behindFarEndTag(name: string, from: number, far: number): number {
    let last = -1;
    let end = this.behindEndTag(name, from);
    while (end >= 0 && last < far) {
      last = end;
      end = this.behindEndTag(name, end);
    }
    return last;
  }

  #endTagBytes(name: string): Buffer {
    if (this.#endTag.name !== name) this.#endTag = { name, bytes: Buffer.from(`</${name}`) };
    return this.#endTag.bytes;
  }

  #nextSection(from: number): number {
    if (from < this.#section.from || from > this.#section.at) {
      const found = this.bytes.indexOf(DECLARATION, from);
      this.#section = { from, at: found < 0 ? this.length : found };
    }
    return this.#section.at;
  }

  #behind(mark: Buffer, from: number): number {
    const at = this.bytes.indexOf(mark, from);
    return at < 0 ? -1 : at + mark.length;
  }

  isAt(needle: Buffer, at: number): boolean {
    return standsAt(this.bytes, at, needle);
  }
}
