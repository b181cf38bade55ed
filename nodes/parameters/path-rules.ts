/** What a path may look like. A path that could mean something else to the server than to us is refused, not mended. */
import type { Phrase } from '../errors';

const LONGEST_PATH = 2048;

/** How often a segment is decoded to find what hides below: `%252e` becomes `%2e` becomes `.`. */
const DECODINGS = 3;

/** What nearly every path looks like: nothing in it has a second meaning, and nothing needs encoding. */
const PLAIN_PATH = /^(?:\/(?![./])|[\w.~-])*$/;
/** The same of a name or value. */
const PLAIN_TEXT = /^[\w.~-]*$/;

/** Says why the path cannot be sent, or undefined when it can. */
export function problemOfPath(path: string): Phrase | undefined {
  if (!path.startsWith('/')) return { phrase: 'path-without-slash' };
  if (path.length > LONGEST_PATH) return { phrase: 'path-too-long', facts: { limit: LONGEST_PATH } };
  if (PLAIN_PATH.test(path)) return undefined;
  if (hasControlCharacters(path)) return { phrase: 'path-control-character' };
  if (path.includes('?')) return { phrase: 'path-question-mark' };
  if (path.includes('#')) return { phrase: 'path-hash' };
  if (path.includes('\\')) return { phrase: 'path-backslash' };
  if (path.slice(0, -1).includes('//')) return { phrase: 'path-empty-segment' };
  return path.split('/').map(problemOfSegment).find(Boolean);
}

function problemOfSegment(segment: string): Phrase | undefined {
  let decoded = segment;
  for (let round = 0; round < DECODINGS; round++) {
    const next = decode(decoded);
    if (next === undefined) {
      return round === 0 ? { phrase: 'path-bad-percent' } : undefined;
    }
    if (/[/\\?#]/.test(next) || hasControlCharacters(next)) return { phrase: 'path-hidden-separator' };
    if (/^\.\.?(;.*)?$/.test(next)) return { phrase: 'path-dots' };
    if (next === decoded) return encode(next) === undefined ? { phrase: 'path-half-character' } : undefined;
    decoded = next;
  }
  return { phrase: 'path-encoded-twice' };
}

/**
 * A checked path with every character that needs it encoded; what was encoded stays so.
 * @param path one for which `problemOfPath` found nothing
 */
export function encodePath(path: string): string {
  if (PLAIN_PATH.test(path)) return path;
  return path
    .split('/')
    .map((segment) => encodeURIComponent(decodeURIComponent(segment)))
    .join('/');
}

/** True for C0 and C1 control characters, the line and paragraph separators among them. */
export function hasControlCharacters(text: string): boolean {
  return /[\p{Cc}\u2028\u2029]/u.test(text);
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** True for text that every URL and form takes as it is. */
export function isPlain(text: string): boolean {
  return PLAIN_TEXT.test(text);
}

/** Percent-encodes everything that has a meaning in a URL or a form; undefined for half a surrogate pair. */
export function encode(text: string): string | undefined {
  try {
    return encodeURIComponent(text);
  } catch {
    return undefined;
  }
}
