/** The one redactor: no text that may be seen by a person or a log, and no data, leaves without passing it. */
import { placesOf, SecretFinder, type SecretPlace } from './finding/secret-finder';
import { formsOf, isTelling } from './finding/secret-forms';
import { namedSecrets } from './finding/secret-names';
import { layersOf } from './finding/unescape';

const MASK = '***';
/** Longer than words are masked, so that nobody takes it for three stars of the service. */
export const MASK_IN_DATA = '********';

/** Shorter secrets are only masked where they stand alone: masking every "x" would make a message unreadable. */
const SHORT = 4;

/**
 * How many of a kind are remembered. A token lives 12 hours, so this is a month of them. `found`: what an answer held
 * under the name of a secret.
 */
const REMEMBERED = 64;
/** Of those, how many of the latest are looked for in every form. */
const IN_EVERY_FORM = 4;

type Kind = 'token' | 'cookie' | 'found';

/** Texts are looked at in parts; no secret is longer than the overlap. */
const PART = 1 << 20;
/** Characters of the longest secret that is surely found. */
export const LONGEST_SECRET = 1 << 17;

/** Knows the secrets of a connection, and masks them wherever they stand. */
export class Redactor {
  readonly #fixed: string[];
  readonly #learned: Readonly<Record<Kind, Set<string>>> = { token: new Set(), cookie: new Set(), found: new Set() };
  #forms: string[] | undefined;
  #finder: SecretFinder | undefined;
  /** Short texts without secrets: parameters and columns come again with every answer. */
  readonly #clean = { words: new Set<string>(), data: new Set<string>() };

  constructor(secrets: Iterable<string | undefined>) {
    this.#fixed = [...new Set(secrets)].filter((secret) => secret !== undefined && secret !== '') as string[];
  }

  /** Remembers a secret the service gave; of each kind the latest are kept. */
  learn(kind: Kind, secret: string | undefined): void {
    if (!secret) return;
    const learned = this.#learned[kind];
    const isNew = !learned.delete(secret);
    learned.add(secret);
    if (!isNew) return;
    for (const oldest of learned) {
      if (learned.size <= REMEMBERED) break;
      learned.delete(oldest);
    }
    this.#forms = undefined;
    this.#finder = undefined;
    this.#clean.words.clear();
    this.#clean.data.clear();
  }

  /** Remembers the live tokens in an answer that holds some (docs/api.md, Session). */
  learnTokens(answer: unknown): void {
    if (typeof answer !== 'object' || answer === null) return;
    for (const [name, value] of Object.entries(answer)) {
      if (/token$/i.test(name) && typeof value === 'string') this.learn('token', value);
    }
  }

  /**
   * For words that people read: the text with every known secret masked, and what stands behind the name of one. In
   * any spelling, also where they overlap.
   */
  redact(text: string): string {
    if (this.#clean.words.has(text)) return text;
    this.#forms ??= this.#all(() => true).sort((one, other) => one.length - other.length);
    const forms = this.#forms;
    const places = placesIn(text, (plain) => {
      const spans = namedSecrets(plain);
      for (const form of forms) {
        if (form.length > plain.length) break;
        if (plain.includes(form)) spans.push(...occurrences(plain, form));
      }
      return spans;
    });
    const result = maskPlaces(text, places, MASK);
    if (result === text) remember(this.#clean.words, text);
    return result;
  }

  /**
   * For data: the text with every secret masked that cannot stand in data by chance (`isTelling`).
   * @param more finds others that are known to be secret
   */
  redactData(text: string, more: (plain: string) => SecretPlace[] = () => []): string {
    return maskPlaces(text, this.placesInData(text, more));
  }

  /** Where those stand in a text. */
  placesInData(text: string, more: (plain: string) => SecretPlace[] = () => []): SecretPlace[] {
    const { finder } = this;
    return placesIn(text, (plain) => [...finder.spans(plain), ...more(plain)]);
  }

  /** As `redactData`, for names that come again and again. */
  redactName(name: string): string {
    if (this.#clean.data.has(name)) return name;
    const result = this.redactData(name);
    if (result === name) remember(this.#clean.data, name);
    return result;
  }

  /** Finds the secrets that are masked in data. */
  get finder(): SecretFinder {
    this.#finder ??= new SecretFinder(this.#all(isTelling));
    return this.#finder;
  }

  #all(wanted: (secret: string) => boolean): string[] {
    const learned = Object.values(this.#learned).map((each) => [...each].filter(wanted));
    const fixed = this.#fixed.filter(wanted);
    const latest = [...fixed, ...learned.flatMap((each) => each.slice(-IN_EVERY_FORM))];
    return [...new Set([...latest.flatMap(everyForm), ...fixed, ...learned.flat()])];
  }
}

/** Characters of a text that is remembered, and how many are. */
const SHORT_TEXT = 64;
const MOST_CLEAN = 512;

function remember(clean: Set<string>, text: string): void {
  if (text.length > SHORT_TEXT) return;
  if (clean.size >= MOST_CLEAN) clean.clear();
  clean.add(text);
}

function everyForm(secret: string): string[] {
  return formsOf(secret).filter((form) => form === secret || form.length >= 2 * SHORT);
}

function occurrences(text: string, form: string): SecretPlace[] {
  const places = placesOf(text, form);
  return form.length >= SHORT ? places : places.filter(({ from, to }) => standsAlone(text, from, to));
}

function standsAlone(text: string, from: number, to: number): boolean {
  const wordBefore = from > 0 && /[\p{L}\p{N}]/u.test(text[from - 1]!);
  const wordAfter = to < text.length && /[\p{L}\p{N}]/u.test(text[to]!);
  return !wordBefore && !wordAfter;
}

/** @param find where secrets stand in a text without escapes */
function placesIn(text: string, find: (plain: string) => SecretPlace[]): SecretPlace[] {
  const found: SecretPlace[] = [];
  for (let start = 0; start === 0 || start + LONGEST_SECRET < text.length; start += PART - LONGEST_SECRET) {
    const part = text.length > PART ? text.slice(start, start + PART) : text;
    for (const { text: plain, written } of layersOf(part)) {
      for (const span of find(plain)) {
        const { from, to } = written(span);
        found.push({ from: start + from, to: start + to });
      }
    }
  }
  return found;
}

/** Overlapping places become one mask, so that no tail of the second secret is left. */
export function maskPlaces(text: string, places: readonly SecretPlace[], mask = MASK_IN_DATA): string {
  if (places.length === 0) return text;
  const ordered = [...places].sort((left, right) => left.from - right.from);
  const parts: string[] = [];
  let done = 0;
  for (const { from, to } of ordered) {
    if (from >= done) parts.push(text.slice(done, from), mask);
    done = Math.max(done, to);
  }
  parts.push(text.slice(done));
  return parts.join('');
}
