/**
 * Masks columns of an Excel workbook. Only answers with a secret column come here; every other workbook is passed on
 * byte for byte. The parts of an .xlsx file are those of ECMA-376: sheets whose cells hold text themselves or point
 * into the shared strings.
 */
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';

/**
 * @param names column names in lower case, as they stand in the sheet's first row
 * @returns the workbook with every text of those columns replaced, wherever it stands
 */
export function maskWorkbook(workbook: Buffer, names: ReadonlySet<string>, mask: string): Buffer {
  const parts = unzipSync(workbook);
  const xml = Object.keys(parts).filter((part) => part.endsWith('.xml'));
  const shared = sharedStrings(parts['xl/sharedStrings.xml']);
  const secrets = xml
    .filter((part) => part.startsWith('xl/worksheets/'))
    .flatMap((part) => columnTexts(cells(strFromU8(parts[part]!), shared), names))
    .sort((a, b) => b.length - a.length);
  for (const part of xml) {
    const text = strFromU8(parts[part]!);
    parts[part] = strToU8(secrets.reduce((masked, secret) => masked.replaceAll(secret, mask), text));
  }
  return Buffer.from(zipSync(parts));
}

interface Cell {
  column: string;
  row: number;
  /** As it stands in the file, entities included. */
  text: string;
}

function sharedStrings(part: Uint8Array | undefined): string[] {
  if (!part) return [];
  return [...strFromU8(part).matchAll(/<si>([\s\S]*?)<\/si>/g)].map(([, item = '']) => texts(item));
}

function cells(sheet: string, shared: readonly string[]): Cell[] {
  return [...sheet.matchAll(/<c\s([^>]*?)(?:\/>|>([\s\S]*?)<\/c>)/g)].flatMap(([, attributes = '', content = '']) => {
    const reference = /\br="([A-Z]+)(\d+)"/.exec(attributes);
    if (!reference) return [];
    const value = /<v>([\s\S]*?)<\/v>/.exec(content)?.[1] ?? '';
    const type = /\bt="(\w+)"/.exec(attributes)?.[1];
    const text = type === 's' ? (shared[Number(value)] ?? '') : type === 'inlineStr' ? texts(content) : value;
    return [{ column: reference[1]!, row: Number(reference[2]), text }];
  });
}

function texts(xml: string): string {
  return [...xml.matchAll(/<t(?:\s[^>]*)?>([\s\S]*?)<\/t>/g)].map(([, text]) => text).join('');
}

function columnTexts(all: readonly Cell[], names: ReadonlySet<string>): string[] {
  const columns = new Set(
    all.filter(({ row, text }) => row === 1 && names.has(text.toLowerCase())).map(({ column }) => column),
  );
  return all.filter(({ row, column, text }) => row > 1 && text !== '' && columns.has(column)).map(({ text }) => text);
}
