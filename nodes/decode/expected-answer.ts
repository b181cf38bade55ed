/**
 * The one place that tells an answer from an error in disguise, which has status 200: what the catalogue knows of the
 * columns and how the answer is built must agree. A list of records is records; what stands in place of one, or beside
 * one, is judged here, for every format.
 *
 * Where the columns are known, an object that has one of them is a record, and any other is none. Where they are not
 * (*Any request*, or a path that a person set), words decide (`error-words.ts`): a message may be good news.
 */
import type { Column } from '../catalogue/schema';
import type { Phrase } from '../errors';
import type { DataRecord } from '../record';
import type { AnswerFaults } from './answer-faults';
import { errorIn, isErrorWord, type Member, speaksOfFailure, wordOf } from './error-words';

/** A sentence ends, or pauses, as no header line does. */
const PAUSE = /[.!?:;]\s/;
const END = /[.!?\u2026]["']?$/;
const THREE_WORDS = /\S\s+\S+\s+\S/;
const FOR_PEOPLE = /^text\/(plain|html)\b/;

/** How an answer of Csv begins. */
export interface CsvBeginning {
  names: readonly string[];
  /** Whether the names are the first line. */
  headers: boolean;
  records: readonly DataRecord[];
  /** Whether that is all of it. */
  isWhole: boolean;
  contentType: string;
}

export class ExpectedAnswer {
  readonly #columns: ReadonlySet<string>;
  /** Whether a column has a name that no error has: then a record has one of those. */
  readonly #hasNamesOfItsOwn: boolean;

  /** @param columns of which the answer must have some; none where they are not known for certain */
  constructor(
    columns: readonly Column[],
    private readonly faults: AnswerFaults,
  ) {
    this.#columns = new Set(columns.map(({ name }) => name.toLowerCase()));
    this.#hasNamesOfItsOwn = columns.some(({ name }) => !isErrorWord(wordOf(name)));
  }

  get knowsColumns(): boolean {
    return this.#columns.size > 0;
  }

  isColumn(name: string): boolean {
    return this.#columns.has(name.toLowerCase());
  }

  /** Whether a member of the name makes its object a record. */
  marksRecord(name: string): boolean {
    return this.isColumn(name) && !(this.#hasNamesOfItsOwn && isErrorWord(wordOf(name)));
  }

  /**
   * Refuses an object that came in place of a list, unless it is a record.
   * @throws DataConnectError `API_ERROR`, or `MALFORMED` where it has none of the columns
   */
  refuseUnlessRecord(object: object, where: Phrase): void {
    this.#refuseError(object);
    if (!this.knowsColumns || Object.keys(object).some((name) => this.marksRecord(name))) return;
    throw this.faults.malformed(where, { phrase: 'other-columns' });
  }

  /** Refuses a record of a list that is an error: it has none of the columns, and says what went wrong. */
  refuseError(record: DataRecord): void {
    if (this.knowsColumns) this.#refuseError(record);
  }

  /**
   * Refuses an error that stands beside a list of records.
   * @throws DataConnectError `API_ERROR`
   */
  refuseBeside(members: readonly Member[]): void {
    const error = errorIn(
      members.filter(([name]) => isErrorWord(wordOf(name)) && !this.isColumn(name)),
      speaksOfFailure,
    );
    if (error !== undefined) throw this.faults.apiError(error);
  }

  /**
   * Refuses a sentence that was read as Csv: one column that is none of those expected, or a line that is a sentence
   * and no more than one behind it.
   * @throws DataConnectError `API_ERROR`, or `MALFORMED` where it may be a column
   */
  refuseSentence({ names, headers, records, isWhole, contentType }: CsvBeginning): void {
    const rows = records.slice(0, 2).map((record) => Object.values(record).map(String));
    const lines = (headers ? [names, ...rows] : rows).map((row) => row.join(',').trim());
    const first = lines[0] ?? '';
    if (first === '' || names.some((name) => this.isColumn(name))) return;
    const isAlone = names.length === 1;
    const isText = isAlone && FOR_PEOPLE.test(contentType) && (/\s/.test(first) || speaksOfFailure(first));
    const isSaid = isText && (this.knowsColumns || (isWhole && lines.length === 1));
    if (isSaid || (isWhole && lines.length <= 2 && isSentence(first, isAlone))) {
      throw this.faults.apiError(lines.join(' '));
    }
    if (!isAlone || !this.knowsColumns) return;
    throw this.faults.malformed({ phrase: 'at-row', facts: { row: 1 } }, { phrase: 'other-columns' });
  }

  #refuseError(object: object): void {
    const isRecord = Object.keys(object).some((name) => this.marksRecord(name));
    if (isRecord && this.#hasNamesOfItsOwn) return;
    const members = Object.entries(object);
    const others = isRecord ? members.filter(([name]) => !this.isColumn(name)) : members;
    const error = this.knowsColumns ? errorIn(others) : errorIn(others, speaksOfFailure);
    if (error !== undefined) throw this.faults.apiError(error);
  }
}

/** @param isAlone whether no delimiter is in it: then a pause is enough */
function isSentence(text: string, isAlone: boolean): boolean {
  if (!isAlone) return END.test(text) && THREE_WORDS.test(text);
  return /\s/.test(text) && (END.test(text) || PAUSE.test(text));
}
