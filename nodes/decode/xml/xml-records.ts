/**
 * Xml: a root element with one element per row, whatever their names, and a field per element in those:
 * `<Table><Record><VendorID>1</VendorID></Record></Table>`. A root with fields right in it is one record. A DOCTYPE is
 * refused wherever it stands.
 */

import type { ColumnInfo, DataRecord } from '../../record';
import type { AnswerColumns } from '../answer-columns';
import type { AnswerFaults } from '../answer-faults';
import { isErrorElement } from '../error-words';
import type { ExpectedAnswer } from '../expected-answer';
import type { Limits } from '../limits';
import { BytePattern } from '../piece-view';
import { Pieces } from '../pieces';
import type { RecordReader } from '../record-reader';
import { refuseUnlessUtf8, textOf } from '../utf8';
import { XmlGrammar } from './xml-grammar';
import { XmlKnownRows } from './xml-known-rows';
import { XmlMarks } from './xml-marks';
import { isPassedOver, isWrapper } from './xml-opening';
import { XmlRootFields } from './xml-root-fields';
import { columnAttributesOf, endTagAt, type StartTag, startTagAt, textElementAt, XmlError } from './xml-tags';
import { localName } from './xml-text';

/** Elements that are rows even when nothing is in them (docs/api.md, Response formats). */
const ROW_NAMES = /^(records?|table\d*|row)$/i;
/** What an end tag has around its name, `</>`. */
const LONGEST_END = 3;

/** The start tag that the rows have, and their end tag. */
interface RowTag {
  tag: StartTag;
  bytes: Buffer;
  endTag: BytePattern;
}

export class XmlRecords implements RecordReader {
  readonly #pieces: Pieces;
  readonly #rows: XmlGrammar;
  readonly #knownRows: XmlKnownRows;
  /** False as long as there is nothing but white space: that is an answer without records. */
  #started = false;
  /** The root element and the wrappers in it that are open. */
  readonly #open: StartTag[] = [];
  #closed = false;
  #rowCount = 0;
  /** Start tag of the last row; nearly all rows have the same. */
  #rowTag: RowTag | undefined;
  /** The fewest bytes a row had so far: the next end tag is not looked for before that. */
  #shortestRow = Number.POSITIVE_INFINITY;
  readonly #rootFields: XmlRootFields;

  constructor(
    protected readonly known: AnswerColumns,
    private readonly expected: ExpectedAnswer,
    private readonly limits: Limits,
    private readonly faults: AnswerFaults,
  ) {
    this.#pieces = new Pieces(limits, faults);
    this.#rows = new XmlGrammar(known);
    this.#knownRows = new XmlKnownRows(this.#rows.order);
    this.#rootFields = new XmlRootFields(this.#rows, expected);
  }

  write(chunk: Buffer): DataRecord[] {
    return this.#pieces.add(chunk) ? this.#read() : [];
  }

