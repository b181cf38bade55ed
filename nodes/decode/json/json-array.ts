/**
 * The records of a JSON array, as its bytes arrive. Records that look like the one before them are read one by one
 * (`json-known-rows.ts`). Where many do not, the rest of the piece is cut behind its last record, guessed from what stands
 * between two records, and everything before the cut goes through `JSON.parse` at once: the guess is right exactly
 * when that parses. What JSON.parse would change unseen (digits beyond a double, a name that comes twice, names that
 * cannot be keys) is looked for cheaply; a piece that shows a sign of it is read with care, record by record.
 */
import type { PhraseKey } from '../../errors';
import type { DataRecord } from '../../record';
import type { AnswerColumns } from '../answer-columns';
import { type AnswerFaults, atByte } from '../answer-faults';
import type { Limits } from '../limits';
import { textOf } from '../utf8';
import type { JsonGrammar } from './json-grammar';
import { JsonKnownRows } from './json-known-rows';
import { countNames } from './json-names';
import { isSpace, skipSpace } from './json-scanner';

const COMMA = 0x2c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/** Places tried as the end of the last record, and times the text between records is learnt, before care is taken. */
const GUESSES = 2;

/** Records of a piece that may be of another shape than those around them before the rest is parsed at once. */
const MISFITS = 16;

type Parsed = { kind: 'records'; end: number } | { kind: 'no cut' } | { kind: 'needs care' };

export class JsonArray {
  /** What may come next: the list is empty so far, a comma was read, or a record was. */
  #after: 'bracket' | 'comma' | 'record' = 'bracket';
  /** What stands between two records, as far as the data showed. */
  #between = Buffer.from('},{');
  /** Of the record that was read last by other means. */
  #shape: JsonKnownRows | undefined;
  /** True once the closing bracket was read. */
  closed = false;

  constructor(
    private readonly columns: AnswerColumns,
    private readonly careful: JsonGrammar,
    private readonly limits: Limits,
    private readonly faults: AnswerFaults,
  ) {}

  /**
   * Reads the records that end in the bytes.
   * @param at where to begin: behind the opening bracket, later where the last call stopped
   * @param offset of the bytes in the answer, for errors
   * @param out gets the records
   * @returns where the first record that is not complete begins, or behind the closing bracket
   * @throws DataConnectError `MALFORMED` or `LIMIT_EXCEEDED`
   */
  read(bytes: Buffer, at: number, offset: number, out: DataRecord[]): number {
    let tries = GUESSES;
    let misfits = 0;
    let place = at;
    for (;;) {
      place = this.#nextRecord(bytes, place, offset);
      if (this.closed || place === bytes.length) return place;
      const shaped = this.#readShaped(bytes, place, offset, out);
      if (shaped > place) {
        place = shaped;
        this.#after = 'record';
        continue;
      }
      if (this.#shape?.isCut) return place;
      const trusted = tries > 0 && !this.columns.renames;
      const alone = this.#shape !== undefined && misfits++ < MISFITS;
      const parsed = trusted ? this.#parseMany(bytes, place, offset, alone, out) : undefined;
      if (parsed?.kind === 'records') {
        place = parsed.end;
        this.#after = 'record';
        this.#learnShape(Object.keys(out.at(-1)!));
        continue;
      }
      if (parsed !== undefined) tries = parsed.kind === 'no cut' ? tries - 1 : 0;
      const one = this.careful.record(bytes, place, offset);
      if (one === undefined) return place;
      out.push(one.record);
      place = one.end;
      this.#after = 'record';
      this.#learnShape(one.keys);
      this.#learnBetween(bytes, place);
    }
  }

  /** Passes what stands between records. @returns the start of the next record, or the end of the bytes */
  #nextRecord(bytes: Buffer, at: number, offset: number): number {
    let place = skipSpace(bytes, at);
    if (bytes[place] === CLOSE_BRACKET && this.#after !== 'comma') {
      this.closed = true;
      return place + 1;
    }
    if (this.#after === 'record' && place < bytes.length) {
      if (bytes[place] !== COMMA) throw this.#unexpected(offset + place, 'expected-list-comma');
      this.#after = 'comma';
      place = skipSpace(bytes, place + 1);
    }
    if (place < bytes.length && bytes[place] !== OPEN_BRACE) throw this.#unexpected(offset + place, 'expected-record');
    return place;
  }

  #readShaped(bytes: Buffer, start: number, offset: number, out: DataRecord[]): number {
    if (this.#shape === undefined || this.columns.renames) return start;
    const before = out.length;
    const end = this.#shape.read(bytes, start, offset, this.limits.value, this.faults, out);
    if (end > start) this.columns.learnTypesOf(this.#shape.names, out, before);
    return end;
  }

  /** @param names in the order of the answer */
  #learnShape(names: readonly string[]): void {
    if (!this.#shape?.fits(names)) this.#shape = new JsonKnownRows(names);
  }

  /** @param alone to parse one record only, where another follows */
  #parseMany(bytes: Buffer, start: number, offset: number, alone: boolean, out: DataRecord[]): Parsed {
    const first = alone ? bytes.indexOf(this.#between, start) : -1;
    let cut = first >= 0 ? first : (listEnd(bytes) ?? bytes.lastIndexOf(this.#between));
    if (cut <= start) return { kind: 'no cut' };
    for (let guess = 0; guess < GUESSES && cut > start; guess++) {
      if (cut - start > this.limits.value) break;
      const text = textOf(bytes, start, cut + 1, offset, this.faults);
      const records = parseList(text);
      if (records !== undefined) {
        const names = countNames(text);
        if (names === undefined || names !== this.columns.learn(records)) break;
        for (const record of records) out.push(record);
        return { kind: 'records', end: cut + 1 };
      }
      cut = bytes.lastIndexOf(this.#between, cut - 1);
    }
    return { kind: 'needs care' };
  }

  #learnBetween(bytes: Buffer, end: number): void {
    const comma = skipSpace(bytes, end);
    const next = skipSpace(bytes, comma + 1);
    if (bytes[comma] !== COMMA || bytes[next] !== OPEN_BRACE) return;
    this.#between = Buffer.from(bytes.subarray(end - 1, next + 1));
  }

  #unexpected(at: number, expected: PhraseKey): Error {
    return this.faults.malformed(atByte(at), { phrase: expected });
  }
}

/** Where the last record ends when the bytes end as a list does; a value may look the same. */
function listEnd(bytes: Buffer): number | undefined {
  let last = bytes.length - 1;
  while (isSpace(bytes[last]!)) last--;
  if (bytes[last] !== CLOSE_BRACKET) return undefined;
  do last--;
  while (isSpace(bytes[last]!));
  return bytes[last] === CLOSE_BRACE ? last : undefined;
}

function parseList(text: string): DataRecord[] | undefined {
  try {
    return JSON.parse(`[${text}]`) as DataRecord[];
  } catch {
    return undefined;
  }
}
