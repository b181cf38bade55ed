/**
 * One row of an XML answer -> a record, by the grammar. An attribute without a prefix counts as a column: `ID` of the
 * row, `Price.currency` of a field.
 */
import type { DataRecord } from '../../record';
import type { AnswerColumns, KnownColumn } from '../answer-columns';
import { KnownOrder } from '../known-order';
import { BytePattern } from '../piece-view';
import { typedValue } from '../typed-values';
import { behindRemark, columnAttributesOf, endTagAt, isNil, type StartTag, textElementAt, XmlError } from './xml-tags';
import { columnName } from './xml-text';

/** Names that came more than once in a record, and how often. */
export type Repeated = Map<string, number>;

export type XmlRow =
  | { kind: 'record'; record: DataRecord; end: number }
  /** There is text and no element in it: it is a field and not a row. */
  | { kind: 'field' }
  /** The text ends before the row: its last end tag was that of a column with the row's name. */
  | { kind: 'open' };

export class XmlGrammar {
  /** What the rows had in them so far. */
  readonly order = new KnownOrder((name) => ({
    before: new BytePattern(`<${name}>`),
    behind: new BytePattern(`</${name}>`),
  }));
  readonly #repeated: Repeated = new Map();

  constructor(private readonly columns: AnswerColumns) {}

  /**
   * @param text from the row's start tag to the end of an end tag of that name, which should be its own
   * @throws XmlError
   */
  read(text: string, tag: StartTag): XmlRow {
    const record: DataRecord = {};
    this.#repeated.clear();
    this.#addAttributes(record, this.#repeated, '', tag);
    if (tag.isEmpty) return { kind: 'record', record, end: tag.end };
    let next = 0;
    for (let at = skipSpace(text, tag.end); ; at = skipSpace(text, at)) {
      if (at === text.length) return { kind: 'open' };
      if (text.startsWith('</', at)) return rowEnd(text, at, tag, record);
      const behind = behindRemark(text, at);
      if (behind > at) {
        at = behind;
        continue;
      }
      if (text[at] !== '<' || text.startsWith('<![CDATA[', at)) return onlyText(record, tag);
      const element = textElementAt(text, at);
      if (element === undefined) return { kind: 'open' };
      next = this.#addElement(record, this.#repeated, element.tag, element.text, next);
      at = element.end;
    }
  }

  /**
   * Adds an element that stands outside of a row.
   * @param repeated of the record
   */
  addField(record: DataRecord, repeated: Repeated, tag: StartTag, text: string): void {
    this.#addElement(record, repeated, tag, text, this.order.fields.length);
  }

  /** @returns the first place in the order that the row has not passed */
  #addElement(record: DataRecord, repeated: Repeated, tag: StartTag, text: string, next: number): number {
    const name = columnName(tag.name);
    const column = this.#freeColumn(record, repeated, name);
    const { info } = column;
    record[info.name] = isNil(tag) ? null : typedValue(text, info);
    this.#addAttributes(record, repeated, `${name}.`, tag);
    if (!repeated.has(name)) this.order.learn(tag.name, column, next);
    return Math.max(next, this.order.placeOf(tag.name) + 1);
  }

  #addAttributes(record: DataRecord, repeated: Repeated, prefix: string, tag: StartTag): void {
    for (const [name, value] of columnAttributesOf(tag)) {
      const { info } = this.#freeColumn(record, repeated, prefix + columnName(name));
      record[info.name] = typedValue(value, info);
    }
  }

  /** The column of the name that the record has no value of yet. */
  #freeColumn(record: DataRecord, repeated: Repeated, name: string): KnownColumn {
    const first = this.columns.column(name, 0);
    if (!Object.hasOwn(record, first.info.name)) return first;
    const occurrence = (repeated.get(name) ?? 0) + 1;
    repeated.set(name, occurrence);
    return this.columns.column(name, occurrence);
  }
}

function rowEnd(text: string, at: number, tag: StartTag, record: DataRecord): XmlRow {
  const end = endTagAt(text, at);
  if (end?.name === tag.name) return { kind: 'record', record, end: end.end };
  throw new XmlError({ phrase: 'xml-other-end-tag', facts: { name: tag.name } });
}

function onlyText(record: DataRecord, tag: StartTag): XmlRow {
  if (Object.keys(record).length === 0) return { kind: 'field' };
  throw new XmlError({ phrase: 'xml-text-between', facts: { name: tag.name } });
}

function skipSpace(text: string, at: number): number {
  let place = at;
  while (place < text.length && text.charCodeAt(place) <= 32) place++;
  return place;
}
