/** Csv read letter by letter. */
import type { Readings, Row } from './reading';

interface Line {
  cells: string[];
  /** The text ended in it. */
  cut: boolean;
}

export function csvReadings(text: string, delimiter: string): Readings {
  return [text, ...withoutSeparatorLine(text)].flatMap((body) =>
    [delimiter, ...otherDelimiters(body, delimiter)].flatMap((each) => {
      const lines = linesOf(body, each);
      return lines === undefined ? [] : tableOf(lines);
    }),
  );
}

/** A service may know no delimiter but its own. */
function otherDelimiters(text: string, delimiter: string): string[] {
  return text.split(/[\r\n]/, 1)[0]!.includes(delimiter) ? [] : [',', ';', '\t', '|'];
}

/** `sep=,` is a word to Excel. */
function withoutSeparatorLine(text: string): string[] {
  const line = /^"?sep=[^\r\n]?"?(\r\n|\n|\r)/i.exec(text);
  return line ? [text.slice(line[0].length)] : [];
}

/** Undefined where something stands behind a closing quote, or a quote is not closed. */
function linesOf(text: string, delimiter: string): Line[] | undefined {
  const lines: Line[] = [];
  let cells: string[] = [];
  let at = 0;
  while (at < text.length || cells.length > 0) {
    const cell = text[at] === '"' ? quoted(text, at) : bare(text, at, delimiter);
    if (cell === undefined) return undefined;
    cells.push(cell.text);
    at = cell.end;
    if (text.startsWith(delimiter, at)) {
      at += delimiter.length;
      continue;
    }
    const end = /^(\r\n|\n|\r|$)/.exec(text.slice(at, at + 2));
    if (end === null) return undefined;
    at += end[0].length;
    lines.push({ cells, cut: end[0] === '' });
    cells = [];
  }
  return lines;
}

function quoted(text: string, start: number): { text: string; end: number } | undefined {
  const match = /^"((?:[^"]|"")*)"(?!")/.exec(text.slice(start));
  return match ? { text: match[1]!.replaceAll('""', '"'), end: start + match[0].length } : undefined;
}

function bare(text: string, start: number, delimiter: string): { text: string; end: number } {
  let end = start;
  while (end < text.length && !text.startsWith(delimiter, end) && text[end] !== '\n' && text[end] !== '\r') end++;
  return { text: text.slice(start, end), end };
}

/** Empty lines behind the rows say nothing, unless there is one column: then they may be rows. */
function tableOf(lines: readonly Line[]): Readings {
  const isEmpty = ({ cells }: Line) => cells.length === 1 && cells[0] === '';
  const [header, ...rows] = lines;
  if (header === undefined || lines.every(isEmpty)) return [[]];
  const names = header.cells.map((name, index) => (index === 0 ? name.replace(/^\uFEFF+/, '') : name));
  const readings: Row[][] = [];
  for (let count = rows.length; ; count--) {
    const some = rows.slice(0, count);
    if (some.every(({ cells }) => cells.length === header.cells.length)) {
      readings.push(
        some.map(({ cells }) => cells.map((cell, index) => [names[index]!, { kind: 'text', text: cell }] as const)),
      );
    }
    if (count === 0 || !isEmpty(rows[count - 1]!)) return readings;
  }
}
