/** Finds any of many texts in one long text, in one pass over it. */

/** Length of the beginnings that are compared first. Every text looked for must be at least as long. */
export const BEGINNING = 8;
/** Slots of the table that says whether a beginning with this hash is looked for. */
const TABLE = 1 << 22;
const FACTOR = 0x01000193;

export interface Found {
  at: number;
  text: string;
}

/**
 * @param wanted texts of at least `BEGINNING` characters
 * @returns the first place of each text that occurs
 */
export function findAny(long: string, wanted: Iterable<string>): Found[] {
  const byBeginning = new Map<string, string[]>();
  const table = new Uint8Array(TABLE);
  for (const text of wanted) {
    const beginning = text.slice(0, BEGINNING);
    byBeginning.set(beginning, [...(byBeginning.get(beginning) ?? []), text]);
    table[slotOf(hashOf(beginning))] = 1;
  }

  const found = new Map<string, Found>();
  const leaving = powerOf(BEGINNING);
  let hash = hashOf(long.slice(0, BEGINNING));
  for (let at = 0; at + BEGINNING <= long.length; at++) {
    if (table[slotOf(hash)] === 1) {
      for (const text of byBeginning.get(long.slice(at, at + BEGINNING)) ?? []) {
        if (!found.has(text) && long.startsWith(text, at)) found.set(text, { at, text });
      }
    }
    hash = (Math.imul(hash, FACTOR) + long.charCodeAt(at + BEGINNING) - Math.imul(long.charCodeAt(at), leaving)) | 0;
  }
  return [...found.values()];
}

/** A polynomial of the characters, so that the hash of the next window follows from that of the last. */
function hashOf(text: string): number {
  let hash = 0;
  for (let at = 0; at < text.length; at++) hash = (Math.imul(hash, FACTOR) + text.charCodeAt(at)) | 0;
  return hash;
}

function powerOf(exponent: number): number {
  let power = 1;
  for (let count = 0; count < exponent; count++) power = Math.imul(power, FACTOR);
  return power;
}

function slotOf(hash: number): number {
  return (hash ^ (hash >>> 15)) & (TABLE - 1);
}
