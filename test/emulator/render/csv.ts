/** Csv as RFC 4180 says: a header line, then rows; values that need it in double quotes. */

import type { Column } from '../../../nodes/catalogue';
import type { Answer, Value } from '../answers/answer';
import type { Parameters } from '../answers/question';
import type { DialValues } from '../dials';
import { numberText, type TextFormat } from './text-format';

const LINE_ENDS = { crlf: '\r\n', lf: '\n', cr: '\r' } as const;

export function csvFormat(
  { columns }: Answer,
  parameters: Parameters,
  dials: Pick<DialValues, 'csvLineEnd' | 'csvQuotes'>,
): TextFormat {
  const delimiter = parameters.text('CSV.Delimiter') ?? ',';
  const lineEnd = LINE_ENDS[dials.csvLineEnd];
  const written = (value: string) =>
    needsQuotes(value, delimiter) || dials.csvQuotes === 'always' ? quoted(value) : value;
  const line = (values: readonly string[]) => values.map(written).join(delimiter) + lineEnd;
  const withHeaders = parameters.boolean('CSV.Headers') ?? true;
  return {
    contentType: 'text/csv; charset=utf-8',
    extension: (parameters.text('CSV.FileExtension') ?? 'csv').replace(/[^A-Za-z0-9_-]/g, ''),
    head: withHeaders ? line(columns.map((column) => column.name)) : '',
    row: (row) => line(columns.map((column, index) => valueText(row[index] ?? null, column))),
    between: '',
    tail: '',
  };
}

function valueText(value: Value, column: Column): string {
  if (value === null) return '';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return typeof value === 'string' ? value : numberText(value, column);
}

function needsQuotes(value: string, delimiter: string): boolean {
  return /["\r\n]/.test(value) || value.includes(delimiter);
}

function quoted(value: string): string {
  return `"${value.replaceAll('"', '""')}"`;
}
