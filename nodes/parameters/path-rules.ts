/** What a path may look like. A path that could mean something else to the server than to us is refused, not mended. */
import type { Wording } from '../errors';
import { problemOfText } from './given-value';
import type { Problem } from './problem';

const LONGEST_PATH = 2048;

/** How often a segment is decoded to find what hides below: `%252e` becomes `%2e` becomes `.`. */
const DECODINGS = 3;

/** What nearly every path looks like: nothing in it has a second meaning, and nothing needs encoding. */
const PLAIN_PATH = /^(?:\/(?![./])|[\w.~-])*$/;

/**
 * Says why the path cannot be sent, or undefined when it can.
 * @param field what it is called
 */
export function problemOfPath(path: string, field: Wording): Problem | undefined {
  if (path === '') return { kind: 'field-missing', facts: { field } };
  if (!path.startsWith('/')) return { kind: 'path-without-slash', facts: { field } };
  if (path.length > LONGEST_PATH) return { kind: 'path-too-long', facts: { field, limit: LONGEST_PATH } };
  if (PLAIN_PATH.test(path)) return undefined;
  const unsendable = problemOfText(path, field);
  if (unsendable) return unsendable;
  if (path.includes('?')) return { kind: 'path-question-mark', facts: { field } };
  if (path.includes('#')) return { kind: 'path-hash', facts: { field } };
  if (path.includes('\\')) return { kind: 'path-backslash', facts: { field } };
  if (path.slice(0, -1).includes('//')) return { kind: 'path-empty-segment', facts: { field } };
  const kind = path.split('/').map(problemOfSegment).find(Boolean);
  return kind && { kind, facts: { field } };
}

function problemOfSegment(segment: string): Problem['kind'] | undefined {
  let decoded = segment;
  for (let round = 0; round < DECODINGS; round++) {
    const next = percentDecoded(decoded);
    if (next === undefined) return round === 0 ? 'path-bad-percent' : undefined;
    if (/[/\\?#]/.test(next) || hasControlCharacters(next)) return 'path-hidden-separator';
    if (/^\.\.?(;.*)?$/.test(next)) return 'path-dots';
    if (next === decoded) return undefined;
    decoded = next;
  }
  return 'path-encoded-twice';
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

/** The same for all spellings of a path: the service does not mind the case (docs/api.md, Hosts). */
export function plainPath(path: string): string {
  const segments = path.split('/').filter(Boolean);
  return `/${segments.map((segment) => percentDecoded(segment) ?? segment).join('/')}`.toLowerCase();
}

/** True for C0 and C1 control characters, the line and paragraph separators among them. */
export function hasControlCharacters(text: string): boolean {
  return /[\p{Cc}\u2028\u2029]/u.test(text);
}

/** @returns nothing where the percent signs of a text make no characters */
export function percentDecoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
