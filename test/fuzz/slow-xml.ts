/** XML read by saxes into a tree, and the tree read as rows. */
import { SaxesParser } from 'saxes';
import type { Member, Readings, Row } from './reading';

interface Element {
  name: string;
  attributes: Record<string, string>;
  children: Element[];
  text: string;
}

export function xmlReadings(text: string): Readings | undefined {
  if (text.trim() === '') return [[]];
  const root = treeOf(text);
  if (root === undefined || root === 'unsure') return root === undefined ? [] : undefined;
  const children = root.children.filter(({ name }) => !/:schema$/.test(name));
  return [...rowsIn(root, children), ...fieldsIn(root, children)];
}

/** The same with a Schema of the columns among the rows. */
export function xmlTableReadings(text: string): Readings | undefined {
  if (text.trim() === '') return [[]];
  const root = treeOf(text);
  if (root === undefined || root === 'unsure') return root === undefined ? [] : undefined;
  const children = root.children.filter(({ name }) => !/(^|:)schema$/i.test(name));
  return [...rowsIn(root, children), ...fieldsIn(root, children)];
}

/** What is wrong by the letter and changes no value. */
const HARMLESS =
  /malformed comment|XML declaration|processing instruction|disallowed character|disallowed in char data/i;

/** Names and comments that only a template writes; saxes does not go on behind them. */
const UNREAD = /disallowed character in (tag|attribute|closing)|malformed comment/i;

/** Undefined where it is not well-formed, or has a DOCTYPE. */
function treeOf(text: string): Element | 'unsure' | undefined {
  const parser = new SaxesParser({ xmlns: false, fragment: false });
  const top: Element = { name: '', attributes: {}, children: [], text: '' };
  const open = [top];
  let isWrong = false;
  let isUnsure = false;
  const here = () => open.at(-1)!;
  parser.on('error', ({ message }) => {
    if (UNREAD.test(message)) isUnsure = true;
    if (!HARMLESS.test(message)) isWrong = true;
  });
  parser.on('doctype', () => {
    isWrong = true;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const element: Element = { name, attributes: { ...attributes }, children: [], text: '' };
    here().children.push(element);
    open.push(element);
  });
  parser.on('closetag', () => {
    if (open.length > 1) open.pop();
  });
  parser.on('text', (part) => {
    here().text += part;
  });
  parser.on('cdata', (part) => {
    here().text += part;
  });
  parser.write(simplified(text)).close();
  // JavaScript takes a byte order mark for white space.
  if (isUnsure || text.includes('\ufeff')) return 'unsure';
  return isWrong || top.children.length !== 1 ? undefined : top.children[0];
}

/** A declaration and a namespace are passed over, whatever they say; a control character by its number is one. */
function simplified(text: string): string {
  return text
    .replace(/^\s*<\?[\s\S]*?\?>/, '')
    .replace(/\sxmlns(:\w+)?\s*=\s*("[^"]*"|'[^']*')/, '')
    .replaceAll(/&#(?:x([0-9a-f]+)|(\d+));/gi, (reference, hex?: string, decimal?: string) => {
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      return code < 32 && ![9, 10, 13].includes(code) ? String.fromCharCode(code) : reference;
    });
}

/** Control characters between elements are passed over. */
function isBlank(text: string): boolean {
  return [...text].every((letter) => letter <= ' ');
}

/** One element per row. */
function rowsIn(root: Element, children: readonly Element[]): Readings {
  if (!isBlank(root.text)) return [];
  const rows: Row[] = [];
  for (const child of children) {
    if (!isBlank(child.text)) return [];
    if (child.children.some(({ children: inner }) => inner.length > 0)) return [];
    rows.push([...columnsOf(child, ''), ...child.children.flatMap(fieldOf)]);
  }
  return [rows];
}

/** One record, whose fields stand right in the root. */
function fieldsIn(root: Element, children: readonly Element[]): Readings {
  if (!isBlank(root.text) || children.length === 0) return [];
  if (children.some(({ children: inner }) => inner.length > 0)) return [];
  return [[children.flatMap(fieldOf)]];
}

function fieldOf(element: Element): Member[] {
  const name = columnName(element.name);
  const nil = Object.entries(element.attributes).some(
    ([key, value]) => /^[^:]*:nil$/.test(key) && /^\s*(true|1)\s*$/.test(value),
  );
  return [
    [name, nil ? { kind: 'word', word: 'null' } : { kind: 'text', text: element.text }],
    ...columnsOf(element, `${name}.`),
  ];
}

function columnsOf({ attributes }: Element, prefix: string): Member[] {
  return Object.entries(attributes)
    .filter(([name]) => !name.includes(':') && name !== 'xmlns')
    .map(([name, value]) => [prefix + columnName(name), { kind: 'text', text: value }]);
}

function columnName(name: string): string {
  const local = name.slice(name.indexOf(':') + 1);
  return local.replaceAll(/_[xX]([0-9A-Fa-f]{8}|[0-9A-Fa-f]{4})_/g, (whole, code: string) => {
    const point = Number.parseInt(code, 16);
    return point > 0x10ffff ? whole : String.fromCodePoint(point);
  });
}
