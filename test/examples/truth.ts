/** What the service knows, asked as any HTTP client would, for tables, mails and files to be compared with. */
import assert from 'node:assert/strict';
import type { Row, TextRow } from '../counterparts/look-into';
import type { Emulator } from '../emulator';

/**
 * The records of a report for exactly what our node asked since the log of requests was cleared: each of its requests
 * is sent once more, for Json, and the answers follow each other in the order of their dates.
 */
export async function askedAgain(emulator: Emulator, path: string): Promise<Row[]> {
  const asked = emulator.requests.to(path).filter(({ status }) => status === 200);
  assert.ok(asked.length > 0, `Nothing was asked of ${path}.`);
  const answers: Row[] = [];
  // One after the other: the service admits few at once.
  for (const { query } of asked) answers.push(...(await records(emulator, path, query)));
  return answers;
}

/** The records of a report for one request, asked for as Json. */
export async function records(
  { serviceUrl, credentials }: Emulator,
  path: string,
  asked: URLSearchParams,
): Promise<Row[]> {
  const query = new URLSearchParams(asked);
  query.set('Response', 'Json');
  const headers = { authorization: `Bearer ${credentials.accessToken}` };
  const answer = await fetch(`${serviceUrl}${path}?${query}`, { headers });
  if (!answer.ok) throw new Error(`The emulator refused ${path}?${query}: ${answer.status}`);
  return (await answer.json()) as Row[];
}

/**
 * Rows of a table (`Tables.table`) are those records: as many, and each column the same value, however the database
 * writes it: `12.5000`, `2026-03-01 10:11:12.000`, `t`.
 * @param key column that tells them apart
 */
export function assertSameRows(rows: readonly TextRow[], records: readonly Row[], key: string): void {
  assert.equal(rows.length, records.length);
  const stored = new Map(rows.map((row) => [row[key], row]));
  for (const record of records) {
    const row = stored.get(String(record[key]));
    assert.ok(row, `${key} ${record[key]} is missing.`);
    for (const [column, value] of Object.entries(record)) {
      const written = row[column];
      assert.ok(written !== undefined, `There is no column ${column}.`);
      assert.ok(isSame(written, value), `${column} of ${key} ${record[key]}: ${written} is not ${value}`);
    }
  }
}

const DATE = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.(\d+))?$/;

function isSame(written: string | null, value: unknown): boolean {
  if (written === null || value === null) return written === value;
  if (typeof value === 'boolean') return (value ? ['1', 't', 'true'] : ['0', 'f', 'false']).includes(written);
  if (typeof value === 'number') return withoutZeros(written) === withoutZeros(String(value));
  return DATE.test(String(value)) ? instant(written) === instant(String(value)) : written === value;
}

function withoutZeros(number: string): string {
  return number.includes('.') ? number.replace(/0+$/, '').replace(/\.$/, '') : number;
}

function instant(text: string): string {
  const [, day, time, fraction = ''] = DATE.exec(text) ?? [];
  return `${day} ${time} ${fraction.replace(/0+$/, '')}`;
}
