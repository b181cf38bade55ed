/** Json: a flat array of records. One object is one record, `null` is none, the service's error object is an error. */
import { JsonAnswer, OPEN_BRACE, OPEN_BRACKET } from './json-answer';
import type { DataRecord } from './record-reader';

export class JsonRecords extends JsonAnswer {
  #state: 'empty' | 'array' | 'value' | 'closed' = 'empty';

  protected get complete(): boolean {
    return this.#state === 'empty' || this.#state === 'closed';
  }

  protected step(bytes: Buffer, at: number, offset: number, out: DataRecord[]): number {
    switch (this.#state) {
      case 'empty':
        this.#state = bytes[at] === OPEN_BRACKET ? 'array' : 'value';
        return this.#state === 'array' ? at + 1 : at;
      case 'array': {
        const end = this.readArray(bytes, at, offset, out);
        if (this.array.closed) this.#state = 'closed';
        return end;
      }
      case 'value': {
        const end = bytes[at] === OPEN_BRACE ? this.#single(bytes, at, offset, out) : this.readNull(bytes, at, offset);
        if (end > at) this.#state = 'closed';
        return end;
      }
      case 'closed':
        throw this.unexpected(offset + at, 'expected-end');
    }
  }

  #single(bytes: Buffer, at: number, offset: number, out: DataRecord[]): number {
    const read = this.careful.record(bytes, at, offset);
    if (read === undefined) return this.waitAt(at);
    this.refuseError(read.record);
    out.push(read.record);
    return read.end;
  }
}
