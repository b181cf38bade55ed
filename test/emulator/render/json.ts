/** Json: a flat list of records. JsonDataTable: the records, then the schema. */
import type { Column } from '../../../nodes/catalogue';
import type { Answer, Row, Value } from '../answers/answer';
import { numberText, schemaOf, type TextFormat } from './text-format';

const CONTENT_TYPE = 'application/json; charset=utf-8';

export function jsonFormat({ columns, single }: Answer): TextFormat {
  const row = recordWriter(columns);
  return {
    contentType: CONTENT_TYPE,
    extension: 'json',
    head: single ? '' : '[',
    row,
    between: ',',
    tail: single ? '' : ']',
  };
}

export function jsonTableFormat({ columns }: Answer): TextFormat {
  const tail = `],"Schema":${JSON.stringify(columns.map(schemaOf))}}`;
  return {
    contentType: CONTENT_TYPE,
    extension: 'json',
    head: '{"Records":[',
    row: recordWriter(columns),
    between: ',',
    tail,
  };
}

function recordWriter(columns: readonly Column[]): (row: Row) => string {
  const names = columns.map((column, index) => `${index === 0 ? '{' : ','}${JSON.stringify(column.name)}:`);
  return (row) => {
    let text = '';
    for (let index = 0; index < names.length; index++)
      text += names[index] + valueText(row[index] ?? null, columns[index]);
    return names.length === 0 ? '{}' : `${text}}`;
  };
}

function valueText(value: Value, column: Column | undefined): string {
  if (typeof value === 'number' || typeof value === 'bigint') return numberText(value, column);
  return JSON.stringify(value);
}
