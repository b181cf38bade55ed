/** Texts of the XML in a workbook (ECMA-376): cells, shared strings, and the runs of which a rich text is made. */
import { layersOf } from '../finding/unescape';

/** A text of several runs is one text to whoever reads it. */
export interface Item {
  /** Between the tags `si` or `is`. */
  from: number;
  to: number;
  text: string;
  /** Of the tags: `x:` in `<x:t>`. */
  prefix: string;
}

/** `A1` is column `A`, row 1. */
export interface Cell {
  column: string;
  row: number;
  text: string;
}

interface PartTexts {
  items: Item[];
  cells: Array<Cell & { shared: boolean }>;
}

const TAG = /<(\/?)((?:[\w.-]+:)?)([\w.-]+)((?:\s[^<>]*)?)>/g;

/** Goes through the tags of one part once. */
export function textsOf(xml: string): PartTexts {
  const items: Item[] = [];
  const cells: PartTexts['cells'] = [];
  let item: Item | undefined;
  let cell: (Cell & { shared: boolean }) | undefined;
  let open = '';
  let start = 0;
  for (const match of xml.matchAll(TAG)) {
    const [tag, slash, prefix = '', name = '', attributes = ''] = match;
    const behind = match.index + tag.length;
    if (slash === '' && attributes.endsWith('/')) continue;
    if (slash === '') {
      if (name === 'si' || name === 'is') item = { from: behind, to: behind, text: '', prefix };
      if (name === 'c') cell = cellOf(attributes);
      open = name;
      start = behind;
      continue;
    }
    const text = open === name ? xml.slice(start, match.index) : '';
    open = '';
    if (name === 't' && item) item.text += text;
    if (name === 'v' && cell) cell.text = text;
    if ((name === 'si' || name === 'is') && item) {
      items.push({ ...item, to: match.index, text: plain(item.text) });
      if (cell) cell.text = item.text;
      item = undefined;
    }
    if (name === 'c' && cell) {
      cells.push({ ...cell, text: plain(cell.text) });
      cell = undefined;
    }
  }
  return { items, cells };
}

function cellOf(attributes: string): (Cell & { shared: boolean }) | undefined {
  const reference = /\sr\s*=\s*["']([A-Z]{1,3})(\d{1,7})["']/.exec(attributes);
  if (!reference) return undefined;
  return { column: reference[1]!, row: Number(reference[2]), text: '', shared: /\st\s*=\s*["']s["']/.test(attributes) };
}

function plain(text: string): string {
  return layersOf(text)[1]?.text ?? text;
}

/** The text of a part without its tags: what is cut apart by them stands together. */
export function withoutTags(xml: string): string {
  return xml.replace(/<[^<>]*>/g, '');
}
