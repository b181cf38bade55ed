/** What the server answers to a preview or a dry run, on the page. All of it is text: none becomes markup. */
import { element } from './element';
import { practiceMark } from './practice-mark';
import type { Words } from './words';

type Cell = string | number | boolean | null;

/** One sentence over all, then what is to be seen. */
type View = [sentence: HTMLElement, ...details: HTMLElement[]];

interface Said {
  text: string;
}

interface Table {
  kind: 'records';
  columns: Array<{ name: string; type: string; sqlType?: string }>;
  rows: Cell[][];
  hasMore: boolean;
  host: string;
}

interface Lines {
  kind: 'text';
  text: string;
  hasMore: boolean;
  host: string;
}

interface DryRun {
  requests: Array<{ method: string; url: string; headers: Record<string, string>; body?: string; window?: string }>;
  count: number;
  file?: string;
  warnings: string[];
  unknown: string[];
  /** Of a node that goes on from an earlier run. */
  standing?: string[];
}

/** @throws Error with a text for the person when the answer is none */
export function previewView(answer: unknown, words: Words): View {
  if (isOf<Said>(answer, 'failed')) return [note(answer.text, 'dataconnect-error')];
  if (isOf<Said>(answer, 'refused')) return [note(answer.text, 'dataconnect-warning')];
  if (isOf<Lines>(answer, 'text')) return linesView(answer, words);
  if (isOf<Table>(answer, 'records')) return tableView(answer, words);
  throw new Error(words('dialog.preview-unreadable'));
}

/** @throws Error with a text for the person when the answer is none */
export function dryRunView(answer: unknown, words: Words): View {
  if (isOf<Said>(answer, 'failed')) return [note(answer.text, 'dataconnect-error')];
  if (!isDryRun(answer)) throw new Error(words('dialog.preview-unreadable'));
  const { requests, count, file, warnings, unknown, standing = [] } = answer;
  const summary = element('p', { class: 'dataconnect-verdict', text: words('dialog.preview-requests', { count }) });
  const rest = count - requests.length;
  return [
    summary,
    ...standing.map((text) => note(text)),
    ...warnings.map((text) => note(text, 'dataconnect-warning')),
    ...unknown.map((text) => note(text)),
    ...(file === undefined ? [] : [note(words('dialog.preview-file', { path: file }))]),
    ...requests.map((request) => requestView(request, words)),
    ...(rest > 0 ? [note(words('dialog.preview-more-requests', { count: rest }))] : []),
  ];
}

/** What is invented is not shown without saying so. */
export function practiceView(answer: unknown, words: Words): HTMLElement[] {
  const isPractice =
    typeof answer === 'object' && answer !== null && (answer as { practice?: unknown }).practice === true;
  return isPractice ? [practiceMark(words('dialog.practice-note'))] : [];
}

function tableView({ columns, rows, hasMore, host }: Table, words: Words): View {
  if (rows.length === 0) return [verdict(words('dialog.preview-none', { host }))];
  const said = words(hasMore ? 'dialog.preview-first' : 'dialog.preview-all', { count: rows.length, host });
  const head = element('tr', {}, ...columns.map((column) => headCell(column, words)));
  const body = rows.map((row) => element('tr', {}, ...row.map(cell)));
  const table = element('table', {}, element('thead', {}, head), element('tbody', {}, ...body));
  return [verdict(said), region(table, said)];
}

function headCell({ name, type, sqlType }: Table['columns'][number], words: Words): HTMLElement {
  const shown = element('small', { text: words(`dialog.preview-type-${type}`), title: sqlType });
  return element('th', { scope: 'col' }, element('span', { text: name }), shown);
}

function cell(value: Cell): HTMLElement {
  if (value === null) return element('td', { class: 'dataconnect-null', text: 'null' });
  return element('td', typeof value === 'number' ? { class: 'dataconnect-number' } : {}, String(value));
}

function linesView({ text, hasMore, host }: Lines, words: Words): View {
  if (text === '') return [verdict(words('dialog.preview-none', { host }))];
  const said = words(hasMore ? 'dialog.preview-first-lines' : 'dialog.preview-all-lines', { host });
  return [verdict(said), region(element('pre', { text }), said)];
}

function requestView({ method, url, headers, body, window }: DryRun['requests'][number], words: Words): HTMLElement {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const summary = element('summary', { text: words('dialog.preview-headers') });
  return element(
    'div',
    { class: 'dataconnect-request' },
    ...(window === undefined ? [] : [element('strong', { text: window })]),
    element('code', { text: `${method} ${url}` }),
    ...(body === undefined ? [] : [element('pre', { text: body })]),
    element('details', {}, summary, element('pre', { text: lines.join('\n') })),
  );
}

/** Scrolls by itself, by the keyboard too. */
function region(content: HTMLElement, label: string): HTMLElement {
  return element(
    'div',
    { class: 'dataconnect-preview-region', role: 'region', tabindex: '0', 'aria-label': label },
    content,
  );
}

function verdict(text: string): HTMLElement {
  return element('p', { class: 'dataconnect-verdict', text });
}

function note(text: string, kind = ''): HTMLElement {
  return element('p', { class: `dataconnect-note ${kind}`, text });
}

function isOf<Answer>(answer: unknown, kind: string): answer is Answer {
  return typeof answer === 'object' && answer !== null && (answer as { kind?: unknown }).kind === kind;
}

function isDryRun(answer: unknown): answer is DryRun {
  return typeof answer === 'object' && answer !== null && Array.isArray((answer as { requests?: unknown }).requests);
}
