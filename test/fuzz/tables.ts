/** Small tables as reports have them, and how each format writes one. Nothing here is shared with the readers. */
import type { Random } from './random';

export interface Table {
  names: string[];
  /** Undefined: the record has no such field. */
  rows: (Cell | undefined)[][];
}

export type Cell =
  | { kind: 'text'; text: string }
  | { kind: 'number'; digits: string }
  | { kind: 'word'; word: 'true' | 'false' | 'null' };

const NAMES = ['Store', 'Qty', 'Employee ID', 'Work #', 'a', 'B', 'Ünïcode', '7', '101', 'toString'];
const TEXTS = [
  '',
  'x',
  'A, B',
  'café',
  '€5',
  '😀',
  'a "quoted" word',
  "it's",
  '<b> & </b>',
  'two\nlines',
  'tab\there',
  '00501',
  'true',
  'null',
  '{"a":1}',
  ']]>',
  '\\',
  'x'.repeat(40),
];
const NUMBERS = [
  '0',
  '-1',
  '7',
  '1.5',
  '-0.10',
  '123456789012345',
  '9007199254740993',
  '12345678901234567890',
  '1e3',
  '2.5E-7',
  '1e400',
];

export function anyTable(random: Random): Table {
  const names = ['Store', ...random.list(0, 4, () => random.pick(NAMES))].filter(
    (name, index, all) => all.indexOf(name) === index,
  );
  return { names, rows: random.list(random.oneIn(8) ? 0 : 1, 6, () => names.map(() => anyCell(random))) };
}

function anyCell(random: Random): Cell | undefined {
  switch (random.below(12)) {
    case 0:
      return undefined;
    case 1:
      return { kind: 'word', word: random.pick(['true', 'false', 'null'] as const) };
    case 2:
    case 3:
    case 4:
      return { kind: 'number', digits: random.pick(NUMBERS) };
    default:
      return { kind: 'text', text: random.pick(TEXTS) };
  }
}

export function jsonOf({ names, rows }: Table, random: Random): string {
  const space = random.oneIn(4) ? () => random.pick(['', ' ', '\n', '\r\n\t']) : () => '';
  const records = rows.map((row) => {
    const members = row.flatMap((cell, index) =>
      cell === undefined
        ? []
        : [`${space()}${JSON.stringify(names[index])}${space()}:${space()}${jsonCell(cell, random)}`],
    );
    return `${space()}{${members.join(',')}${space()}}`;
  });
  return `[${records.join(',')}${space()}]`;
}

function jsonCell(cell: Cell, random: Random): string {
  if (cell.kind === 'number') return cell.digits;
  if (cell.kind === 'word') return cell.word;
  const text = JSON.stringify(cell.text);
  if (random.oneIn(30)) return `[${text},{"x":${text}}]`;
  return random.oneIn(4)
    ? text.replaceAll(/[^\x20-\x7e]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)
    : text;
}

export function jsonTableOf(table: Table, random: Random): string {
  const schema = table.names.map(
    (name) => `{"Column_Name":${JSON.stringify(name)},"Type":"NVARCHAR(50)","SafeType":"string","Length":50}`,
  );
  const members = [`"Records":${jsonOf(table, random)}`, `"Schema":[${schema.join(',')}]`];
  if (random.oneIn(5)) members.reverse();
  if (random.oneIn(5)) members.push('"Error":false');
  return `{${members.join(',')}}`;
}

export function csvOf({ names, rows }: Table, random: Random, delimiter: string): string {
  // A CR alone at the end, behind the header or before an empty field, may be half a line end.
  const end = rows.length === 0 ? '\r\n' : random.pick(['\r\n', '\n', '\r']);
  const all = random.oneIn(4);
  const quoted = (text: string) =>
    all || /["\r\n]/.test(text) || text.includes(delimiter) ? `"${text.replaceAll('"', '""')}"` : text;
  const lines = [names, ...rows.map((row) => row.map(textOf))].map((line) => line.map(quoted).join(delimiter));
  return (random.oneIn(6) ? '\ufeff' : '') + lines.join(end) + (end !== '\r' && random.oneIn(6) ? '' : end);
}

export function xmlOf({ names, rows }: Table, random: Random, more = ''): string {
  const [root, row] = random.pick([
    ['Table', 'Record'],
    ['NewDataSet', 'Table1'],
    ['Rows', 'Item'],
    ['d:T', 'd:R'],
  ] as const);
  const space = random.oneIn(3) ? '\r\n  ' : '';
  const attributes = random.oneIn(8) ? ' id="1 &lt; 2"' : '';
  const fields = (cells: Table['rows'][number]) =>
    cells
      .map((cell, index) =>
        cell === undefined ? '' : `${space}${xmlField(elementName(names[index]!), textOf(cell), random)}`,
      )
      .join('');
  const elements = rows.map((cells) => `${space}<${row}${attributes}>${fields(cells)}${space}</${row}>`);
  const declaration = random.oneIn(2) ? '<?xml version="1.0" encoding="utf-8"?>\r\n' : '';
  const remark = random.oneIn(5) ? '<!-- <R> -->' : '';
  if (rows.length === 0 && more === '') return `${declaration}<${root} xmlns:d="urn:d" />`;
  return `${declaration}<${root} xmlns:d="urn:d">${remark}${elements.join('')}${more}</${root}>${remark}`;
}

function xmlField(name: string, text: string, random: Random): string {
  if (text === '') return random.pick([`<${name}/>`, `<${name}></${name}>`, `<${name} xsi:nil="true" />`]);
  if (random.oneIn(8) && !text.includes(']]>')) return `<${name}><![CDATA[${text}]]></${name}>`;
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const numbered = random.oneIn(6)
    ? escaped.replaceAll(/[^\x20-\x7e]/gu, (letter) => `&#x${letter.codePointAt(0)!.toString(16)};`)
    : escaped;
  return `<${name}>${numbered}${random.oneIn(20) ? '<!-- x -->' : ''}</${name}>`;
}

function elementName(name: string): string {
  return name.replaceAll(
    /^\d|[^\p{L}\p{N}]/gu,
    (letter) => `_x${letter.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`,
  );
}

export function xmlTableOf(table: Table, random: Random): string {
  const schema = table.names.map((name) => {
    const escaped = name.replaceAll('&', '&amp;');
    return `<Schema><Column_Name>${escaped}</Column_Name><Type>NVARCHAR</Type><SafeType>string</SafeType><Length>50</Length></Schema>`;
  });
  return xmlOf(table, random, schema.join(''));
}

function textOf(cell: Cell | undefined): string {
  if (cell === undefined) return '';
  if (cell.kind === 'text') return cell.text;
  return cell.kind === 'number' ? cell.digits : cell.word === 'null' ? '' : cell.word;
}