  end(): DataRecord[] {
    const records = this.#read();
    const unused = this.#pieces.bytes.length;
    const isWhole = this.#closed || !this.#started;
    if (!isWhole || unused > 0) throw this.faults.truncated(this.#pieces.start + unused);
    return records;
  }

  columns(): ColumnInfo[] {
    return this.known.list();
  }

  /**
   * Takes an element of the root that is no row, if it is one.
   * @returns how much of the text it takes; 0 when it is not taken
   */
  protected takeOther(_name: string, _text: string, _tag: StartTag): number {
    return 0;
  }

  /** Called before a row is read, and at the end of the root. */
  protected beforeRow(): void {}

  #read(): DataRecord[] {
    const records: DataRecord[] = [];
    const marks = new XmlMarks(this.#pieces.bytes);
    let at = marks.skipSpace(0);
    while (at < marks.length) {
      this.#started = true;
      const end = this.#placed(marks, at, records);
      if (end < 0) break;
      at = marks.skipSpace(end);
    }
    this.#pieces.use(at);
    return records;
  }

  /** Reads one part, and says where it is wrong if it is. */
  #placed(marks: XmlMarks, at: number, out: DataRecord[]): number {
    try {
      return this.#part(marks, at, out);
    } catch (error) {
      if (!(error instanceof XmlError)) throw error;
      const facts = { record: this.#rowCount + 1, byte: this.#pieces.start + at };
      throw this.faults.malformed({ phrase: 'at-record', facts }, error.problem);
    }
  }

  /** @returns behind the part; -1 when the bytes end inside it */
  #part(marks: XmlMarks, at: number, out: DataRecord[]): number {
    switch (marks.kindAt(at)) {
      case 'incomplete':
        return -1;
      case 'remark':
        return marks.behindRemark(at);
      case 'declaration':
        throw new XmlError({ phrase: 'xml-declaration' });
      case 'text':
        throw new XmlError({ phrase: this.#closed ? 'xml-text-behind-root' : 'xml-text-outside' });
      case 'end tag':
        return this.#close(marks, at, out);
      case 'start tag':
        return this.#open.length === 0 ? this.#openRoot(marks, at) : this.#element(marks, at, out);
    }
  }

  #openRoot(marks: XmlMarks, at: number): number {
    if (this.#closed) throw new XmlError({ phrase: 'xml-second-root' });
    const end = marks.behindTag(at);
    if (end < 0) return -1;
    const root = startTag(this.#text(marks, at, end));
    if (root.isEmpty) this.#closed = true;
    else this.#open.push(root);
    return end;
  }

  #close(marks: XmlMarks, at: number, out: DataRecord[]): number {
    const end = marks.behindTag(at);
    if (end < 0) return -1;
    const name = endTagAt(this.#text(marks, at, end), 0)?.name;
    const closed = this.#open.pop();
    if (closed === undefined || name !== closed.name) throw new XmlError({ phrase: 'xml-stray-end-tag' });
    if (this.#open.length > 0) return end;
    this.beforeRow();
    this.#takeRootFields(closed, out);
    this.#closed = true;
    return end;
  }

  #element(marks: XmlMarks, at: number, out: DataRecord[]): number {
    if (this.#rowTag !== undefined && marks.isAt(this.#rowTag.bytes, at)) {
      const end = this.#readKnown(marks, at, at + this.#rowTag.bytes.length, this.#rowTag, out);
      return end > at ? end : this.#nextRow(marks, at, out);
    }
    const tagEnd = marks.behindTag(at);
    if (tagEnd < 0) return -1;
    const tag = startTag(this.#text(marks, at, tagEnd));
    if (this.#rowTag?.tag.name === tag.name && !tag.isEmpty && columnAttributesOf(tag).length === 0) {
      const behind = this.#readKnown(marks, at, tagEnd, this.#rowTag, out);
      if (behind > at) return behind;
    }
    if (isWrapper(tag, this.#open.at(-1)!)) {
      if (!tag.isEmpty) this.#open.push(tag);
      return tagEnd;
    }
    const end = tag.isEmpty ? tagEnd : marks.behindEndTag(tag.name, tagEnd);
    return isPassedOver(tag, this.#open.at(-1)!) ? end : this.#takeUpTo(marks, at, end, tag, out);
  }

  /**
   * Reads a row, and those behind it that have the start tag of the last, as long as there is nothing unusual about them.
   * @param tagEnd behind the start tag of the first; it may have attributes, but none that is a column
   * @returns behind the last that was read; `start` when it is none
   */
  #readKnown(marks: XmlMarks, start: number, tagEnd: number, rowTag: RowTag, out: DataRecord[]): number {
    const { bytes } = marks;
    this.beforeRow();
    this.#knownRows.lookAt(bytes);
    let behind = start;
    let at = start;
    let inside = tagEnd;
    do {
      const record: DataRecord = {};
      const end = this.#knownRows.read(inside, rowTag.endTag, record);
      if (end < 0 || end - at > this.limits.value) break;
      out.push(record);
      this.#rowCount++;
      behind = end;
      at = marks.skipSpace(end);
      inside = at + rowTag.bytes.length;
    } while (marks.isAt(rowTag.bytes, at));
    refuseUnlessUtf8(bytes, start, behind, this.#pieces.start, this.faults);
    return behind;
  }

  /** Another row with the start tag of the last. */
  #nextRow(marks: XmlMarks, at: number, out: DataRecord[]): number {
    const { tag, bytes } = this.#rowTag!;
    const tagEnd = at + bytes.length;
    const end = marks.behindLikelyEndTag(tag.name, tagEnd, Math.max(tagEnd, at + this.#shortestRow));
    const taken = this.#takeUpTo(marks, at, end, tag, out);
    if (taken > 0) this.#shortestRow = Math.min(this.#shortestRow, taken - at - tag.name.length - LONGEST_END);
    return taken;
  }

  /** Takes the element at `at`, which ends at `end` or, when it has elements of its own name inside, later. */
  #takeUpTo(marks: XmlMarks, at: number, firstEnd: number, tag: StartTag, out: DataRecord[]): number {
    let end = firstEnd;
    while (end >= 0) {
      const text = this.#text(marks, at, end);
      const taken = this.#take(text, tag, out);
      if (taken === text.length) return end;
      if (taken > 0) return at + Buffer.byteLength(text.slice(0, taken));
      // Twice as much each time, so that a row with many such elements is not read from its beginning for each.
      end = marks.behindFarEndTag(tag.name, end, end + (end - at));
    }
    return -1;
  }

  /** @returns how much of the text the element takes; 0 when it does not end in it */
  #take(text: string, tag: StartTag, out: DataRecord[]): number {
    const name = localName(tag.name);
    const other = this.takeOther(name, text, tag);
    if (other > 0) return other;
    this.beforeRow();
    const row = this.#rows.read(text, tag);
    if (row.kind === 'open') return 0;
    if (row.kind === 'field') return this.#takeField(text, tag);
    if (this.#isEmptyField(name, tag, row.record)) return row.end;
    if (text.length > this.limits.value) this.#refuseLongValues(row.record);
    if (this.#rootFields.holdsRowsOf(tag)) this.#addRow(this.#rootFields.takeRow(), out);
    if (tag !== this.#rowTag?.tag) this.#expectRows(tag, text);
    this.#addRow(row.record, out);
    return row.end;
  }

  #addRow(record: DataRecord, out: DataRecord[]): void {
    this.#rowCount++;
    out.push(record);
  }

  #expectRows(tag: StartTag, text: string): void {
    const endTag = new BytePattern(`</${tag.name}>`);
    const hasAttributes = columnAttributesOf(tag).length > 0;
    this.#rowTag =
      tag.isEmpty || hasAttributes ? undefined : { tag, bytes: Buffer.from(text.slice(0, tag.end)), endTag };
    this.#shortestRow = Number.POSITIVE_INFINITY;
  }

  /** True when the element was kept, because nothing in it or before it shows that it is a row. */
  #isEmptyField(name: string, tag: StartTag, record: DataRecord): boolean {
    if (this.#rowCount > 0 || Object.keys(record).length > 0 || ROW_NAMES.test(name)) return false;
    return this.#rootFields.addEmpty(tag);
  }

  #takeField(text: string, tag: StartTag): number {
    const element = textElementAt(text, 0);
    if (element === undefined) return 0;
    if (this.#rowCount > 0) throw new XmlError({ phrase: 'xml-text-for-record', facts: { name: tag.name } });
    this.#rootFields.add(element.tag, element.text);
    return element.end;
  }

  #takeRootFields(root: StartTag, out: DataRecord[]): void {
    if (this.#rootFields.isEmpty) return;
    if (this.#rowCount > 0) throw new XmlError({ phrase: 'xml-fields-beside' });
    if (this.#rootFields.isOneRow) {
      this.#addRow(this.#rootFields.takeRow(), out);
      return;
    }
    const { record } = this.#rootFields;
    const said = isErrorElement(root.name) ? { ...record, error: true } : record;
    this.expected.refuseUnlessRecord(said, { phrase: 'at-record', facts: { record: 1, byte: 0 } });
    out.push(record);
  }

  #refuseLongValues(record: DataRecord): void {
    for (const [name, value] of Object.entries(record)) {
      if (typeof value !== 'string' || value.length <= this.limits.value) continue;
      const facts = { name, limit: this.limits.value };
      throw this.faults.limit({ phrase: 'value-too-long-in-column', facts });
    }
  }

  #text(marks: XmlMarks, start: number, end: number): string {
    return textOf(marks.bytes, start, end, this.#pieces.start, this.faults);
  }
}

function startTag(text: string): StartTag {
  const tag = startTagAt(text, 0);
  if (tag === undefined || tag.end !== text.length) throw new XmlError({ phrase: 'xml-bad-tag' });
  return tag;
}
