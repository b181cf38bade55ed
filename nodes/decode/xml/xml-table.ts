/**
 * XmlDataTable: the same as Xml, with a `Schema` element per column before the rows or behind them. Rows in front of it
 * are handed on before it is read: where the catalogue does not know a column, its values are text and stay so.
 */
import { AnswerColumns } from '../answer-columns';
import type { AnswerFaults } from '../answer-faults';
import type { ExpectedAnswer } from '../expected-answer';
import type { Limits } from '../limits';
import { type SchemaColumn, schemaColumn } from '../schema-rows';
import { XmlGrammar } from './xml-grammar';
import { XmlRecords } from './xml-records';
import type { StartTag } from './xml-tags';

export class XmlTable extends XmlRecords {
  readonly #schemaRows: XmlGrammar;
  #stated: SchemaColumn[] = [];

  constructor(known: AnswerColumns, expected: ExpectedAnswer, limits: Limits, faults: AnswerFaults) {
    super(known, expected, limits, faults);
    this.#schemaRows = new XmlGrammar(new AnswerColumns([], limits, faults));
  }

  protected override takeOther(name: string, text: string, tag: StartTag): number {
    if (name !== 'Schema') return 0;
    const row = this.#schemaRows.read(text, tag);
    if (row.kind !== 'record') return 0;
    const column = schemaColumn(row.record);
    if (column !== undefined) this.#stated.push(column);
    return row.end;
  }

  protected override beforeRow(): void {
    if (this.#stated.length === 0) return;
    this.known.declare(this.#stated, 'text');
    this.#stated = [];
  }
}
