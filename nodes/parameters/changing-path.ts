/** Which paths are no question: to ask one is to do something at the service. */
import { endpoints } from '../catalogue/index';
import { percentDecoded, plainPath } from './path-rules';

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
  const there = plainPath(asked);
  const known = endpoints.filter(({ path, pathCandidates = [] }) =>
    [path ?? [], pathCandidates].flat().some((each) => there.endsWith(plainPath(each))),
  );
  if (known.length > 0) return known.some(({ changes }) => changes);
  return asked.split('/').some((segment) => DOING.has(firstWord(percentDecoded(segment) ?? segment)));
}

/** `delete` of `DeleteCustomer`, `delete_customer` and `DELETE`. */
function firstWord(segment: string): string {
  return (/^[A-Z]*[a-z]*/.exec(segment)?.[0] ?? '').toLowerCase();
}
