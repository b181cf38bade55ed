/**
 * The beginning of XML or HTML, read from mark to mark and never back: what the document is, and what it says if it is
 * an error. No text takes longer than its length.
 */
import type { Wording } from '../errors';
import { errorIn, isErrorElement, type Member } from './error-words';
import { localName } from './xml/xml-text';

/** Elements inside one another, from the root on, of which one may be the error: SOAP has it third. */
const DEEPEST_ERROR = 4;
/** So many texts of a document are looked at. */
const MOST_TEXTS = 50;
/** What pages begin with, whole ones and those that leave out the frame; no report has a root of such a name. */
const PAGE_ELEMENTS = new Set(
  'html head body meta script style center div span p br hr pre h1 h2 h3 h4 h5 h6'.split(' '),
);
const SPECIAL: ReadonlyArray<readonly [open: string, close: string]> = [
  ['<?', '?>'],
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
];

type Mark =
  | { kind: 'open' | 'empty' | 'close' | 'declaration'; name: string; end: number }
  | { kind: 'text'; text: string; end: number };

/** Whether it is XML or HTML. White space in front must be gone. */
export function isMarkup(head: string): boolean {
  return head.startsWith('<');
}

/** Whether it is a page for people. */
export function isPage(head: string): boolean {
  const [first] = marksOf(head);
  if (first === undefined || first.kind === 'text') return false;
  return PAGE_ELEMENTS.has(first.name.toLowerCase()) || /^!doctype\s+html\b/i.test(first.name);
}

/**
 * The error that is the document, or that one of the elements is which it begins with.
 * @returns what it says; nothing where it is none
 */
export function errorElementIn(head: string): Wording | undefined {
  if (!beginsWithError(head)) return undefined;
  const said = fieldsIn(head).map(([name, value]): Member => [isErrorElement(name) ? 'message' : name, value]);
  return errorIn([['error', true], ...said]);
}

function beginsWithError(head: string): boolean {
  let depth = 0;
  for (const mark of marksOf(head)) {
    if (mark.kind === 'empty') return depth === 0 && isErrorElement(mark.name);
    if (mark.kind !== 'open' || depth === DEEPEST_ERROR) return false;
    depth++;
    if (isErrorElement(mark.name) && (depth === 1 || !isLeaf(head, mark.end))) return true;
  }
  return false;
}

/** The texts of a document, by the names of their elements. */
export function fieldsIn(head: string): Member[] {
  const fields: Member[] = [];
  const path: string[] = [];
  for (const mark of marksOf(head)) {
    if (mark.kind === 'open') path.push(mark.name);
    if (mark.kind === 'close') path.pop();
    if (mark.kind === 'text') fields.push([localName(path.at(-1) ?? ''), unescaped(mark.text)]);
    if (fields.length === MOST_TEXTS) break;
  }
  return fields;
}

/** Tags and texts, without remarks and white space. */
function* marksOf(head: string): Generator<Mark> {
  for (let at = 0; at < head.length; ) {
    const special = SPECIAL.find(([open]) => head.startsWith(open, at));
    if (special !== undefined) {
      const [open, close] = special;
      const end = found(head.indexOf(close, at + open.length), head);
      if (open === '<![CDATA[') yield { kind: 'text', text: head.slice(at + open.length, end), end };
      at = end + close.length;
      continue;
    }
    const end = head[at] === '<' ? found(head.indexOf('>', at), head) + 1 : found(head.indexOf('<', at), head);
    const mark = head[at] === '<' ? tagIn(head.slice(at + 1, end - 1), end) : textIn(head.slice(at, end), end);
    if (mark !== undefined) yield mark;
    at = end;
  }
}

function tagIn(inside: string, end: number): Mark {
  if (inside.startsWith('!')) return { kind: 'declaration', name: inside, end };
  const name = /^\/?[^\s/>]*/.exec(inside)![0];
  if (name.startsWith('/')) return { kind: 'close', name: name.slice(1), end };
  return { kind: inside.endsWith('/') ? 'empty' : 'open', name, end };
}

function textIn(text: string, end: number): Mark | undefined {
  const trimmed = text.trim();
  return trimmed === '' ? undefined : { kind: 'text', text: trimmed, end };
}

/** Whether the element whose start tag ends here has no element in it. */
function isLeaf(head: string, tagEnd: number): boolean {
  const next = head.indexOf('<', tagEnd);
  return next >= 0 && head[next + 1] === '/' && head.slice(tagEnd, next).trim() !== '';
}

function found(index: number, head: string): number {
  return index < 0 ? head.length : index;
}

function unescaped(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}
