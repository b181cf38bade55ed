/**
 * Json and JsonDataTable: a flat array of records, or an object with the array in it (`json-opening.ts`) and perhaps a
 * Schema beside it. One object can be one record, `null` is none. Which of them was asked for makes a difference only
 * for the one object: a table has a list.
 */

import type { DataRecord, Value } from '../../record';
import type { AnswerColumns } from '../answer-columns';
import { type AnswerFaults, atByte } from '../answer-faults';
import { wordOf } from '../error-words';
import type { ExpectedAnswer } from '../expected-answer';
import type { Limits } from '../limits';
import { schemaColumn } from '../schema-rows';
import { JsonAnswer, OPEN_BRACE, OPEN_BRACKET } from './json-answer';
import { JsonWrapper, type ListHolder } from './json-opening';
import { skipSpace } from './json-scanner';
import { isNamedRecords } from './list-surroundings';

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const CLOSE_BRACE = 0x7d;

type State = 'empty' | 'object' | 'value' | 'list' | 'behind list' | 'closed';

export class JsonRecords extends JsonAnswer {
  readonly #wrapper: JsonWrapper;
  #state: State = 'empty';
  /** The objects around the list that are still open, outermost first. */
  #around: ListHolder[] = [];

  /** @param isTable whether a table was asked for */
  constructor(
    private readonly isTable: boolean,
    known: AnswerColumns,
    private readonly expected: ExpectedAnswer,
    limits: Limits,
    faults: AnswerFaults,
  ) {
    super(known, limits, faults);
    this.#wrapper = new JsonWrapper(this.careful, expected);
  }

  protected get complete(): boolean {
    return this.#state === 'empty' || this.#state === 'closed';
  }

  protected step(bytes: Buffer, at: number, offset: number, out: DataRecord[]): number {
    switch (this.#state) {
      case 'empty':
        return this.#open(bytes, at);
      case 'object':
        return this.#readObject(bytes, at, offset, out);
      case 'value':
        return this.#readValue(bytes, at, offset);
      case 'list':
        return this.#readList(bytes, at, offset, out);
      case 'behind list':
        return bytes[at] === CLOSE_BRACE ? this.#close(at, offset) : this.#readMember(bytes, at, offset);
      case 'closed':
        throw this.unexpected(offset + at, 'expected-end');
    }
  }

  #open(bytes: Buffer, at: number): number {
    if (bytes[at] === OPEN_BRACKET) return this.#go('list', at + 1);
    return this.#go(bytes[at] === OPEN_BRACE ? 'object' : 'value', at);
  }

  #readObject(bytes: Buffer, at: number, offset: number, out: DataRecord[]): number {
    const found = this.#wrapper.find(bytes, at, offset);
    if (found.kind === 'incomplete') return this.waitAt(at);
    if (found.kind === 'list') {
      this.#around = found.around;
      for (const { beside } of found.around) {
        this.expected.refuseBeside(beside.members);
        for (const [name, value] of beside.members) this.#declare(name, value as Value);
      }
      return this.#go('list', found.at);
    }
    if (found.doubt !== undefined) throw this.unexpected(offset + at, found.doubt);
    return this.#readSingle(bytes, at, offset, out);
  }

  /** An object without a list. */
  #readSingle(bytes: Buffer, at: number, offset: number, out: DataRecord[]): number {
    const { value: object, end } = this.careful.value(bytes, at, offset)! as { value: DataRecord; end: number };
    const hasNoRecords = Object.entries(object).some(([name, value]) => isNamedRecords(name) && value === null);
    if (hasNoRecords) {
      this.expected.refuseBeside(Object.entries(object));
      for (const [name, value] of Object.entries(object)) this.#declare(name, value);
      return this.#go('closed', end);
    }
    this.expected.refuseUnlessRecord(object, atByte(offset + at));
    if (this.isTable && !this.expected.knowsColumns) throw this.unexpected(offset + end - 1, 'no-list-of-records');
    out.push(this.careful.record(bytes, at, offset)!.record);
    return this.#go('closed', end);
  }

  /** A text is what the service says in place of an answer. */
  #readValue(bytes: Buffer, at: number, offset: number): number {
    const read = this.careful.value(bytes, at, offset);
    if (read === undefined) return this.waitAt(at);
    if (read.value === null) return this.#go('closed', read.end);
    const text = typeof read.value === 'string' ? read.value.trim() : '';
    if (/^[^[{]/.test(text)) throw this.faults.apiError(text);
    throw this.unexpected(offset + at, 'expected-list');
  }

  #readList(bytes: Buffer, at: number, offset: number, out: DataRecord[]): number {
    const end = this.readArray(bytes, at, offset, out);
    if (!this.array.closed) return end;
    return this.#go(this.#around.length > 0 ? 'behind list' : 'closed', end);
  }

  #readMember(bytes: Buffer, at: number, offset: number): number {
    if (bytes[at] !== COMMA) throw this.unexpected(offset + at, 'expected-object-comma');
    const start = skipSpace(bytes, at + 1);
    if (start === bytes.length) return this.waitAt(at);
    if (bytes[start] !== QUOTE) throw this.unexpected(offset + start, 'expected-name');
    const name = this.careful.value(bytes, start, offset);
    const colon = name === undefined ? bytes.length : skipSpace(bytes, name.end);
    if (name === undefined || colon === bytes.length) return this.waitAt(at);
    if (bytes[colon] !== COLON) throw this.unexpected(offset + colon, 'expected-colon');
    const place = skipSpace(bytes, colon + 1);
    const read = place === bytes.length ? undefined : this.careful.value(bytes, place, offset);
    if (read === undefined) return this.waitAt(at);
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

  #close(at: number, offset: number): number {
    const { name, beside } = this.#around.pop()!;
    this.expected.refuseBeside(beside.members);
    const doubt = beside.doubt(name);
    if (doubt !== undefined) throw this.unexpected(offset + at, doubt);
    return this.#go(this.#around.length > 0 ? 'behind list' : 'closed', at + 1);
  }

  #go(state: State, at: number): number {
    this.#state = state;
    return at;
  }
}
