/** Excel: a real workbook with one sheet, written as a stream. */
import { PassThrough } from 'node:stream';
import type { Answer, Value } from '../answers/answer';

export const EXCEL_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export async function* excelPieces(answer: Answer, sheetName: string): AsyncGenerator<Buffer> {
  const { default: ExcelJS } = await import('exceljs');
  const stream = new PassThrough();
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({ stream, useStyles: false, useSharedStrings: false });
  const written = write(workbook.addWorksheet(sheetName.replace(/[*?:\\/[\]]/g, ' ').slice(0, 31)), answer)
    .then(() => workbook.commit())
    .catch((error) => stream.destroy(error));
  for await (const piece of stream) yield piece as Buffer;
  await written;
}

interface Sheet {
  addRow(values: unknown[]): { commit(): void };
  commit(): void;
}

async function write(sheet: Sheet, answer: Answer): Promise<void> {
  sheet.addRow(answer.columns.map((column) => column.name)).commit();
  let rows = 0;
  for (const row of answer.rows()) {
    sheet.addRow(row.map(cell)).commit();
    if (++rows % 1000 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  sheet.commit();
}

/** Texts stay texts in a cell, formula-like ones too; digits that a cell cannot hold are a text. */
function cell(value: Value): Value {
  return typeof value === 'bigint' ? String(value) : value;
}
