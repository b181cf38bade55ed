/** The table of docs/reports.md: which report for which wish, and where it goes. */
import { textOf } from './documents';

export interface Wish {
  wish: string;
  /** Type of the node. */
  type: string;
  /** Settings of the node, by their names. */
  settings: Record<string, string>;
  into: Target;
}

export type Target =
  | { kind: 'chart'; chart: 'bar' | 'line'; x: string; y: string[]; series: string | undefined }
  | { kind: 'table' | 'mail'; columns: string[] }
  | { kind: 'file' };

/** @throws Error that names the row which cannot be read */
export function wishes(): Wish[] {
  const [, table] = /<!-- wishes: .*?-->\n([\s\S]*?)<!-- end of wishes -->/.exec(textOf('docs/reports.md')) ?? [];
  const rows = (table ?? '')
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2);
  return rows.map(readRow);
}

function readRow(line: string): Wish {
  const [wish, , node, settings, into, there] = line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
  const [type] = inCode(node);
  const target = readTarget(into, there);
  if (!wish || !type || !target) throw new Error(`A row of docs/reports.md cannot be read: ${line}`);
  const pairs = [...(settings ?? '').matchAll(/`([^`]+)` = `([^`]+)`/g)];
  return { wish, type, settings: Object.fromEntries(pairs.map(([, name, value]) => [name, value])), into: target };
}

function readTarget(into: string | undefined, there: string | undefined): Target | undefined {
  const names = inCode(there);
  switch (into) {
    case 'bar chart':
    case 'line chart': {
      const series = there?.includes('series') ? names.pop() : undefined;
      const [x, ...y] = names;
      return x && y.length > 0
        ? { kind: 'chart', chart: into === 'bar chart' ? 'bar' : 'line', x, y, series }
        : undefined;
    }
    case 'table':
    case 'mail':
      return names.length > 0 ? { kind: into, columns: names } : undefined;
    case 'file':
      return { kind: 'file' };
    default:
      return undefined;
  }
}

function inCode(text = ''): string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, name]) => name!);
}
