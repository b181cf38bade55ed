/**
 * Elements right in the root that have no elements in them. With text they are the fields of one record. Without
 * anything they are rows in which all is null when a row of their name is there, too; else fields.
 */
import type { DataRecord } from '../../record';
import type { ExpectedAnswer } from '../expected-answer';
import type { Repeated, XmlGrammar } from './xml-grammar';
import type { StartTag } from './xml-tags';
import { columnName } from './xml-text';

export class XmlRootFields {
  readonly #record: DataRecord = {};
  readonly #repeated: Repeated = new Map();
  /** The one element so far, where it is empty. */
  #empty: StartTag | undefined;

  constructor(
    private readonly rows: XmlGrammar,
    private readonly expected: ExpectedAnswer,
  ) {}

  get isEmpty(): boolean {
    return this.#empty === undefined && Object.keys(this.#record).length === 0;
  }

  add(tag: StartTag, text: string): void {
    this.#settle();
    this.rows.addField(this.#record, this.#repeated, tag, text);
  }

  /** Adds an element without anything in it. False when it is a row: the second of its name, and nothing else before. */
  addEmpty(tag: StartTag): boolean {
    if (this.holdsRowsOf(tag)) return false;
    if (this.isEmpty) this.#empty = tag;
    else this.add(tag, '');
    return true;
  }

  /** Whether all there was is an empty element of the row's name. */
  holdsRowsOf({ name }: StartTag): boolean {
    return this.#empty?.name === name;
  }

  /** That element as a row. */
  takeRow(): DataRecord {
    this.#empty = undefined;
    return {};
  }

  /** Whether all there is is one empty element, and the catalogue has no column of its name. */
  get isOneRow(): boolean {
    return this.#empty !== undefined && !this.expected.isColumn(columnName(this.#empty.name));
  }

  get record(): DataRecord {
    this.#settle();
    return this.#record;
  }

  #settle(): void {
    const tag = this.#empty;
    this.#empty = undefined;
    if (tag !== undefined) this.rows.addField(this.#record, this.#repeated, tag, '');
  }
}
