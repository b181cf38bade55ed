/**
 * Finds any of many secrets in one pass that looks at few of the bytes (Wu and Manber's way). What is looked for is a
 * part of each secret that every spelling leaves as it is; whether the rest is there as well is seen where it stands.
 */

/** Longer parts tell no more, and a search over two pieces keeps that much of the first. */
const LONGEST = 24;
/** Shorter parts stand everywhere. */
const SHORTEST = 5;
/** What URL, form, JSON, XML and HTML encoding all leave alone; then what JSON and XML alone do. */
const NEVER_WRITTEN_OTHERWISE = /[A-Za-z0-9._~-]+/g;
const SELDOM_WRITTEN_OTHERWISE = /[A-Za-z0-9._~ !#$()*,:;=?@[\]^{|}-]+/g;

interface Mark {
  text: string;
  /** The secret it is a part of, and where. */
  form: string;
  offset: number;
}

export interface Span {
  from: number;
  to: number;
}

export class SecretFinder {
  /** By the two characters that end the part of a mark that is looked up. */
  readonly #marks = new Map<number, Mark[]>();
  readonly #shifts = new Uint8Array(1 << 16);
  /** Secrets without a part that could be looked for. */
  readonly #others: string[] = [];
  readonly #length: number;
  /** Characters of the longest mark. */
  readonly longest: number;

  /** @param forms texts to find, each as the decoder would give it */
  constructor(forms: Iterable<string>) {
    const marks: Mark[] = [];
    for (const form of new Set(forms)) {
      const mark = markOf(form);
      if (mark) marks.push(mark);
      else this.#others.push(form);
    }
    this.#length = Math.min(LONGEST, ...marks.map(({ text }) => text.length));
    this.longest = Math.max(0, ...marks.map(({ text }) => text.length));
    this.#shifts.fill(this.#length - 1);
    for (const mark of marks) this.#enter(mark);
  }

  /** True where the look at bytes cannot tell, since a secret has no part that is always written in one way. */
  get isBlind(): boolean {
    return this.#others.length > 0;
  }

  /** Whether a part of any secret stands in the bytes: only then can a secret. */
  suspects(bytes: Buffer): boolean {
    if (this.#marks.size === 0) return false;
    const shifts = this.#shifts;
    const first = this.#length - 1;
    const end = bytes.length;
    for (let at = first; at < end; ) {
      const block = (bytes[at - 1]! << 8) | bytes[at]!;
      const shift = shifts[block]!;
      if (shift > 0) {
        at += shift;
        continue;
      }
      const start = at - first;
      for (const { text } of this.#marks.get(block)!) {
        if (bytes.toString('latin1', start, start + text.length) === text) return true;
      }
      at++;
    }
    return false;
  }

  /** Where whole secrets stand in a text. */
  spans(text: string): Span[] {
    const found = this.#others.flatMap((form) => placesOf(text, form));
    if (this.#marks.size === 0) return found;
    const first = this.#length - 1;
    for (let at = first; at < text.length; ) {
      const block = ((text.charCodeAt(at - 1) & 255) << 8) | (text.charCodeAt(at) & 255);
      const shift = this.#shifts[block]!;
      if (shift > 0) {
        at += shift;
        continue;
      }
      for (const { form, offset } of this.#marks.get(block)!) {
        const from = at - first - offset;
        if (text.startsWith(form, from) && from >= 0) found.push({ from, to: from + form.length });
      }
      at++;
    }
    return found;
  }

  #enter(mark: Mark): void {
    const { text } = mark;
    const last = this.#length - 1;
    for (let at = 1; at <= last; at++) {
      const block = (text.charCodeAt(at - 1) << 8) | text.charCodeAt(at);
      this.#shifts[block] = Math.min(this.#shifts[block]!, last - at);
      if (at === last) this.#marks.set(block, [...(this.#marks.get(block) ?? []), mark]);
    }
  }
}

/** The end of a long part tells more than its beginning: tokens begin alike. */
function markOf(form: string): Mark | undefined {
  for (const kind of [NEVER_WRITTEN_OTHERWISE, SELDOM_WRITTEN_OTHERWISE]) {
    const runs = [...form.matchAll(kind)].sort((one, other) => other[0].length - one[0].length);
    const [longest] = runs;
    if (!longest || longest[0].length < SHORTEST) continue;
    const text = longest[0].slice(-LONGEST);
    return { text, form, offset: longest.index + longest[0].length - text.length };
  }
  return undefined;
}

export function placesOf(text: string, form: string): Span[] {
  const spans: Span[] = [];
  for (let from = text.indexOf(form); from >= 0; from = text.indexOf(form, from + 1)) {
    spans.push({ from, to: from + form.length });
  }
  return spans;
}
