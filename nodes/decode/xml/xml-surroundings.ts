/**
 * What stands around the rows: the root, elements of .NET's DataSet and DataTable that hold the rows or stand beside
 * them and are no rows themselves, comments and processing instructions. A DOCTYPE is refused wherever it stands.
 */
import { textOf } from '../utf8';
import type { XmlMarks } from './xml-marks';
import { endTagAt, type StartTag, startTagAt, XmlError, xmlNamespace } from './xml-tags';
import { localName } from './xml-text';

const SCHEMA = 'http://www.w3.org/2001/XMLSchema';
/** What the rows of a table or a DataSet without a name of its own are wrapped in. */
const DATA_SET = /^(NewDataSet|DocumentElement)$/;
/** The parts of a diffgram that say what rows were before, and what is wrong with them. */
const BESIDE = /^(before|errors)$/;

const INCOMPLETE = -1;

/** Where one answer is, seen from its root. */
export class XmlSurroundings {
  /** False as long as there is nothing but white space: that is an answer without records. */
  #isStarted = false;
  #isClosed = false;
  /** The root and the wrappers in it that are open. */
  readonly #open: StartTag[] = [];

  /** Whether the answer may end here. */
  get isComplete(): boolean {
    return this.#isClosed || !this.#isStarted;
  }

  /** Whether an element of the root, or of a wrapper, begins here. */
  isElement(marks: XmlMarks, at: number): boolean {
    return this.#open.length > 0 && marks.kindAt(at) === 'start tag';
  }

  /**
   * Goes one part on, from a byte that is not white space and where no element of the root begins.
   * @param close is called with the root, at its end
   * @returns behind the part; -1 when it is not complete
   * @throws XmlError
   */
  read(marks: XmlMarks, at: number, close: (root: StartTag) => void): number {
    this.#isStarted = true;
    switch (marks.kindAt(at)) {
      case 'incomplete':
        return INCOMPLETE;
      case 'remark':
        return marks.behindRemark(at);
      case 'declaration':
        throw new XmlError({ phrase: 'xml-declaration' });
      case 'text':
        throw new XmlError({ phrase: this.#isClosed ? 'xml-text-behind-root' : 'xml-text-outside' });
      case 'end tag':
        return this.#close(marks, at, close);
      case 'start tag':
        return this.#openRoot(marks, at);
    }
  }

  /** Goes into the element if it holds the rows, as its parent may do. @returns whether it does */
  enter(tag: StartTag): boolean {
    const parent = this.#open.at(-1)!;
    const isWrapper =
      isDiffgram(tag) || (isDiffgram(parent) ? !isBeside(tag, parent) : DATA_SET.test(localName(tag.name)));
    if (isWrapper && !tag.isEmpty) this.#open.push(tag);
    return isWrapper;
  }

  /** Whether the element is to be passed over: an XSD, or the other parts of a diffgram. */
  passesOver(tag: StartTag): boolean {
    const parent = this.#open.at(-1)!;
    return isSchema(tag) || (isDiffgram(parent) && isBeside(tag, parent));
  }

  #openRoot(marks: XmlMarks, at: number): number {
    if (this.#isClosed) throw new XmlError({ phrase: 'xml-second-root' });
    const end = marks.behindTag(at);
    if (end < 0) return INCOMPLETE;
    const root = wholeTag(textOf(marks.bytes, at, end));
    if (root.isEmpty) this.#isClosed = true;
    else this.#open.push(root);
    return end;
  }

  #close(marks: XmlMarks, at: number, close: (root: StartTag) => void): number {
    const end = marks.behindTag(at);
    if (end < 0) return INCOMPLETE;
    const name = endTagAt(textOf(marks.bytes, at, end), 0)?.name;
    const closed = this.#open.pop();
    if (closed === undefined || name !== closed.name) throw new XmlError({ phrase: 'xml-stray-end-tag' });
    if (this.#open.length > 0) return end;
    close(closed);
    this.#isClosed = true;
    return end;
  }
}

/** The start tag that is all of the text. @throws XmlError */
export function wholeTag(text: string): StartTag {
  const tag = startTagAt(text, 0);
  if (tag === undefined || tag.end !== text.length) throw new XmlError({ phrase: 'xml-bad-tag' });
  return tag;
}

function isSchema(tag: StartTag): boolean {
  const name = localName(tag.name);
  return name === 'schema' && (tag.name !== name || xmlNamespace(tag) === SCHEMA);
}

function isDiffgram({ name }: StartTag): boolean {
  return localName(name) === 'diffgram';
}

function isBeside(tag: StartTag, parent: StartTag): boolean {
  return BESIDE.test(localName(tag.name)) && prefixOf(tag) === prefixOf(parent);
}

function prefixOf({ name }: StartTag): string {
  return name.slice(0, name.indexOf(':') + 1);
}
