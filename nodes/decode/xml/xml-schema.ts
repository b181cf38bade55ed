/**
 * The `Schema` of XmlDataTable: an element per column, before the rows or behind them. Rows in front of it are handed on
 * before it is read: where the catalogue does not know a column, its values are text and stay so.
 */
import { AnswerColumns } from '../answer-columns';
import type { AnswerFaults } from '../answer-faults';
import type { Limits } from '../limits';
import { type SchemaColumn, schemaColumn } from '../schema-rows';
import { XmlGrammar } from './xml-grammar';
import type { StartTag } from './xml-tags';
import { localName } from './xml-text';

export class XmlSchema {
  readonly #grammar: XmlGrammar;
  #stated: SchemaColumn[] = [];

  constructor(
    private readonly known: AnswerColumns,
    limits: Limits,
    faults: AnswerFaults,
  ) {
    this.#grammar = new XmlGrammar(new AnswerColumns([], limits, faults));
  }

  /** Takes an element of the root. @returns how much of the text it takes; 0 when it is not of the Schema */
  take(text: string, tag: StartTag): number {
    if (localName(tag.name) !== 'Schema') return 0;
    const row = this.#grammar.read(text, tag);
    if (row.kind !== 'record') return 0;
    const column = schemaColumn(row.record);
    if (column !== undefined) this.#stated.push(column);
    return row.end;
  }

  /** Makes known what was taken, before a row is read and at the end of the root. */
  declare(): void {
    if (this.#stated.length === 0) return;
    this.known.declare(this.#stated, 'text');
    this.#stated = [];
  }
}
