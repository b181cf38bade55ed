/**
 * Some answers carry a live credential (the `session` answer has the access token in it). It is masked before
 * anything reaches a flow, in records as in bodies that are passed on as they came.
 */
import type { Column } from '../catalogue/schema';
import type { Answer } from '../client/request';
import { createReader } from '../decode/create-reader';
import type { DataRecord } from '../decode/record-reader';
import { maskWorkbook } from './mask-workbook';
import { isRecordFormat, type RunPlan } from './run-plan';

export const MASK = '********';

/** @returns a function that masks the secret columns of records in place */
export function maskRecords(columns: readonly Column[]): (records: DataRecord[]) => DataRecord[] {
  const secret = secretNames(columns);
  if (secret.size === 0) return (records) => records;
  return (records) => {
    for (const record of records) {
      for (const name of Object.keys(record)) {
        if (secret.has(name.toLowerCase()) && record[name] !== null) record[name] = MASK;
      }
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

  const { charset, host } = answer;
  const given = new Map(plan.parameters);
  const reader = createReader(plan.response, {
    charset,
    columns: plan.columns,
    csv: { delimiter: given.get('CSV.Delimiter') ?? ',', headers: given.get('CSV.Headers') !== 'false' },
    context: { host, path: plan.request.path },
  });
  const records = [...reader.write(body), ...reader.end()];
  const values = records.flatMap((record) =>
    Object.entries(record)
      .filter(([name, value]) => secret.has(name.toLowerCase()) && value !== null && value !== '')
      .map(([, value]) => String(value)),
  );
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

function xmlEscaped(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** UTF-8 bytes as Latin-1 characters: the body is searched as bytes, so that the rest of it stays what it was. */
function asBytes(value: string): string {
  return Buffer.from(value, 'utf8').toString('latin1');
}
