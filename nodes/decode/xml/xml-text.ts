/** Character data and names of XML -> text. */

const NAMED = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);
const REFERENCE = /&(?:#x([0-9a-fA-F]+)|#(\d+)|(\w+));/y;
const LAST_CODE_POINT = 0x10ffff;

/**
 * Undoes line ends (always LF in XML) and references: numeric ones and the five names every document has.
 * @returns nothing when there is any other reference, or an `&` that is none
 */
export function characterData(raw: string): string | undefined {
  const text = raw.includes('\r') ? raw.replace(/\r\n?/g, '\n') : raw;
  let decoded = '';
  let from = 0;
  for (let at = text.indexOf('&'); at >= 0; at = text.indexOf('&', from)) {
    REFERENCE.lastIndex = at;
    const [reference, hex, decimal, name] = REFERENCE.exec(text) ?? [];
    const character = name === undefined ? characterOf(hex, decimal) : NAMED.get(name);
    if (reference === undefined || character === undefined) return undefined;
    decoded += text.slice(from, at) + character;
    from = at + reference.length;
  }
  return from === 0 ? text : decoded + text.slice(from);
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

/** How .NET writes a character that no XML name may have: `_x0020_`, `_x0001F4B0_`. */
const ESCAPED_IN_NAME = /_[xX]([0-9A-Fa-f]{8}|[0-9A-Fa-f]{4})_/g;

/** The column's name of an element. An escape beyond the last character stays what it is. */
export function columnName(elementName: string): string {
  return localName(elementName).replace(ESCAPED_IN_NAME, (escaped, hex: string) => {
    const code = Number.parseInt(hex, 16);
    return code > LAST_CODE_POINT ? escaped : String.fromCodePoint(code);
  });
}
