/**
 * The one error class of the package. Its `code` is documented in the README, its `facts` fill the sentence that
 * `locales/<language>/errors.json` has for the code: what happened, where, and what to do.
 */
import english from '../locales/en-US/errors.json';
import phrases from '../locales/en-US/phrases.json';
import problems from '../locales/en-US/problems.json';

export type ErrorCode = keyof typeof english;

/** Words of our own inside a sentence. Kept as a key, so that they come out in the language of the sentence. */
export interface Phrase {
  phrase: PhraseKey;
  facts?: Facts;
}

/** `problems.json` has the sentences that the dialogs of every set say as well, `phrases.json` all others. */
export type PhraseKey = keyof typeof phrases | keyof typeof problems;

/** A phrase of ours, or a text that is the same in every language: the service's own words, a name, a value. */
export type Wording = string | Phrase;

/** What dialogs call fields or their choices: the key of each label, and the name that is said where that is not at hand. */
export interface Labels {
  labels: ReadonlyArray<{ key: string; name: string }>;
}

/** Words in a list are said one after another, labels with commas between them. */
export type Fact = Wording | number | Labels | readonly Wording[] | undefined;

export type Facts = Readonly<Record<string, Fact>>;

/** Puts a phrase or labels into words. */
export type Say = (said: Phrase | Labels) => string;

/** Whatever a run, a test or a lookup ends with. Its message is English; `translateError` has other languages. */
export class DataConnectError extends Error {
  override readonly name = 'DataConnectError';

  /**
   * @param code one of the documented codes
   * @param facts what fills the sentence; must be free of secrets. `detail`, where given, is the service's own
   *   message, scrubbed
   * @param options `cause`: what was thrown below, free of secrets as well
   */
  constructor(
    readonly code: ErrorCode,
    readonly facts: Facts = {},
    options?: { cause?: unknown },
  ) {
    super(sentence(english[code], facts), options);
  }

  /** A Catch node shows this: the sentence alone, without the name of a class before it. */
  override toString(): string {
    return this.message;
  }
}

/** What a store that another package brings may fail with. */
export type StoreErrorCode = Extract<
  ErrorCode,
  'CANCELLED' | 'CLUSTER_UNAVAILABLE' | 'CLUSTER_DATA_LOST' | 'LEASE_LOST'
>;

/** It cannot be of our class, and is told by its code. Its message, in English and free of secrets, says why. */
export interface StoreError extends Error {
  readonly code: StoreErrorCode;
}

const STORE_ERRORS: Readonly<Record<StoreErrorCode, true>> = {
  CANCELLED: true,
  CLUSTER_UNAVAILABLE: true,
  CLUSTER_DATA_LOST: true,
  LEASE_LOST: true,
};

/** Whether a store of another package says it. */
export function isStoreError(error: unknown): error is StoreError {
  if (!(error instanceof Error) || error instanceof DataConnectError || !('code' in error)) return false;
  return typeof error.code === 'string' && Object.hasOwn(STORE_ERRORS, error.code);
}

/**
 * What a store says, as an error of ours.
 * @param endpoint what was under way
 * @param reason why, where the store was told to end it
 * @returns what is no error of a store as it is
 */
export function ofStore(error: unknown, endpoint: string, reason: Phrase): unknown {
  if (!isStoreError(error)) return error;
  const why = error.code === 'CANCELLED' ? { reason } : { detail: error.message };
  return new DataConnectError(error.code, { endpoint, ...why }, { cause: error });
}

/**
 * Fills the `__name__` places of a sentence (the i18next form Node-RED uses); a place without a fact is left empty.
 * @param say puts phrases and labels among the facts into the language of the sentence
 */
export function sentence(template: string, facts: Facts, say: Say = inEnglish): string {
  const plain = plainFacts(facts, say);
  return template
    .replace(FACT, (_, name: string) => String(plain[name] ?? ''))
    .replace(/ {2,}/g, ' ')
    .trim();
}

/** Names of the facts that a sentence says. */
export function factsIn(template: string): string[] {
  return [...template.matchAll(FACT)].map(([, name]) => name!);
}

const FACT = /__(\w+?)__/g;

/** The facts with their phrases in words, as a sentence of that language or `msg.dataconnect` takes them. */
export function plainFacts(facts: Facts, say: Say): Record<string, string | number | undefined> {
  return Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, plain(fact, say)]));
}

function plain(fact: Fact, say: Say): string | number | undefined {
  if (typeof fact !== 'object') return fact;
  if ('phrase' in fact || 'labels' in fact) return say(fact);
  return fact
    .map((words) => plain(words, say))
    .join(' ')
    .trim();
}

const sentences = { ...phrases, ...problems };

/** @param key of a file, which may be of another release */
export function isPhraseKey(key: unknown): key is PhraseKey {
  return typeof key === 'string' && Object.hasOwn(sentences, key);
}

/** Labels by their names: of the texts of the dialogs only keys are known here, the browser has this file, too. */
export const inEnglish: Say = (said) =>
  'labels' in said ? listed(said, ({ name }) => name) : sentence(sentences[said.phrase], said.facts ?? {});

/** Labels one behind the other, as a sentence has them. @param wordOf what one is called where it is read */
export function listed({ labels }: Labels, wordOf: (label: Labels['labels'][number]) => string): string {
  return labels.map(wordOf).join(', ');
}
