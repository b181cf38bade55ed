/**
 * What stands around the list of records: nothing, or an object with the list in it (`json-opening.ts`) and perhaps a
 * Schema beside it. One object can be one record, `null` is none. Which format was asked for makes a difference only
 * for the one object: a table has a list.
 */
import type { PhraseKey } from '../../errors';
import type { DataRecord, Value } from '../../record';
import type { AnswerColumns } from '../answer-columns';
import { type AnswerFaults, atByte } from '../answer-faults';
import { CLOSE_BRACE, COLON, COMMA, OPEN_BRACE, OPEN_BRACKET, QUOTE, SPACE, skipSpace } from '../ascii';
import { wordOf } from '../error-words';
import type { ExpectedAnswer } from '../expected-answer';
import type { Piece } from '../piece-reader';
import { schemaColumn } from '../schema-rows';
import type { JsonGrammar } from './json-grammar';
import { JsonOpening, type ListHolder } from './json-opening';
import { isNamedRecords } from './list-surroundings';

const INCOMPLETE = -1;

export class JsonSurroundings {
  readonly #opening: JsonOpening;
  #state: 'empty' | 'begun' | 'in list' | 'behind list' | 'closed' = 'empty';
  /** The objects around the list that are still open, outermost first. */
  #around: ListHolder[] = [];

  /** @param isTable whether a table was asked for */
  constructor(
    private readonly isTable: boolean,
    private readonly grammar: JsonGrammar,
    private readonly known: AnswerColumns,
    private readonly expected: ExpectedAnswer,
    private readonly faults: AnswerFaults,
  ) {
    this.#opening = new JsonOpening(grammar, expected);
  }

  get isInList(): boolean {
    return this.#state === 'in list';
  }

  /** Whether the answer may end here. */
  get isComplete(): boolean {
    return this.#state === 'empty' || this.#state === 'closed';
  }

  /**
   * Goes one part on, from a byte that is not white space.
   * @param out gets the record where one object is all there is
   * @returns behind the part; -1 when it is not complete
   * @throws DataConnectError `MALFORMED`, `LIMIT_EXCEEDED` or `API_ERROR`
   */
  read({ bytes, offset, final }: Piece, at: number, out: DataRecord[]): number {
    if (this.#state === 'closed') throw this.#unexpected(offset + at, 'expected-end');
    if (this.#state === 'behind list') {
      return bytes[at] === CLOSE_BRACE ? this.#closeObject(at, offset) : this.#readMember(bytes, at, offset);
    }
    this.#state = 'begun';
    if (bytes[at] === OPEN_BRACKET) return this.#go('in list', at + 1);
    if (bytes[at] === OPEN_BRACE) return this.#readObject(bytes, at, offset, out);
    // A number ends at what stands behind it.
    return this.#readValue(final ? Buffer.concat([bytes, Buffer.of(SPACE)]) : bytes, at, offset);
  }

  /** Says that the list is closed. */
  closeList(): void {
    this.#state = this.#around.length > 0 ? 'behind list' : 'closed';
  }

  #readObject(bytes: Buffer, at: number, offset: number, out: DataRecord[]): number {
    const found = this.#opening.find(bytes, at, offset);
    if (found.kind === 'incomplete') return INCOMPLETE;
    if (found.kind === 'list') {
      this.#around = found.around;
      for (const { beside } of found.around) {
        this.expected.refuseBeside(beside.members);
        for (const [name, value] of beside.members) this.#declare(name, value as Value);
      }
      return this.#go('in list', found.at);
    }
    if (found.doubt !== undefined) throw this.#unexpected(offset + at, found.doubt);
    return this.#readSingle(bytes, at, offset, out);
  }

  /** An object without a list. */
  #readSingle(bytes: Buffer, at: number, offset: number, out: DataRecord[]): number {
    const { value: object, end } = this.grammar.value(bytes, at, offset)! as { value: DataRecord; end: number };
    const members = Object.entries(object);
    if (members.some(([name, value]) => isNamedRecords(name) && value === null)) {
      this.expected.refuseBeside(members);
      for (const [name, value] of members) this.#declare(name, value);
      return this.#go('closed', end);
    }
    this.expected.refuseUnlessRecord(object, atByte(offset + at));
    if (this.isTable && !this.expected.knowsColumns) throw this.#unexpected(offset + end - 1, 'no-list-of-records');
    out.push(this.grammar.record(bytes, at, offset)!.value);
    return this.#go('closed', end);
  }

  /** A text is what the service says in place of an answer. */
  #readValue(bytes: Buffer, at: number, offset: number): number {
    const read = this.grammar.value(bytes, at, offset);
    if (read === undefined) return INCOMPLETE;
    if (read.value === null) return this.#go('closed', read.end);
    const text = typeof read.value === 'string' ? read.value.trim() : '';
    if (/^[^[{]/.test(text)) throw this.faults.apiError(text);
    throw this.#unexpected(offset + at, 'expected-list');
  }

  #readMember(bytes: Buffer, at: number, offset: number): number {
    if (bytes[at] !== COMMA) throw this.#unexpected(offset + at, 'expected-object-comma');
    const start = skipSpace(bytes, at + 1);
    if (start === bytes.length) return INCOMPLETE;
    if (bytes[start] !== QUOTE) throw this.#unexpected(offset + start, 'expected-name');
    const name = this.grammar.value(bytes, start, offset);
    const colon = name === undefined ? bytes.length : skipSpace(bytes, name.end);
    if (name === undefined || colon === bytes.length) return INCOMPLETE;
    if (bytes[colon] !== COLON) throw this.#unexpected(offset + colon, 'expected-colon');
    const place = skipSpace(bytes, colon + 1);
    const read = place === bytes.length ? undefined : this.grammar.value(bytes, place, offset);
    if (read === undefined) return INCOMPLETE;
    this.#around.at(-1)!.beside.add([String(name.value), read.value]);
    this.#declare(String(name.value), read.value);
    return read.end;
  }

  #declare(name: string, value: Value): void {
    if (wordOf(name) !== 'schema' || !Array.isArray(value)) return;
    this.known.declare(
      value.map(schemaColumn).filter((column) => column !== undefined),
      'as seen',
    );
  }

  #closeObject(at: number, offset: number): number {
    const { name, beside } = this.#around.pop()!;
    this.expected.refuseBeside(beside.members);
    const doubt = beside.doubt(name);
    if (doubt !== undefined) throw this.#unexpected(offset + at, doubt);
    this.closeList();
    return at + 1;
  }

  #go(state: 'in list' | 'closed', at: number): number {
    this.#state = state;
    return at;
  }

  #unexpected(at: number, expected: PhraseKey): Error {
    return this.faults.malformed(atByte(at), { phrase: expected });
  }
}
