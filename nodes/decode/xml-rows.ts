/**
 * One row of an XML answer -> a record. Rows nearly always have the columns of the rows before, in their order, so each
 * is first compared with those; whatever differs (attributes, comments, CDATA, empty or unknown elements) is read by
 * the grammar. An attribute without a prefix counts as a column: `ID` of the row, `Price.currency` of a field.
 */
import type { AnswerColumns } from './answer-columns';
import { ownUnits, standsAt, unitsOf } from './code-units';
import type { ColumnInfo, DataRecord } from './record-reader';
import { ownText, typedValue } from './typed-values';
import { attributesOf, behindRemark, endTagAt, type StartTag, textElementAt, XmlError } from './xml-tags';
import { characterData, columnName, localName } from './xml-text';

export type XmlRow =
  | { kind: 'record'; record: DataRecord; end: number }
  /** There is text and no element in it: it is a field and not a row. */
  | { kind: 'field' }
  /** The text ends before the row: its last end tag was that of a column with the row's name. */
  | { kind: 'open' };

interface KnownElement {
  startTag: string;
  endTag: string;
  info: ColumnInfo;
  /** Code units of the end tag, of what stands between the fields of a row, and of the next element's start tag. */
  joint: Uint16Array;
}

const CARRIAGE_RETURN = 0x0d;
const AMPERSAND = 0x26;
const LESS = 0x3c;

/** Columns tried in turn for the next element; a row leaves out a few, seldom many. */
const COLUMNS_TRIED = 64;
/** Stands where no `<` does. */
const NO_JOINT = ownUnits(' ');

export class XmlRows {
  readonly #elements = new Map<string, KnownElement>();
  /** In the order they come in the rows. */
  readonly #order: KnownElement[] = [];
  /** White space between the fields of a row, as last seen. */
  #gap = '';
  /** True until the joints fit the order again. */
  #orderChanged = false;
  #lastTag: StartTag | undefined;
  #rowEndTag = '';
  /** Where the row is read. */
  #at = 0;
  /** True when the character data looked at last is the text it stands for. */
  #isPlain = true;
  /** Names that came more than once in the row, and how often. */
  readonly #repeated = new Map<string, number>();

  constructor(private readonly columns: AnswerColumns) {}

  /**
   * @param text from the row's start tag to the end of an end tag of that name, which should be its own
   * @throws XmlError
   */
  read(text: string, tag: StartTag): XmlRow {
    return this.#row(text, unitsOf(text), 0, tag);
  }

  /**
   * Reads rows with the same start tag, one behind the other, as long as there is nothing strange about them.
   * @param text from the start tag of the first to the end of an end tag of that name
   * @returns behind the last row that was read
   */
  readMany(text: string, tag: StartTag, out: DataRecord[]): number {
    const units = unitsOf(text);
    const startTag = text.slice(0, tag.end);
    let behind = 0;
    for (let at = 0; text.startsWith(startTag, at); at = skipSpace(text, behind)) {
      const row = this.#plainRow(text, units, at, tag);
      if (row?.kind !== 'record') return behind;
      out.push(row.record);
      behind = row.end;
    }
    return behind;
  }

