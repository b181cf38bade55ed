/**
 * Xml and XmlDataTable: a root element with one element per row, whatever their names, and a field per element in those:
 * `<Table><Record><VendorID>1</VendorID></Record></Table>`. A root with fields right in it is one record. Nearly all rows
 * are read by what is known of them (`xml-known-rows.ts`), the others by the grammar (`xml-grammar.ts`), which learns
 * from them; what stands around the rows is read by `xml-surroundings.ts`. The guards are those of every format
 * (`piece-reader.ts`).
 */
import type { DataRecord } from '../../record';
import type { AnswerColumns } from '../answer-columns';
import type { AnswerFaults } from '../answer-faults';
import { skipSpace } from '../ascii';
import { isErrorElement } from '../error-words';
import type { ExpectedAnswer } from '../expected-answer';
import type { Limits } from '../limits';
import { type Piece, PieceReader } from '../piece-reader';
import { BytePattern } from '../piece-view';
import { textOf } from '../utf8';
import { XmlGrammar } from './xml-grammar';
import { XmlKnownRows } from './xml-known-rows';
import { XmlMarks } from './xml-marks';
import { XmlRootFields } from './xml-root-fields';
import { XmlSchema } from './xml-schema';
import { wholeTag, XmlSurroundings } from './xml-surroundings';
import { columnAttributesOf, type StartTag, textElementAt, XmlError } from './xml-tags';
import { localName } from './xml-text';

/** Elements that are rows even when nothing is in them (docs/api.md, Response formats). */
const ROW_NAMES = /^(records?|table\d*|row)$/i;
/** What an end tag has around its name, `</>`. */
const LONGEST_END = 3;
const INCOMPLETE = -1;

/** The start tag that the rows have, and their end tag. */
interface RowTag {
  tag: StartTag;
  bytes: Buffer;
  endTag: BytePattern;
}

export class XmlRecords extends PieceReader {
  readonly #grammar: XmlGrammar;
  readonly #knownRows: XmlKnownRows;
  readonly #surroundings = new XmlSurroundings();
  readonly #rootFields: XmlRootFields;
  readonly #schema: XmlSchema | undefined;
  #rowCount = 0;
  #isSkimming = false;
  /** Start tag of the last row; nearly all rows have the same. */
  #rowTag: RowTag | undefined;
  /** The fewest bytes a row had so far: the next end tag is not looked for before that. */
  #shortestRow = Number.POSITIVE_INFINITY;

  /** @param isTable whether a table was asked for, so that there may be a Schema */
  constructor(
    isTable: boolean,
    known: AnswerColumns,
    private readonly expected: ExpectedAnswer,
    limits: Limits,
    faults: AnswerFaults,
  ) {
    super(known, limits, faults);
    this.#grammar = new XmlGrammar(known);
    this.#knownRows = new XmlKnownRows(this.#grammar.order);
    this.#rootFields = new XmlRootFields(this.#grammar, expected);
    this.#schema = isTable ? new XmlSchema(known, limits, faults) : undefined;
  }

  protected read(piece: Piece, out: DataRecord[]): number {
    const { bytes, offset } = piece;
    const marks = new XmlMarks(bytes);
    this.#isSkimming = this.skims(piece);
    this.#knownRows.lookAt(bytes, this.#isSkimming);
    let at = skipSpace(bytes, 0);
    while (at < bytes.length) {
      const end = this.#readPart(marks, at, offset, out);
      if (end < 0) break;
      at = skipSpace(bytes, end);
    }
    if (piece.final && (at < bytes.length || !this.#surroundings.isComplete)) throw this.truncated(piece);
    return at;
  }

  /** Goes one part on, and says where it is wrong if it is. @returns behind the part; -1 when it is not complete */
  #readPart(marks: XmlMarks, at: number, offset: number, out: DataRecord[]): number {
    try {
      if (this.#surroundings.isElement(marks, at)) return this.#readElement(marks, at, out);
      return this.#surroundings.read(marks, at, (root) => this.#takeRootFields(root, out));
    } catch (error) {
      if (!(error instanceof XmlError)) throw error;
      const facts = { record: this.#rowCount + 1, byte: offset + at };
      throw this.faults.malformed({ phrase: 'at-record', facts }, error.problem);
    }
  }

  #readElement(marks: XmlMarks, at: number, out: DataRecord[]): number {
    const row = this.#rowTag;
    if (row !== undefined && marks.isAt(row.bytes, at)) {
      const end = this.#readKnown(at, at + row.bytes.length, row, out);
      return end < 0 ? this.#readNext(marks, at, row, out) : end;
    }
    const tagEnd = marks.behindTag(at);
    if (tagEnd < 0) return INCOMPLETE;
    const tag = wholeTag(textOf(marks.bytes, at, tagEnd));
    if (row?.tag.name === tag.name && !tag.isEmpty && columnAttributesOf(tag).length === 0) {
      const end = this.#readKnown(at, tagEnd, row, out);
      if (end > 0) return end;
    }
    if (this.#surroundings.enter(tag)) return tagEnd;
    const end = tag.isEmpty ? tagEnd : marks.behindEndTag(tag.name, tagEnd);
    return this.#surroundings.passesOver(tag) ? end : this.#takeUpTo(marks, at, end, tag, out);
  }

  /**
   * Reads a row that has the start tag of the last.
   * @param tagEnd behind its start tag, which may have attributes, but none that is a column
   * @returns behind it; -1 when it is unusual or not complete
   */
  #readKnown(at: number, tagEnd: number, { endTag }: RowTag, out: DataRecord[]): number {
    this.#schema?.declare();
    const record: DataRecord = {};
    const end = this.#knownRows.read(tagEnd, endTag, record);
    if (end < 0 || end - at > this.limits.value) return INCOMPLETE;
    if (!this.#isSkimming) this.#addRow(record, out);
    else {
      this.#rowCount++;
      this.skimmed++;
    }
    return end;
  }

  /** The same by the grammar. */
  #readNext(marks: XmlMarks, at: number, { tag, bytes }: RowTag, out: DataRecord[]): number {
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
      const text = textOf(marks.bytes, at, end);
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
    const ofSchema = this.#schema?.take(text, tag) ?? 0;
    if (ofSchema > 0) return ofSchema;
    this.#schema?.declare();
    const row = this.#grammar.read(text, tag);
    if (row.kind === 'open') return 0;
    if (row.kind === 'field') return this.#takeField(text, tag);
    if (this.#isEmptyField(tag, row.record)) return row.end;
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
  #isEmptyField(tag: StartTag, record: DataRecord): boolean {
    if (this.#rowCount > 0 || Object.keys(record).length > 0 || ROW_NAMES.test(localName(tag.name))) return false;
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
    this.#schema?.declare();
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
}
