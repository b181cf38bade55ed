/** Character data and names of XML -> text. */

const NAMED = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);
const REFERENCE = /&(?:#x([0-9a-fA-F]+)|#(\d+)|(\w+));|&/g;
const LAST_CODE_POINT = 0x10ffff;

/**
 * Undoes line ends (always LF in XML) and references: numeric ones and the five names every document has.
 * @returns nothing when there is any other reference, or an `&` that is none
 */
export function characterData(raw: string): string | undefined {
  const text = raw.includes('\r') ? raw.replace(/\r\n?/g, '\n') : raw;
  if (!text.includes('&')) return text;
  let known = true;
  const decoded = text.replace(REFERENCE, (_, hex?: string, decimal?: string, name?: string) => {
    const character = name === undefined ? characterOf(hex, decimal) : NAMED.get(name);
    if (character === undefined) known = false;
    return character ?? '';
  });
  return known ? decoded : undefined;
}

function characterOf(hex: string | undefined, decimal: string | undefined): string | undefined {
  if (hex === undefined && decimal === undefined) return undefined;
  const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
  if (code > LAST_CODE_POINT || (code >= 0xd800 && code <= 0xdfff)) return undefined;
  return String.fromCodePoint(code);
}

/** The name without its namespace prefix. */
export function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/** The column's name of an element: .NET writes characters that no XML name may have as `_x0020_`. */
export function columnName(elementName: string): string {
  return localName(elementName).replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
