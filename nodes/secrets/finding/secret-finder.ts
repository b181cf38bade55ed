/**
 * Finds any of many secrets in one pass that reads few of the bytes. What is looked for is a mark of each secret, a part
 * that every spelling leaves as it is: four bytes in a row of it stand at a place that a walk in equal steps comes by,
 * and are in a table. The rest is compared only where they are found.
 */

/** Longer marks tell no more, and a search over two pieces keeps that much of the first. */
export const LONGEST_MARK = 24;
/** Shorter marks stand everywhere. */
const SHORTEST = 3;
const WORD = Int32Array.BYTES_PER_ELEMENT;
/** With shorter marks the steps of the walk would be too many. */
const SHORTEST_MET = 7;
/** Marks so long are as good as longer ones. */
const LONG = 9;
/** Words that are looked up before any is compared. */
const LAPS = 4;
const SLOTS = 1 << 16;

/** What URL, form, JSON, XML and HTML encoding all leave alone; then what JSON and XML alone do. */
const NEVER_WRITTEN_OTHERWISE = /[A-Za-z0-9._~-]+/g;
const SELDOM_WRITTEN_OTHERWISE = /[A-Za-z0-9._~ !#$()*,:;=?@[\]^{|}-]+/g;

/** Half open: `to` is behind it. In characters. */
export interface SecretPlace {
  from: number;
  to: number;
}

interface Met {
  mark: Buffer;
  /** Where the four bytes stand in it. */
  offset: number;
}

/** Finds a set of texts: quickly whether bytes may hold one (`suspects`), exactly where in a text (`spans`). */
export class SecretFinder {
  readonly #forms: readonly string[];
  /** Words of the marks, by themselves and by their place in a small table. */
  readonly #met = new Map<number, Met[]>();
  readonly #slots = new Uint8Array(SLOTS);
  /** Marks too short for the walk. */
  readonly #short: Buffer[] = [];
  /** Bytes from one step of the walk to the next: so that a whole word of the shortest mark is met. */
  readonly #step: number;
  /** True where a secret has no mark: only the texts themselves tell. */
  readonly isBlind: boolean;
  #scratch = Buffer.alloc(1024);

  /** @param forms texts to find, each as a decoder would give it */
  constructor(forms: Iterable<string>) {
    this.#forms = [...new Set(forms)];
    const marks = this.#forms.map(markOf);
    this.isBlind = marks.includes(undefined);
    const met = marks.filter((mark) => mark !== undefined && mark.length >= SHORTEST_MET) as Buffer[];
    this.#short = marks.filter((mark) => mark !== undefined && mark.length < SHORTEST_MET) as Buffer[];
    this.#step = Math.min(LONGEST_MARK, ...met.map(({ length }) => length)) - WORD + 1;
    for (const mark of met) this.#enter(mark);
  }

  /** Whether a mark of any secret stands in the bytes: only then can the secret. */
  suspects(bytes: Buffer): boolean {
    if (this.#short.some((mark) => bytes.includes(mark))) return true;
    if (this.#met.size === 0) return false;
    const words = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const end = bytes.length - WORD;
    for (let at = 0; ; at += LAPS * this.#step) {
      at = walk(words, this.#slots, this.#step, at);
      if (at > end) return false;
      for (let place = at; place <= end && place < at + LAPS * this.#step; place += this.#step) {
        if (this.#isMet(words.getInt32(place, true), bytes, place)) return true;
      }
    }
  }

  /** Where whole secrets stand in a text. */
  spans(text: string): SecretPlace[] {
    if (this.#forms.length === 0 || !(this.isBlind || this.#suspectsText(text))) return [];
    return this.#forms.flatMap((form) => placesOf(text, form));
  }

  #suspectsText(text: string): boolean {
    if (text.length < SHORTEST) return false;
    if (this.#scratch.length < text.length) this.#scratch = Buffer.alloc(2 * text.length);
    return this.suspects(this.#scratch.subarray(0, this.#scratch.write(text, 'latin1')));
  }

  #isMet(word: number, bytes: Buffer, at: number): boolean {
    const met = this.#met.get(word);
    return met?.some(({ mark, offset }) => standsAt(bytes, at - offset, mark)) === true;
  }

  /** Of the words in a mark, as many as the step has bytes: the walk meets one of them. */
  #enter(mark: Buffer): void {
    for (let offset = 0; offset < this.#step; offset++) {
      const word = mark.readInt32LE(offset);
      this.#slots[slotOf(word)] = 1;
      this.#met.set(word, [...(this.#met.get(word) ?? []), { mark, offset }]);
    }
  }
}

/**
 * Goes through the bytes in steps, four at a time, which is twice as fast as one by one.
 * @returns the first of four steps of which one may be at a mark, or where the last are that are no four
 */
function walk(words: DataView, slots: Uint8Array, step: number, start: number): number {
  const end = words.byteLength - WORD - (LAPS - 1) * step;
  let at = start;
  for (; at <= end; at += LAPS * step) {
    const one = slots[slotOf(words.getInt32(at, true))]! | slots[slotOf(words.getInt32(at + step, true))]!;
    const second = at + 2 * step;
    const other = slots[slotOf(words.getInt32(second, true))]! | slots[slotOf(words.getInt32(second + step, true))]!;
    if ((one | other) !== 0) break;
  }
  return at;
}

function slotOf(word: number): number {
  return Math.imul(word, 0x9e3779b1) >>> 16;
}

function standsAt(bytes: Buffer, at: number, mark: Buffer): boolean {
  return at >= 0 && at + mark.length <= bytes.length && mark.compare(bytes, at, at + mark.length) === 0;
}

/** The end of a long part tells more than its beginning: tokens begin alike. */
function markOf(form: string): Buffer | undefined {
  const safe = longestOf(form, NEVER_WRITTEN_OTHERWISE);
  const other = longestOf(form, SELDOM_WRITTEN_OTHERWISE);
  const mark = safe.length >= LONG || safe.length >= other.length ? safe : other;
  return mark.length < SHORTEST ? undefined : Buffer.from(mark.slice(-LONGEST_MARK), 'latin1');
}

function longestOf(form: string, kind: RegExp): string {
  return [...form.matchAll(kind)].reduce((longest, [part]) => (part.length > longest.length ? part : longest), '');
}

/** Every place of a spelling in a text, also where two overlap. */
export function placesOf(text: string, form: string): SecretPlace[] {
  const spans: SecretPlace[] = [];
  for (let from = text.indexOf(form); from >= 0; from = text.indexOf(form, from + 1)) {
    spans.push({ from, to: from + form.length });
  }
  return spans;
}
