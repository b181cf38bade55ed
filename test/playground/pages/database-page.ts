/** The tables of the SQLite files of the playground, as pages that change nothing. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { escaped, htmlPage } from '../../html-page';
import { type Rows, type SqliteTables, sqliteFiles, type Table } from '../sqlite-tables';
import { type Answer, htmlAnswer, notFound } from './answer';
import { navigation } from './navigation';

const ROWS_PER_PAGE = 100;

export interface Databases {
  /** Where the files are. */
  directory: string;
  /** What looks into them, once it is installed. */
  driver(): SqliteTables | undefined;
}

/**
 * - `/database` all tables with their columns and numbers of rows
 * - `/database/<file>/<table>?page=2` the rows of one
 * @param parts of the path behind `/database`, decoded
 */
export async function databaseAnswer(
  { directory, driver }: Databases,
  [file, table]: readonly string[],
  query: URLSearchParams,
): Promise<Answer> {
  const tables = driver();
  if (!tables) return htmlAnswer(page('Database', `<h1>Database</h1><p class="nothing">${NOT_INSTALLED}</p>`));
  const files = existsSync(directory) ? sqliteFiles(directory) : [];
  if (file === undefined)
    return htmlAnswer(page('Database', `<h1>Database</h1>${await list(tables, directory, files)}`));
  if (!files.includes(file) || table === undefined) return notFound(`There is no database file ${file} with tables.`);
  const number = Math.max(1, Math.trunc(Number(query.get('page'))) || 1);
  const read = await tables.rows(path.join(directory, file), table, (number - 1) * ROWS_PER_PAGE, ROWS_PER_PAGE + 1);
  if (!read) return notFound(`The file ${file} has no table ${table}.`);
  return htmlAnswer(page(table, rowsOf(file, table, read, number)));
}

const NOT_INSTALLED =
  'The SQLite node is not installed yet. What npm start prints says how far it is; load this page again then.';

function page(title: string, body: string): string {
  return htmlPage(title, navigation() + body);
}

async function list(tables: SqliteTables, directory: string, files: readonly string[]): Promise<string> {
  if (files.length === 0) {
    return '<p class="nothing">No table yet. Press the button of an example in "Databases", then load this page again.</p>';
  }
  const parts = files.map(async (file) => {
    const found = await tables.tables(path.join(directory, file));
    return `<h2>${escaped(file)}</h2>${found.length > 0 ? found.map((table) => summary(file, table)).join('') : '<p class="nothing">No table in it.</p>'}`;
  });
  return (await Promise.all(parts)).join('');
}

function summary(file: string, { name, kind, columns, rows }: Table): string {
  const cells = columns.map(
    ({ name: column, type }) => `<tr><td>${escaped(column)}</td><td>${escaped(type)}</td></tr>`,
  );
  const counted = `${rows.toLocaleString('en')} ${rows === 1 ? 'row' : 'rows'}`;
  return `<h3><a href="${addressOf(file, name)}">${escaped(name)}</a> <small>${kind === 'view' ? 'view, ' : ''}${counted}</small></h3>
<details><summary>${columns.length} ${columns.length === 1 ? 'column' : 'columns'}</summary><table><tr><th>Column</th><th>Type</th></tr>${cells.join('')}</table></details>`;
}

function rowsOf(file: string, table: string, { columns, rows }: Rows, number: number): string {
  const shown = rows.slice(0, ROWS_PER_PAGE);
  const head = columns.map(({ name, type }) => `<th>${escaped(name)}<small>${escaped(type)}</small></th>`);
  const lines = shown.map((row) => `<tr>${row.map(cell).join('')}</tr>`);
  const first = (number - 1) * ROWS_PER_PAGE + 1;
  const where =
    shown.length > 0
      ? `Rows ${first.toLocaleString('en')} to ${(first + shown.length - 1).toLocaleString('en')}`
      : 'No row';
  const pages = [
    number > 1 ? `<a rel="prev" href="${addressOf(file, table)}?page=${number - 1}">Earlier rows</a>` : '',
    rows.length > ROWS_PER_PAGE
      ? `<a rel="next" href="${addressOf(file, table)}?page=${number + 1}">Further rows</a>`
      : '',
  ];
  return `<h1>${escaped(table)}</h1><p>${where} of the table in <a href="/database">${escaped(file)}</a>. ${pages.join(' ')}</p>
<div class="wide"><table><tr>${head.join('')}</tr>${lines.join('')}</table></div>`;
}

function cell(value: string | number | null): string {
  if (value === null) return '<td class="nothing">NULL</td>';
  const isNumber = typeof value === 'number' || /^-?\d+$/.test(value);
  return `<td${isNumber ? ' class="number"' : ''}>${escaped(String(value))}</td>`;
}

function addressOf(file: string, table: string): string {
  return `/database/${encodeURIComponent(file)}/${encodeURIComponent(table)}`;
}