  /** Nothing where the row is wrong, or only looks so because the text ends inside it. */
  #plainRow(text: string, units: Uint16Array, start: number, tag: StartTag): XmlRow | undefined {
    try {
      return this.#row(text, units, start, tag);
    } catch (error) {
      if (error instanceof XmlError) return undefined;
      throw error;
    }
  }

  #row(text: string, units: Uint16Array, start: number, tag: StartTag): XmlRow {
    const record: DataRecord = {};
    if (this.#repeated.size > 0) this.#repeated.clear();
    if (this.#orderChanged) this.#join();
    let next = this.#addAttributes(record, '', tag) ? this.#order.length : 0;
    if (tag.isEmpty) return { kind: 'record', record, end: start + tag.end };
    if (tag !== this.#lastTag) this.#learnEndTag(tag);
    const rowEndTag = this.#rowEndTag;
    this.#at = start + tag.end;
    for (;;) {
      const before = this.#at;
      const at = skipSpace(text, before);
      const known = this.#knownAt(text, at, next);
      if (known >= 0) {
        if (known === next && next > 0) this.#learnGap(text.slice(before, at));
        next = this.#addKnown(record, text, units, at, known);
        if (this.#at > at) continue;
      }
      if (at === text.length) return { kind: 'open' };
      if (text.startsWith(rowEndTag, at)) return { kind: 'record', record, end: at + rowEndTag.length };
      if (text.startsWith('</', at)) return rowEnd(text, at, tag, record);
      this.#at = behindRemark(text, at);
      if (this.#at > at) continue;
      if (text[at] !== '<' || text.startsWith('<![CDATA[', at)) return onlyText(record, tag);
      const element = textElementAt(text, at);
      if (element === undefined) return { kind: 'open' };
      next = this.#addElement(record, element.tag, element.text, next);
      this.#at = element.end;
    }
  }

  /** Adds an element that was read by the grammar. */
  addField(record: DataRecord, tag: StartTag, text: string): void {
    this.#addElement(record, tag, text, this.#order.length);
  }

  #learnEndTag(tag: StartTag): void {
    this.#lastTag = tag;
    this.#rowEndTag = `</${tag.name}>`;
  }

  #knownAt(text: string, at: number, next: number): number {
    const end = Math.min(this.#order.length, next + COLUMNS_TRIED);
    for (let index = next; index < end; index++) {
      if (text.startsWith(this.#order[index]!.startTag, at)) return index;
    }
    return -1;
  }

  /**
   * Adds the element at `at` and those behind it, as long as they have only text in them and come in the known order.
   * Moves `#at` behind the last.
   * @returns the first place in the order that the row has not passed
   */
  #addKnown(record: DataRecord, text: string, units: Uint16Array, at: number, first: number): number {
    let index = first;
    let element = this.#order[index]!;
    let start = at + element.startTag.length;
    for (;;) {
      const stop = this.#dataEnd(units, start, text.length);
      const isFollowed = standsAt(units, stop, element.joint);
      if (!isFollowed && !text.startsWith(element.endTag, stop)) break;
      if (this.#isPlain) {
        record[element.info.name] = typedValue(text, start, stop, element.info);
      } else {
        const value = characterData(ownText(text, start, stop));
        if (value === undefined) break;
        record[element.info.name] = typedValue(value, 0, value.length, element.info);
      }
      index++;
      if (!isFollowed) {
        this.#at = stop + element.endTag.length;
        return index;
      }
      start = stop + element.joint.length;
      element = this.#order[index]!;
    }
    this.#at = start - element.startTag.length;
    return index;
  }

  /** Where the character data from here ends. Sets `#isPlain`. */
  #dataEnd(units: Uint16Array, start: number, end: number): number {
    this.#isPlain = true;
    let at = start;
    for (let unit = units[at]!; unit !== LESS && at < end; unit = units[++at]!) {
      if (unit === AMPERSAND || unit === CARRIAGE_RETURN) this.#isPlain = false;
    }
    return at;
  }

  #learnGap(gap: string): void {
    if (gap === this.#gap) return;
    this.#gap = gap;
    this.#join();
  }

  /** Until this is called, a new element is only behind elements that the row has passed, so no joint misleads. */
  #join(): void {
    this.#orderChanged = false;
    this.#order.forEach((element, index) => {
      const next = this.#order[index + 1];
      element.joint = next === undefined ? NO_JOINT : ownUnits(element.endTag + this.#gap + next.startTag);
    });
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
    const element = { startTag: `<${tagName}>`, endTag: `</${tagName}>`, info, joint: NO_JOINT };
    this.#elements.set(tagName, element);
    this.#order.splice(place, 0, element);
    this.#orderChanged = true;
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
    const first = this.columns.column(name, 0);
    if (!Object.hasOwn(record, first.name)) return first;
    const occurrence = (this.#repeated.get(name) ?? 0) + 1;
    this.#repeated.set(name, occurrence);
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

function isNil(tag: StartTag): boolean {
  const nil = attributesOf(tag).find(([name]) => name.includes(':') && localName(name) === 'nil');
  return nil !== undefined && /^(true|1)$/.test(nil[1].trim());
}

function skipSpace(text: string, at: number): number {
  let place = at;
  while (place < text.length && text.charCodeAt(place) <= 32) place++;
  return place;
}
