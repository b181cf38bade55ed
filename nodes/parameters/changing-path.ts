/** Which paths are no question: to ask one is to do something at the service. */
import { endpoints } from '../catalogue/index';
import { percentDecoded } from './path-rules';

/** Of a path that the catalogue does not have its words are all that is known: `/Import/Anything`, `/users/deleteOne`. */
const DOING = new Set([
  ...['abandon', 'add', 'cancel', 'clear', 'close', 'create', 'delete', 'end', 'import', 'insert', 'logout', 'merge'],
  ...['post', 'publish', 'put', 'remove', 'reset', 'revoke', 'save', 'send', 'set', 'signout', 'submit', 'update'],
  ...['upload', 'void', 'write'],
]);

/**
 * True for a path that the catalogue knows to change something, in whatever spelling and below whatever other path; and
 * for one that it does not know of which a segment begins with a word of doing.
 */
export function isChangingPath(asked: string): boolean {
  const segments = segmentsOf(asked);
  const there = plain(segments);
  const known = endpoints.filter(({ path, pathCandidates = [] }) =>
    [path ?? [], pathCandidates].flat().some((each) => there.endsWith(plain(segmentsOf(each)))),
  );
  if (known.length > 0) return known.some(({ changes }) => changes);
  return segments.some((segment) => DOING.has(firstWord(segment)));
}

/** Without empty ones, and with nothing encoded. */
function segmentsOf(path: string): string[] {
  return path
    .split('/')
    .filter(Boolean)
    .map((segment) => percentDecoded(segment) ?? segment);
}

/** The service does not mind the case (docs/api.md, Hosts). */
function plain(segments: readonly string[]): string {
  return `/${segments.join('/')}`.toLowerCase();
}

/** `delete` of `DeleteCustomer`, `delete_customer` and `DELETE`. */
function firstWord(segment: string): string {
  return (/^[A-Z]*[a-z]*/.exec(segment)?.[0] ?? '').toLowerCase();
}
