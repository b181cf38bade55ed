/** A failure as it outlives its run: by key and facts, so that each reader has it in a language of their own. */
import diagnosis from '../../../locales/en-US/diagnosis.json';
import errors from '../../../locales/en-US/errors.json';
import {
  type DataConnectError,
  type ErrorCode,
  type Fact,
  type Facts,
  factsIn,
  isPhraseKey,
  type Phrase,
  sentence,
  type Wording,
} from '../../errors';
import { sayWith, type Translate, translateError } from '../translate';

/** Free of secrets. */
export interface KeptFailure {
  /** Of an error, or of a step of *Test connection*. */
  code: ErrorCode | keyof typeof diagnosis;
  /** Those that its sentence says. */
  facts: Facts;
  /** Further sentences. */
  more?: Phrase[];
}

const ENGLISH: Readonly<Record<KeptFailure['code'], string>> = { ...errors, ...diagnosis };

/** Characters of a text that are kept, and of all that is said; items of a list; phrases in phrases. */
const MOST = { text: 500, said: 2000, items: 20, depth: 4 };

/** @param error free of secrets */
export function keptFailure({ code, facts }: Pick<DataConnectError, 'code' | 'facts'>, more: Phrase[]): KeptFailure {
  return readFailure({ code, facts, more })!;
}

/** @param kept of a file, where anything may stand; @returns undefined for what is none that is known */
export function readFailure(kept: unknown): KeptFailure | undefined {
  const { code, facts, more } = fieldsOf(kept);
  if (typeof code !== 'string' || !Object.hasOwn(ENGLISH, code)) return undefined;
  const known = code as KeptFailure['code'];
  const said = factsIn(ENGLISH[known]);
  const all = Object.entries(readFacts(facts, MOST.depth));
  const needed = all.filter(([name]) => said.includes(name) || name === 'incompleteWindow');
  const phrases = listOf(more).flatMap((each) => readPhrase(each, MOST.depth) ?? []);
  return { code: known, facts: Object.fromEntries(needed), ...(phrases.length > 0 && { more: phrases }) };
}

/** What happened and what to do. */
export function sayFailure({ code, facts, more = [] }: KeptFailure, translate: Translate): string {
  const step = translate(`diagnosis.${code}`, facts);
  const error = { code: code as ErrorCode, facts, message: sentence(ENGLISH[code], facts) };
  const text = step ?? translateError(error, translate);
  return [text, ...more.map(sayWith(translate))].join(' ').slice(0, MOST.said);
}

function readFacts(value: unknown, depth: number): Facts {
  return Object.fromEntries(
    Object.entries(fieldsOf(value)).flatMap(([name, fact]) => {
      const read = readFact(fact, depth);
      return read === undefined ? [] : [[name, read]];
    }),
  );
}

function readFact(fact: unknown, depth: number): Fact {
  if (typeof fact === 'number') return fact;
  if (Array.isArray(fact)) return listOf(fact).flatMap((each) => readWording(each, depth) ?? []);
  return readWording(fact, depth) ?? readLabels(fact);
}

function readWording(value: unknown, depth: number): Wording | undefined {
  return typeof value === 'string' ? value.slice(0, MOST.text) : readPhrase(value, depth);
}

function readPhrase(value: unknown, depth: number): Phrase | undefined {
  const { phrase, facts } = fieldsOf(value);
  if (!isPhraseKey(phrase) || depth === 0) return undefined;
  return { phrase, ...(facts !== undefined && { facts: readFacts(facts, depth - 1) }) };
}

function readLabels(value: unknown): Fact {
  const { labels } = fieldsOf(value);
  if (!Array.isArray(labels)) return undefined;
  const read = listOf(labels).flatMap((each) => {
    const { key, name } = fieldsOf(each);
    return typeof key === 'string' && typeof name === 'string' ? [{ key, name }] : [];
  });
  return { labels: read };
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value.slice(0, MOST.items) : [];
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
