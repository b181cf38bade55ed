import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export interface Written {
  /** Where it stands, from the folder that was searched. */
  file: string;
  line: number;
  source: string;
  flags: string;
}

const TOKEN = new RegExp(
  [
    /(?<blank>\s+|\/\/.*|\/\*[\s\S]*?\*\/)/,
    /(?<text>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")/,
    /(?<word>[\w$#]+)/,
    /(?<pattern>\/(?<source>(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+)\/(?<flags>[a-z]*))/,
    /(?<sign>[\s\S])/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'y',
);

/** The rest of a template, to its end or to the next `${`. */
const TEMPLATE = /(?:[^`\\$]|\\[\s\S]|\$(?!\{))*(?:`|\$\{)/y;

/** After these a slash begins a pattern; after other words, and after what closes, it divides. */
const BEFORE_PATTERN = new Set(['return', 'case', 'typeof', 'in', 'of', 'await', 'yield', 'else', 'do', 'void']);

/** Every regular expression written in the TypeScript files of a folder, and each place where one is put together. */
export function patternsIn(folder: string): Written[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .sort()
    .flatMap((name) => patternsOf(readFileSync(path.join(folder, name), 'utf8'), name.replaceAll(path.sep, '/')));
}

/** @returns with `source` empty for `new RegExp(…)`, whose text is not known here */
export function patternsOf(text: string, file: string): Written[] {
  const found: Written[] = [];
  const templates: number[] = [];
  let [at, depth, last] = [0, 0, ''];
  const add = (source: string, flags = '') =>
    found.push({ file, line: text.slice(0, at).split('\n').length, source, flags });
  const skipTemplate = () => {
    TEMPLATE.lastIndex = at;
    const end = TEMPLATE.exec(text)![0];
    at += end.length;
    if (end.endsWith('{')) templates.push(depth++);
  };
  while (at < text.length) {
    TOKEN.lastIndex = at;
    const token = TOKEN.exec(text)!;
    const { blank, pattern, source = '', flags, sign } = token.groups!;
    const divides = pattern !== undefined && /[\w$)\]}'"`]$/.test(last) && !BEFORE_PATTERN.has(last);
    const length = divides ? 1 : token[0].length;
    if (pattern !== undefined && !divides) add(source, flags);
    if (token[0] === 'RegExp' && text[at + length] === '(') add('');
    at += length;
    if (blank !== undefined) continue;
    last = token[0].slice(0, length);
    if (sign === '{') depth++;
    if (sign === '}' && --depth === templates.at(-1)) {
      templates.pop();
      skipTemplate();
    }
    if (sign === '`') skipTemplate();
  }
  return found;
}
