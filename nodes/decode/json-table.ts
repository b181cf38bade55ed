/**
 * JsonDataTable: `{"Records":[…],"Schema":[…]}`, in either order. The records are read as they arrive; any other
 * member is held until it is complete. A plain list, or `null`, is taken as records without a Schema.
 */
import { JsonAnswer, OPEN_BRACE, OPEN_BRACKET } from './json-answer';
import type { DataRecord, Value } from './record-reader';
import { schemaColumn } from './schema-rows';

const COMMA = 0x2c;
const COLON = 0x3a;
const QUOTE = 0x22;
const CLOSE_BRACE = 0x7d;

type State =
  | 'empty'
  | 'name or end'
  | 'name'
  | 'colon'
  | 'value'
  | 'records'
  | 'comma or end'
  | 'bare value'
  | 'closed';

export class JsonTable extends JsonAnswer {
  #state: State = 'empty';
  #member = '';
  #isBareList = false;
  #hasRecords = false;
  /** Members that are neither Records nor Schema; an error of the service is among them. */
  readonly #others = new Map<string, Value>();

  protected get complete(): boolean {
    return this.#state === 'empty' || this.#state === 'closed';
  }

  protected step(bytes: Buffer, at: number, offset: number, out: DataRecord[]): number {
    switch (this.#state) {
      case 'empty':
        return this.#open(bytes, at);
      case 'name or end':
        return bytes[at] === CLOSE_BRACE ? this.#close(at, offset) : this.#readName(bytes, at, offset);
      case 'name':
        return this.#readName(bytes, at, offset);
      case 'colon':
        if (bytes[at] !== COLON) throw this.unexpected(offset + at, 'expected-colon');
        return this.#go('value', at + 1);
      case 'value':
        return this.#isRecordList(bytes, at) ? this.#go('records', at + 1) : this.#readMember(bytes, at, offset);
      case 'records':
        return this.#readRecords(bytes, at, offset, out);
      case 'comma or end':
        if (bytes[at] === CLOSE_BRACE) return this.#close(at, offset);
        if (bytes[at] !== COMMA) throw this.unexpected(offset + at, 'expected-object-comma');
        return this.#go('name', at + 1);
      case 'bare value': {
        const end = this.readNull(bytes, at, offset);
        return end > at ? this.#go('closed', end) : end;
      }
      case 'closed':
        throw this.unexpected(offset + at, 'expected-end');
    }
  }

  #open(bytes: Buffer, at: number): number {
    if (bytes[at] === OPEN_BRACE) return this.#go('name or end', at + 1);
    this.#isBareList = bytes[at] === OPEN_BRACKET;
    return this.#isBareList ? this.#go('records', at + 1) : this.#go('bare value', at);
  }

  #readName(bytes: Buffer, at: number, offset: number): number {
    if (bytes[at] !== QUOTE) throw this.unexpected(offset + at, 'expected-name');
    const read = this.careful.value(bytes, at, offset);
    if (read === undefined) return this.waitAt(at);
    this.#member = String(read.value);
    return this.#go('colon', read.end);
  }

  #isRecordList(bytes: Buffer, at: number): boolean {
    return this.#member.toLowerCase() === 'records' && bytes[at] === OPEN_BRACKET && !this.array.closed;
  }

  #readRecords(bytes: Buffer, at: number, offset: number, out: DataRecord[]): number {
    const end = this.readArray(bytes, at, offset, out);
    if (!this.array.closed) return end;
    this.#hasRecords = true;
    return this.#go(this.#isBareList ? 'closed' : 'comma or end', end);
  }

  #readMember(bytes: Buffer, at: number, offset: number): number {
    const read = this.careful.value(bytes, at, offset);
    if (read === undefined) return this.waitAt(at);
    const name = this.#member.toLowerCase();
    if (name === 'schema' && Array.isArray(read.value)) this.#declare(read.value);
    else if (name === 'records' && read.value === null) this.#hasRecords = true;
    else this.#others.set(this.#member, read.value);
    return this.#go('comma or end', read.end);
  }

  #declare(rows: Value[]): void {
    this.known.declare(rows.map(schemaColumn).filter((column) => column !== undefined));
  }

  #close(at: number, offset: number): number {
    this.refuseError(Object.fromEntries(this.#others));
    if (!this.#hasRecords) throw this.unexpected(offset + at, 'no-list-of-records');
    return this.#go('closed', at + 1);
  }

  #go(state: State, at: number): number {
    this.#state = state;
    return at;
  }
}
