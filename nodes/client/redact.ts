/** The one redactor: no text that may be seen by a person or a log leaves the client without passing it. */

const MASK = '***';

/** Shorter secrets are only masked where they stand alone: masking every "x" would make a message unreadable. */
const SHORT = 4;

/** How many tokens, and how many cookies, are remembered. A token lives 12 hours, so this is a month of them. */
const REMEMBERED = 64;

export class Redactor {
  readonly #fixed: string[];
  readonly #learned = { token: new Map<string, string[]>(), cookie: new Map<string, string[]>() };

  constructor(secrets: Iterable<string | undefined>) {
    this.#fixed = [...secrets].flatMap((secret) => formsOf(secret));
  }

  /** Remembers a secret the service gave; of each kind the latest are kept. */
  learn(kind: 'token' | 'cookie', secret: string | undefined): void {
    if (!secret) return;
    const learned = this.#learned[kind];
    learned.delete(secret);
    learned.set(secret, formsOf(secret));
    for (const oldest of learned.keys()) {
      if (learned.size <= REMEMBERED) break;
      learned.delete(oldest);
    }
  }

  /** The text with every known secret masked: plain, Base64, URL-encoded, JSON- or HTML-escaped, also where they overlap. */
  redact(text: string): string {
    const found = this.#forms().flatMap((form) => occurrences(text, form));
    if (found.length === 0) return text;
    found.sort((left, right) => left.from - right.from);
    return mask(text, found);
  }

  #forms(): string[] {
    return [...this.#fixed, ...[...this.#learned.token.values(), ...this.#learned.cookie.values()].flat()];
  }
}

interface Span {
  from: number;
  to: number;
}

function occurrences(text: string, form: string): Span[] {
  const spans: Span[] = [];
  for (let from = text.indexOf(form); from >= 0; from = text.indexOf(form, from + 1)) {
    const to = from + form.length;
    if (form.length >= SHORT || standsAlone(text, from, to)) spans.push({ from, to });
  }
  return spans;
}

function standsAlone(text: string, from: number, to: number): boolean {
  const wordBefore = from > 0 && /[\p{L}\p{N}]/u.test(text[from - 1]!);
  const wordAfter = to < text.length && /[\p{L}\p{N}]/u.test(text[to]!);
  return !wordBefore && !wordAfter;
}

/** Overlapping places become one mask, so that no tail of the second secret is left. */
function mask(text: string, ordered: Span[]): string {
  let result = '';
  let done = 0;
  for (const { from, to } of ordered) {
    if (from >= done) result += text.slice(done, from) + MASK;
    done = Math.max(done, to);
  }
  return result + text.slice(done);
}

function formsOf(secret: string | undefined): string[] {
  if (!secret) return [];
  const base64 = Buffer.from(secret, 'utf8').toString('base64');
  const encoded = Array.from(secret, percentEncoded).join('');
  const json = JSON.stringify(secret).slice(1, -1);
  const forms = [
    base64,
    base64.replace(/=+$/, ''),
    Buffer.from(secret, 'utf8').toString('base64url'),
    encoded,
    encoded.replaceAll('%20', '+'),
    encoded.replace(/%../g, (code) => code.toLowerCase()),
    json,
    json.replaceAll('/', '\\/'),
    json.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
    htmlEscaped(secret, '&#39;'),
    htmlEscaped(secret, '&#x27;'),
  ];
  return [secret, ...new Set(forms.filter((form) => form !== secret && form.length >= SHORT))];
}

/** Half a surrogate pair cannot be encoded; it stays as it is. */
function percentEncoded(character: string): string {
  return /\p{Cs}/u.test(character) ? character : encodeURIComponent(character);
}

function htmlEscaped(secret: string, apostrophe: string): string {
  return secret
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", apostrophe);
}
