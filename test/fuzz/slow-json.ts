/** JSON read letter by letter, numbers as they are written and every member kept. */
import type { Member, Readings, Row, Written } from './reading';

export function jsonReadings(text: string): Readings {
  if (text.trim() === '') return [[]];
  const answer = parsed(text);
  return answer === undefined ? [] : readingsOf(answer);
}

export function jsonTableReadings(text: string): Readings {
  if (text.trim() === '') return [[]];
  const answer = parsed(text);
  if (answer === undefined) return [];
  if (answer.kind !== 'object') return readingsOf(answer);
  const records = answer.members.filter(([name]) => name.toLowerCase() === 'records');
  if (answer.members.some(isError) || records.length > 1) return [];
  const [, list] = records[0] ?? [];
  if (list === undefined) return readingsOf(answer);
  if (list.kind === 'word' && list.word === 'null') return [[]];
  return rowsOf(list);
}

function isError([name, value]: Member): boolean {
  if (name.toLowerCase() !== 'error') return false;
  return value.kind === 'word' ? value.word === 'true' : value.kind === 'text' && /^true$/i.test(value.text);
}

/** A list of records; null; one record; or the one list inside of something. */
function readingsOf(answer: Written): Readings {
  if (answer.kind === 'list') return rowsOf(answer);
  if (answer.kind === 'word') return answer.word === 'null' ? [[]] : [];
  if (answer.kind !== 'object') return [];
  const inner = answer.members
    .filter(([name, { kind }]) => !isSchema(name) && (kind === 'list' || kind === 'object'))
    .map(([, value]) => value);
  return [[answer.members], ...(inner.length === 1 ? readingsOf(inner[0]!) : [])];
}

/** However it is spelt. */
function isSchema(name: string): boolean {
  return name.replaceAll(/[^a-z]/gi, '').toLowerCase() === 'schema';
}

function rowsOf(list: Written): Readings {
  if (list.kind !== 'list') return [];
  const rows: Row[] = [];
  for (const item of list.items) {
    if (item.kind !== 'object') return [];
    rows.push(item.members);
  }
  return [rows];
}

function parsed(text: string): Written | undefined {
  try {
    JSON.parse(text);
  } catch {
    return undefined;
  }
  return new Parser(text).value();
}

/** Of JSON that is known to be right. */
class Parser {
  #at = 0;

  constructor(readonly text: string) {}

  value(): Written {
    this.#space();
    const letter = this.text[this.#at]!;
    if (letter === '{') return { kind: 'object', members: this.#list('}', () => this.#member()) };
    if (letter === '[') return { kind: 'list', items: this.#list(']', () => this.value()) };
    if (letter === '"') return { kind: 'text', text: this.#string() };
    const token = /^[^\s,\]}]+/.exec(this.text.slice(this.#at))![0];
    this.#at += token.length;
    if (token === 'true' || token === 'false' || token === 'null') return { kind: 'word', word: token };
    return { kind: 'number', digits: token };
  }

  #list<T>(end: string, item: () => T): T[] {
    const items: T[] = [];
    this.#at++;
    for (this.#space(); this.text[this.#at] !== end; this.#space()) {
      if (this.text[this.#at] === ',') this.#at++;
      items.push(item());
    }
    this.#at++;
    return items;
  }

  #member(): Member {
    this.#space();
    const name = this.#string();
    this.#space();
    this.#at++;
    return [name, this.value()];
  }

  #string(): string {
    const start = this.#at++;
    for (; this.text[this.#at] !== '"'; this.#at++) if (this.text[this.#at] === '\\') this.#at++;
    return JSON.parse(this.text.slice(start, ++this.#at)) as string;
  }

  #space(): void {
    while (' \t\r\n'.includes(this.text[this.#at] ?? 'x')) this.#at++;
  }
}
