/** The words of an HTML or XML page: those that say what is wrong, else those a person would see. One pass, front to back. */

/** Elements that say in short what the page is about. */
const TELLING: ReadonlySet<string> = new Set(['title', 'message', 'h1']);

/** Elements whose content nobody sees. */
const UNSEEN: ReadonlySet<string> = new Set(['script', 'style']);

/** The name of an opening tag, without the prefix of its namespace; longer names are none that is looked for. */
const NAME = /^(?:[\w.-]{1,40}:)?([a-z][a-z0-9]{0,40})/i;
/** More characters than `NAME` takes. */
const NAME_LENGTH = 90;

/**
 * @param page beginning with `<`
 * @returns the text of the first title, message or headline that has any, else all visible text
 */
export function pageWords(page: string): string {
  let seen = '';
  let element = '';
  for (let at = 0; at < page.length; ) {
    const { text, name, next } = nextPiece(page, at, element);
    const words = text.trim();
    if (words !== '' && TELLING.has(element)) return withoutReferences(words);
    if (words !== '' && !UNSEEN.has(element)) seen += `${words} `;
    element = name;
    at = next;
  }
  return withoutReferences(seen);
}

interface Piece {
  /** What stands before the next tag. */
  text: string;
  /** The element that begins there, if one does. */
  name: string;
  next: number;
}

function nextPiece(page: string, at: number, element: string): Piece {
  if (page.startsWith('<![CDATA[', at)) {
    const end = indexOrEnd(page, ']]>', at);
    return { text: page.slice(at + 9, end), name: element, next: end + 3 };
  }
  if (page.startsWith('<!--', at)) return { text: '', name: element, next: indexOrEnd(page, '-->', at + 4) + 3 };
  if (page[at] === '<') {
    const end = indexOrEnd(page, '>', at);
    const name = NAME.exec(page.slice(at + 1, Math.min(end, at + NAME_LENGTH)))?.[1]?.toLowerCase() ?? '';
    return { text: '', name, next: end + 1 };
  }
  const end = UNSEEN.has(element) ? endOfUnseen(page, at) : indexOrEnd(page, '<', at);
  return { text: page.slice(at, end), name: element, next: end };
}

/** A script may hold any mark but its own end. */
function endOfUnseen(page: string, at: number): number {
  const end = /<\/(?:script|style)/gi;
  end.lastIndex = at;
  return end.exec(page)?.index ?? page.length;
}

function indexOrEnd(page: string, mark: string, from: number): number {
  const found = page.indexOf(mark, from);
  return found < 0 ? page.length : found;
}

const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', amp: '&' };

function withoutReferences(text: string): string {
  return text.replace(/&(?:(lt|gt|quot|apos|nbsp|amp)|#(\d{1,7})|#x([\da-f]{1,6}));/gi, (whole, name, decimal, hex) => {
    if (name) return NAMED[name.toLowerCase()]!;
    const code = decimal ? Number(decimal) : Number.parseInt(hex, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
