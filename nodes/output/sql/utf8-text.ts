/** A text for MySQL's driver that means the same whatever charset the connection has. */

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

export class Utf8Text {
  constructor(readonly text: string) {}

  /** The driver asks a value that has this for its SQL. */
  toSqlString(): string {
    let hex = '';
    for (const byte of new TextEncoder().encode(this.text)) hex += HEX[byte];
    return `_utf8mb4 X'${hex}'`;
  }

  toString(): string {
    return this.text;
  }
}
