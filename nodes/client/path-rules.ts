/** What a path may look like. A path that could mean something else to the server than to us is refused, not mended. */

const LONGEST_PATH = 2048;

/** How often a segment is decoded to find what hides below: `%252e` becomes `%2e` becomes `.`. */
const DECODINGS = 3;

/** A sentence that says why the path cannot be sent, or undefined when it can. */
export function problemOfPath(path: string): string | undefined {
  if (!path.startsWith('/')) return 'the path must begin with a slash.';
  if (path.length > LONGEST_PATH) return `the path is longer than ${LONGEST_PATH} characters.`;
  if (hasControlCharacters(path)) return 'the path contains a line break or another control character.';
  if (path.includes('?')) return 'the path contains a "?": put what follows it into the parameters.';
  if (path.includes('#')) return 'the path contains a "#".';
  if (path.includes('\\')) return 'the path contains a backslash.';
  if (path.slice(0, -1).includes('//')) return 'the path contains an empty segment ("//").';
  return path.split('/').map(problemOfSegment).find(Boolean);
}

function problemOfSegment(segment: string): string | undefined {
  let decoded = segment;
  for (let round = 0; round < DECODINGS; round++) {
    const next = decode(decoded);
    if (next === undefined) {
      return round === 0 ? 'the path contains a "%" that is not followed by two hexadecimal digits.' : undefined;
    }
    if (/[/\\?#]/.test(next) || hasControlCharacters(next)) return 'the path hides a separator behind "%".';
    if (/^\.\.?(;.*)?$/.test(next)) return 'the path contains the segment "." or "..".';
    if (next === decoded) return encode(next) === undefined ? 'the path contains half a character.' : undefined;
    decoded = next;
  }
  return 'the path is encoded more than once.';
}

/**
 * A checked path with every character that needs it encoded; what was encoded stays so.
 * @param path one for which `problemOfPath` found nothing
 */
export function encodePath(path: string): string {
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

/** Percent-encodes everything that has a meaning in a URL or a form; undefined for half a surrogate pair. */
export function encode(text: string): string | undefined {
  try {
    return encodeURIComponent(text);
  } catch {
    return undefined;
  }
}
