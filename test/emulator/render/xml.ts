/** Xml: a Table of Record elements. XmlDataTable: the same, then a Schema element per column. */
import type { Column } from '../../../nodes/catalogue';
import type { Answer, Row, Value } from '../answers/answer';
import type { DialValues } from '../dials';
import { numberText, schemaOf, type TextFormat } from './text-format';

type XmlDials = Pick<DialValues, 'xmlRow' | 'xmlNulls'>;

export function xmlFormat(answer: Answer, dials: XmlDials): TextFormat {
  if (answer.count === 0) return format('<Table />', () => '', '');
  return format(tableStart(dials), recordWriter(answer.columns, dials), '</Table>');
}

export function xmlTableFormat(answer: Answer, dials: XmlDials): TextFormat {
  const schema = answer.columns.map((column) => element('Schema', schemaElements(column))).join('');
  return format(tableStart(dials), recordWriter(answer.columns, dials), `${schema}</Table>`);
}

/** A column's name as an element's: what XML does not allow becomes `_xHHHH_`, as .NET's XmlConvert does. */
export function elementName(column: string): string {
  return [...column]
    .map((letter, index) => ((index === 0 ? /[\p{L}_]/u : /[\p{L}\p{N}_.-]/u).test(letter) ? letter : encoded(letter)))
    .join('');
}

function encoded(letter: string): string {
  return `_x${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}_`;
}

function tableStart({ xmlNulls }: XmlDials): string {
  return xmlNulls === 'nil' ? '<Table xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">' : '<Table>';
}

function format(head: string, row: (row: Row) => string, tail: string): TextFormat {
  return { contentType: 'text/xml; charset=utf-8', extension: 'xml', head, row, between: '', tail };
}

function recordWriter(columns: readonly Column[], { xmlRow, xmlNulls }: XmlDials): (row: Row) => string {
  const names = columns.map((column) => elementName(column.name));
  return (row) => {
    const fields = names.map((name, index) => {
      const value = row[index] ?? null;
      if (value !== null) return element(name, escaped(text(value, columns[index])));
      if (xmlNulls === 'omitted') return '';
      return xmlNulls === 'nil' ? `<${name} xsi:nil="true" />` : `<${name} />`;
    });
    return element(xmlRow, fields.join(''));
  };
}

function schemaElements(column: Column): string {
  return Object.entries(schemaOf(column))
    .map(([name, value]) => (value === null ? '' : element(name, escaped(String(value)))))
    .join('');
}

function element(name: string, content: string): string {
  return `<${name}>${content}</${name}>`;
}

function text(value: Exclude<Value, null>, column: Column | undefined): string {
  return typeof value === 'number' || typeof value === 'bigint' ? numberText(value, column) : String(value);
}

/** A carriage return would be read as a line feed, so it travels as a reference. */
export function escaped(value: string): string {
  return value.replace(/[&<>\r]/g, (sign) => ENTITIES[sign] ?? sign);
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#xD;' };
