/** Reads the source of a regular expression into a tree: what it repeats, chooses and looks at. */

/** The characters that one place of a pattern can match, as a set of samples. */
export type Characters = ReadonlySet<number>;

export type Part =
  | { kind: 'characters'; of: Characters }
  | { kind: 'sequence'; parts: Part[] }
  | { kind: 'choice'; branches: Part[] }
  | { kind: 'repeat'; part: Part; least: number; most: number }
  /** Takes no characters and may fail: `$`, `\b`, a look ahead or behind. */
  | { kind: 'look'; at: Part | undefined }
  | { kind: 'start' };

/** Every character of Latin scripts and of General Punctuation, one far letter and half of a pair. */
const SAMPLES = [
  ...Array.from({ length: 0x250 }, (_, code) => code),
  ...Array.from({ length: 0x70 }, (_, index) => 0x2000 + index),
  0x3000,
  0x4e00,
  0xd83d,
  0xfeff,
  0xfffd,
];

export const everyCharacter: Characters = new Set(SAMPLES);
const EVERYTHING: Part = { kind: 'characters', of: everyCharacter };

/** Characters that belong to an escape behind its letter. */
const ESCAPED = { x: 2, u: 4, c: 1 } as const;

/** @throws Error where the pattern has something that is not known here */
export function parsePattern(source: string, flags: string): Part {
  return new PatternParser(source, flags).read();
}

class PatternParser {
  #at = 0;

  constructor(
    readonly source: string,
    readonly flags: string,
  ) {}

  read(): Part {
    const part = this.#choice();
    if (this.#at < this.source.length) throw new Error(`not understood from ${this.source.slice(this.#at)}`);
    return part;
  }

  #choice(): Part {
    const branches = [this.#sequence()];
    while (this.#takes('|')) branches.push(this.#sequence());
    return branches.length === 1 ? branches[0]! : { kind: 'choice', branches };
  }

  #sequence(): Part {
    const parts: Part[] = [];
    while (this.#at < this.source.length && !'|)'.includes(this.source[this.#at]!)) parts.push(this.#repeated());
    return { kind: 'sequence', parts };
  }

  #repeated(): Part {
    const part = this.#one();
    const counted = this.#match(/^(?:([*+?])|\{(\d+)(,?)(\d*)\})\??/);
    if (!counted) return part;
    const [, sign, least, comma, most] = counted;
    if (sign) return { kind: 'repeat', part, least: sign === '+' ? 1 : 0, most: sign === '?' ? 1 : Infinity };
    const last = comma ? Number(most || Infinity) : Number(least);
    return { kind: 'repeat', part, least: Number(least), most: last };
  }

  #one(): Part {
    if (this.#takes('^'))
      return this.flags.includes('m') ? this.#characters('[\\n\\r\\u2028\\u2029]') : { kind: 'start' };
    if (this.#takes('$') || this.#match(/^\\[bB]/)) return { kind: 'look', at: undefined };
    if (this.source[this.#at] === '(') return this.#group();
    // Whatever the group took, or nothing.
    if (this.#match(/^\\(?:[1-9]|k<\w+>)/)) return { kind: 'repeat', part: EVERYTHING, least: 0, most: 1 };
    return this.#characters(this.source[this.#at] === '[' ? this.#class() : this.#character());
  }

  #group(): Part {
    const look = this.#match(/^\(\?<?[=!]/);
    if (!look) this.#match(/^\((?:\?:|\?<\w+>)?/);
    const inner = this.#choice();
    if (!this.#takes(')')) throw new Error('a group without its end');
    return look ? { kind: 'look', at: inner } : inner;
  }

  #class(): string {
    const from = this.#at;
    while (this.source[this.#at] !== ']') this.#at += this.source[this.#at] === '\\' ? 2 : 1;
    this.#at++;
    return this.source.slice(from, this.#at);
  }

  #character(): string {
    if (this.source[this.#at] !== '\\') return this.source.slice(this.#at, ++this.#at);
    const property = this.#match(/^\\(?:[pP]|u)\{[^}]*\}/);
    if (property) return property[0];
    const letter = this.source[this.#at + 1] as keyof typeof ESCAPED;
    const length = 2 + (ESCAPED[letter] ?? 0);
    this.#at += length;
    return this.source.slice(this.#at - length, this.#at);
  }

  /** What a class or an escape means is known best by the engine itself. */
  #characters(source: string): Part {
    if (source === '[^]') return EVERYTHING;
    const one = new RegExp(`^${source}$`, this.flags.replace(/[gmy]/g, ''));
    return { kind: 'characters', of: new Set(SAMPLES.filter((code) => one.test(String.fromCharCode(code)))) };
  }

  #takes(text: string): boolean {
    if (!this.source.startsWith(text, this.#at)) return false;
    this.#at += text.length;
    return true;
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    const found = pattern.exec(this.source.slice(this.#at));
    if (found) this.#at += found[0].length;
    return found;
  }
}
