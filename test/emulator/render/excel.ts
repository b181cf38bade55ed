/** Excel: a real workbook with one sheet, written as a stream. Its texts stand in the cells themselves. */
import { strToU8, Zip, ZipDeflate } from 'fflate';
import type { Answer, Row, Value } from '../answers/answer';
import { escaped } from './xml';

export const EXCEL_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Characters of a sheet that are compressed in one go. */
const PIECE = 1 << 16;

export async function* excelPieces(answer: Answer, title: string): AsyncGenerator<Buffer> {
  const ready: Buffer[] = [];
  const zip = new Zip((error, piece) => {
    if (error) throw error;
    ready.push(Buffer.from(piece));
  });
  const begin = (name: string) => {
    const part = new ZipDeflate(name);
    zip.add(part);
    return part;
  };
  for (const [name, text] of partsBesideSheet(title)) begin(name).push(strToU8(text), true);
  const sheet = begin('xl/worksheets/sheet1.xml');
  let text = `${HEAD}<worksheet xmlns="${MAIN}"><sheetData>${rowText(namesOf(answer), 1)}`;
  let number = 1;
  for (const row of answer.rows()) {
    text += rowText(row, ++number);
    if (text.length < PIECE) continue;
    sheet.push(strToU8(text));
    text = '';
    yield* ready.splice(0);
    await new Promise((resolve) => setImmediate(resolve));
  }
  sheet.push(strToU8(`${text}</sheetData></worksheet>`), true);
  zip.end();
  yield* ready;
}

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const FORMATS = 'http://schemas.openxmlformats.org';
const MAIN = `${FORMATS}/spreadsheetml/2006/main`;
const OFFICE = `${FORMATS}/officeDocument/2006/relationships`;
const PACKAGE = `${FORMATS}/package/2006`;
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** What a workbook of one sheet needs beside it (ECMA-376, part 1, annex L). */
function partsBesideSheet(title: string): Array<readonly [name: string, text: string]> {
  const name = escaped(title.replace(/[*?:\\/[\]]/g, ' ').slice(0, 31));
  const relation = (type: string, target: string) =>
    `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/${type}" Target="${target}"/></Relationships>`;
  return [
    [
      '[Content_Types].xml',
      `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${TYPE}.worksheet+xml"/></Types>`,
    ],
    ['_rels/.rels', relation('officeDocument', 'xl/workbook.xml')],
    [
      'xl/workbook.xml',
      `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="${name}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    ],
    ['xl/_rels/workbook.xml.rels', relation('worksheet', 'worksheets/sheet1.xml')],
  ];
}

function namesOf({ columns }: Answer): Row {
  return columns.map(({ name }) => name);
}

function rowText(row: Row, number: number): string {
  return `<row r="${number}">${row.map((value, index) => cell(value, `${letters(index)}${number}`)).join('')}</row>`;
}

/** Texts stay texts in a cell, formula-like ones too; digits that a cell cannot hold are a text. */
function cell(value: Value, place: string): string {
  if (value === null) return '';
  if (typeof value === 'number') return `<c r="${place}"><v>${value}</v></c>`;
  if (typeof value === 'boolean') return `<c r="${place}" t="b"><v>${Number(value)}</v></c>`;
  return `<c r="${place}" t="inlineStr"><is><t xml:space="preserve">${escaped(String(value))}</t></is></c>`;
}

/** A to Z, then AA, AB and so on. */
function letters(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : letters(Math.floor(index / 26) - 1) + last;
}
