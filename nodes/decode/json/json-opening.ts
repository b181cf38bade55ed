/**
 * Finds the list of records in an object around it: JsonDataTable's `Records`, and what other services and tools write,
 * `{"value":[…]}`, `{"d":{"results":[…]}}`, `{"Table":[…]}`. An object that is all there is judged as a whole; of a large
 * one, the list is read as it arrives, and what stands behind it is judged then (`ListSurroundings`).
 */
import type { PhraseKey } from '../../errors';
import type { Value } from '../../record';
import { CLOSE_BRACE, CLOSE_BRACKET, COMMA, OPEN_BRACE, OPEN_BRACKET, skipSpace } from '../ascii';
import type { Member } from '../error-words';
import type { ExpectedAnswer } from '../expected-answer';
import type { JsonGrammar } from './json-grammar';
import { isNamedRecords, isObject, ListSurroundings } from './list-surroundings';

/** Objects inside one another that are looked into. */
const DEEPEST = 4;

export type Found =
  /** Behind the bracket of the list, and what stands around it, outermost first. */
  | { kind: 'list'; at: number; around: ListHolder[] }
  | { kind: 'none'; doubt: PhraseKey | undefined; end: number }
  | { kind: 'incomplete' };

/** An object around the list. */
export interface ListHolder {
  /** Of the member that is the list, or holds it. */
  name: string;
  beside: ListSurroundings;
}

/** Whether the list, or an object that holds it, is the one of that name. */
type Choice = (name: string, beside: ListSurroundings, depth: number) => boolean;

const INCOMPLETE: Walk = { kind: 'incomplete' };

/** Nothing where there is no list. */
type Walk = Exclude<Found, { kind: 'none' }> | undefined;

export class JsonOpening {
  constructor(
    private readonly grammar: JsonGrammar,
    private readonly expected: ExpectedAnswer,
  ) {}

  /** Looks into the object that begins at `at`. @param offset of the bytes in the answer, for errors */
  find(bytes: Buffer, at: number, offset: number): Found {
    const whole = this.grammar.value(bytes, at, offset);
    if (whole === undefined) {
      return this.#walk(bytes, at, offset, 0, (name, beside) => beside.mayWrap(name)) ?? { kind: 'incomplete' };
    }
    const outermost = new ListSurroundings(this.expected);
    const path = pathIn(whole.value as { [name: string]: Value }, outermost, this.expected, 0);
    const found = path && this.#walk(bytes, at, offset, 0, (name, _, depth) => name === path[depth]);
    return found ?? { kind: 'none', doubt: outermost.doubt(undefined), end: whole.end };
  }

  /** Goes from member to member of an object that is well-formed as far as it is there. */
  #walk(bytes: Buffer, start: number, offset: number, depth: number, isChosen: Choice): Walk {
    const beside = new ListSurroundings(this.expected);
    let at = skipSpace(bytes, start + 1);
    while (at < bytes.length && bytes[at] !== CLOSE_BRACE) {
      const member = this.grammar.value(bytes, at, offset);
      const place = member === undefined ? bytes.length : skipSpace(bytes, skipSpace(bytes, member.end) + 1);
      if (member === undefined || place >= bytes.length) return INCOMPLETE;
      const name = String(member.value);
      const found = isChosen(name, beside, depth)
        ? this.#lookInto(bytes, place, offset, depth, name, isChosen)
        : undefined;
      if (found?.kind === 'list') return { ...found, around: [{ name, beside }, ...found.around] };
      const read = found ?? this.grammar.value(bytes, place, offset);
      if (read === undefined || 'kind' in read) return INCOMPLETE;
      beside.add([name, read.value]);
      at = skipSpace(bytes, read.end);
      if (bytes[at] === COMMA) at = skipSpace(bytes, at + 1);
    }
    return at < bytes.length ? undefined : INCOMPLETE;
  }

  #lookInto(bytes: Buffer, at: number, offset: number, depth: number, name: string, isChosen: Choice): Walk {
    if (bytes[at] === OPEN_BRACE && depth < DEEPEST) return this.#walk(bytes, at, offset, depth + 1, isChosen);
    if (bytes[at] !== OPEN_BRACKET) return undefined;
    const first = bytes[skipSpace(bytes, at + 1)];
    if (first === undefined) return INCOMPLETE;
    const hasRecords = first === OPEN_BRACE || first === CLOSE_BRACKET || isNamedRecords(name);
    return hasRecords ? { kind: 'list', at: at + 1, around: [] } : undefined;
  }
}

/** The names that lead to the list. */
function pathIn(
  object: { [name: string]: Value },
  beside: ListSurroundings,
  expected: ExpectedAnswer,
  depth: number,
): string[] | undefined {
  const members = Object.entries(object);
  for (const member of members) beside.add(member);
  for (const [name, value] of [...members].sort(namedRecordsFirst)) {
    if (typeof value !== 'object' || !beside.mayWrap(name, value)) continue;
    if (Array.isArray(value) && (value.length === 0 || isObject(value[0]) || isNamedRecords(name))) return [name];
    if (!isObject(value) || depth === DEEPEST) continue;
    const path = pathIn(value, new ListSurroundings(expected), expected, depth + 1);
    if (path !== undefined) return [name, ...path];
  }
  return beside.onlyList === undefined ? undefined : [beside.onlyList];
}

function namedRecordsFirst([one]: Member, [other]: Member): number {
  return Number(isNamedRecords(other)) - Number(isNamedRecords(one));
}
