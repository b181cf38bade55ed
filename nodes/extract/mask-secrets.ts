/**
 * Some answers carry a live credential (the `session` answer has the access token in it). It is masked before
 * anything reaches a flow, in records as in bodies that are passed on as they came.
 */
import type { Column } from '../catalogue/schema';
import type { Answer } from '../client/request';
import type { ColumnInfo, DataRecord, Value } from '../decode/record-reader';
import { maskWorkbook } from './mask-workbook';
import { readerFor } from './plan-reader';
import { isRecordFormat, type RunPlan } from './run-plan';

export const MASK = '********';

/**
 * @param columns of the catalogue
 * @returns a function that masks the secret columns of records in place, given the columns of the answer
 */
export function maskRecords(
  columns: readonly Column[],
): (records: DataRecord[], known: readonly ColumnInfo[]) => DataRecord[] {
  const secret = secretNames(columns);
  if (secret.size === 0) return (records) => records;
  return (records, known) => {
    const keys = secretKeys(secret, known);
    for (const record of records) {
      for (const key of keys) if (record[key] !== undefined && record[key] !== null) record[key] = MASK;
    }
    return records;
  };
}

/**
 * @returns the body with every value of a secret column masked; the body itself where no column is secret
 * @throws DataConnectError `MALFORMED` when the secrets cannot be told from the rest
 */
export function maskBody(body: Buffer, plan: RunPlan, answer: Answer): Buffer {
  const secret = secretNames(plan.columns);
  if (secret.size === 0 || body.length === 0) return body;
  if (!isRecordFormat(plan.response)) return maskWorkbook(body, secret, MASK);

  const reader = readerFor(plan, answer);
  const records = [...reader.write(body), ...reader.end()];
  const keys = secretKeys(secret, reader.columns());
  const values = records.flatMap((record) => keys.flatMap((key) => textOf(record[key])));
  return Buffer.from(maskText(body.toString('latin1'), values.map(asBytes)), 'latin1');
}

/** Masks each value in every spelling that Json, Xml and Csv have for it. Longest first, so that none is left in part. */
export function maskText(text: string, values: readonly string[]): string {
  const spellings = values.flatMap((value) => [
    value,
    JSON.stringify(value).slice(1, -1),
    xmlEscaped(value),
    value.replaceAll('"', '""'),
  ]);
  return [...new Set(spellings)]
    .sort((a, b) => b.length - a.length)
    .reduce((masked, spelling) => masked.replaceAll(spelling, MASK), text);
}

function secretNames(columns: readonly Column[]): Set<string> {
  return new Set(columns.filter((column) => column.secret).map(({ name }) => name.toLowerCase()));
}

/** A column that comes twice has a key of its own each time; `originalName` tells what it is. */
function secretKeys(secret: ReadonlySet<string>, known: readonly ColumnInfo[]): string[] {
  return known
    .filter(({ name, originalName }) => secret.has((originalName ?? name).toLowerCase()))
    .map(({ name }) => name);
}

function textOf(value: Value | undefined): string[] {
  return value === undefined || value === null || value === '' ? [] : [String(value)];
}

function xmlEscaped(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** UTF-8 bytes as Latin-1 characters: the body is searched as bytes, so that the rest of it stays what it was. */
function asBytes(value: string): string {
  return Buffer.from(value, 'utf8').toString('latin1');
}
