/**
 * One row of an XML answer -> a record. Rows nearly always have the columns of the rows before, in their order, so each
 * is first compared with those; whatever differs (attributes, comments, CDATA, empty or unknown elements) is read by
 * the grammar. An attribute without a prefix counts as a column: `ID` of the row, `Price.currency` of a field.
 */
import type { AnswerColumns } from './answer-columns';
import type { ColumnInfo, DataRecord } from './record-reader';
import { ownText, typedValue } from './typed-values';
import { attributesOf, behindRemark, endTagAt, type StartTag, textElementAt, XmlError } from './xml-tags';
import { characterData, columnName, localName } from './xml-text';

export type XmlRow =
  | { kind: 'record'; record: DataRecord }
  /** There is text and no element in it: it is a field and not a row. */
  | { kind: 'field' }
  /** The text ends before the row: its last end tag was that of a column with the row's name. */
  | { kind: 'open' };

interface KnownElement {
  startTag: string;
  endTag: string;
  info: ColumnInfo;
}

/** Columns tried in turn for the next element; a row leaves out a few, seldom many. */
const COLUMNS_TRIED = 64;

export class XmlRows {
  readonly #elements = new Map<string, KnownElement>();
  /** In the order they come in the rows. */
  readonly #order: KnownElement[] = [];

  constructor(private readonly columns: AnswerColumns) {}

  /**
   * @param text from the row's start tag to the end of its end tag
   * @throws XmlError
   */
  read(text: string, tag: StartTag): XmlRow {
    const record: DataRecord = {};
    let next = this.#addAttributes(record, '', tag) ? this.#order.length : 0;
    if (tag.isEmpty) return { kind: 'record', record };
    const plain = !text.includes('&') && !text.includes('\r');
    let at = tag.end;
    for (;;) {
      at = skipSpace(text, at);
      const known = this.#knownAt(text, at, next);
      const end = known < 0 ? -1 : this.#addKnown(record, text, at, this.#order[known]!, plain);
      if (end >= 0) {
        at = end;
        next = known + 1;
        continue;
      }
      if (at === text.length) return { kind: 'open' };
      if (text.startsWith('</', at)) return rowEnd(text, at, tag, record);
      const remark = behindRemark(text, at);
      if (remark > at) {
        at = remark;
        continue;
      }
      if (text[at] !== '<' || text.startsWith('<![CDATA[', at)) return onlyText(record, tag);
      const element = textElementAt(text, at);
      if (element === undefined) return { kind: 'open' };
      next = this.#addElement(record, element.tag, element.text, next);
      at = element.end;
    }
  }

  /** Adds an element that was read by the grammar. */
  addField(record: DataRecord, tag: StartTag, text: string): void {
    this.#addElement(record, tag, text, this.#order.length);
  }

  #knownAt(text: string, at: number, next: number): number {
    const end = Math.min(this.#order.length, next + COLUMNS_TRIED);
    for (let index = next; index < end; index++) {
      if (text.startsWith(this.#order[index]!.startTag, at)) return index;
    }
    return -1;
  }

  /** @returns behind the element; -1 when there is more in it than text */
  #addKnown(record: DataRecord, text: string, at: number, element: KnownElement, plain: boolean): number {
    const start = at + element.startTag.length;
    const stop = text.indexOf('<', start);
    if (stop < 0 || !text.startsWith(element.endTag, stop)) return -1;
    if (plain) {
      record[element.info.name] = typedValue(text, start, stop, element.info);
    } else {
      const value = characterData(ownText(text, start, stop));
      if (value === undefined) return -1;
      record[element.info.name] = typedValue(value, 0, value.length, element.info);
    }
    return stop + element.endTag.length;
  }

  /** @returns the first place in the order that the row has not passed */
  #addElement(record: DataRecord, tag: StartTag, text: string, next: number): number {
    const name = columnName(tag.name);
    const info = this.#freeColumn(record, name);
    record[info.name] = isNil(tag) ? null : typedValue(text, 0, text.length, info);
    const passed = this.#order.indexOf(this.#knownElement(tag.name, info, next));
    return this.#addAttributes(record, `${name}.`, tag) ? this.#order.length : Math.max(next, passed + 1);
  }

  #knownElement(tagName: string, info: ColumnInfo, place: number): KnownElement {
    const known = this.#elements.get(tagName);
    if (known !== undefined) return known;
    const element = { startTag: `<${tagName}>`, endTag: `</${tagName}>`, info };
    this.#elements.set(tagName, element);
    this.#order.splice(place, 0, element);
    return element;
  }

  #addAttributes(record: DataRecord, prefix: string, tag: StartTag): boolean {
    let added = false;
    for (const [name, value] of attributesOf(tag)) {
      if (name.includes(':') || name === 'xmlns') continue;
      const info = this.#freeColumn(record, prefix + columnName(name));
      record[info.name] = typedValue(value, 0, value.length, info);
      added = true;
    }
    return added;
  }

  /** The column of the name that the record has no value of yet. */
  #freeColumn(record: DataRecord, name: string): ColumnInfo {
    for (let occurrence = 0; ; occurrence++) {
      const info = this.columns.column(name, occurrence);
      if (!Object.hasOwn(record, info.name)) return info;
    }
  }
}

function rowEnd(text: string, at: number, tag: StartTag, record: DataRecord): XmlRow {
  const end = endTagAt(text, at);
  if (end?.name === tag.name && end.end === text.length) return { kind: 'record', record };
  throw new XmlError(`an end tag other than that of ${tag.name}.`);
}

function onlyText(record: DataRecord, tag: StartTag): XmlRow {
  if (Object.keys(record).length === 0) return { kind: 'field' };
  throw new XmlError(`text between the fields of ${tag.name}.`);
}

function isNil(tag: StartTag): boolean {
  const nil = attributesOf(tag).find(([name]) => name.includes(':') && localName(name) === 'nil');
  return nil !== undefined && /^(true|1)$/.test(nil[1].trim());
}

function skipSpace(text: string, at: number): number {
  let place = at;
  while (place < text.length && text.charCodeAt(place) <= 32) place++;
  return place;
}
