/** What a cursor is called in a store. */
import { createHash } from 'node:crypto';
import { canonicalJson } from './canonical-json';

/** Whose cursor it is. */
export interface CursorOwner {
  connection: string;
  /** Id of the node at work: in each instance of a subflow another one. */
  node: string;
  /** What changes which records are meant, besides the dates: another store does not go on from this one's cursor. */
  partition?: Readonly<Record<string, string>>;
}

/** Hexadecimal digits of a partition. */
const DIGITS = 16;

const NAME = /^[a-z0-9_%-]+\/[a-z0-9_%-]+(\.[0-9a-f]{16})?$/;

/** `d4e5f6/a1b2c3`, or `d4e5f6/a1b2c3.9f2c41aa9f2c41aa` of a partition: a folder and a file on any system, whatever the ids are. */
export function cursorName({ connection, node, partition = {} }: CursorOwner): string {
  const own = `${encoded(connection)}/${encoded(node)}`;
  return Object.keys(partition).length === 0 ? own : `${own}.${partitionOf(partition)}`;
}

/** Whether `cursorName` could have made it. */
export function isCursorName(text: string): boolean {
  return NAME.test(text);
}

/** Id of the node whose cursor it is. @param name as `cursorName` makes it */
export function nodeOf(name: string): string {
  const [text = ''] = name.slice(name.indexOf('/') + 1).split('.');
  return decoded(text);
}

/** Id of the connection. @param name as `cursorName` makes it */
export function connectionIdOf(name: string): string {
  return decoded(name.slice(0, name.indexOf('/')));
}

function decoded(text: string): string {
  const bytes = text.match(/%[0-9a-f]{2}|[^%]/g) ?? [];
  return Buffer.from(
    bytes.map((byte) => (byte.length > 1 ? Number.parseInt(byte.slice(1), 16) : byte.charCodeAt(0))),
  ).toString();
}

/** @throws Error for a name of another form: it could lead elsewhere */
export function checkCursorName(name: string): void {
  if (!isCursorName(name)) throw new Error(`not the name of a cursor: ${name}`);
}

function partitionOf(partition: Readonly<Record<string, string>>): string {
  return createHash('sha256').update(canonicalJson(partition)).digest('hex').slice(0, DIGITS);
}

/** Systems differ in upper and lower case, points and all else; ids of Node-RED are mostly hexadecimal. */
function encoded(id: string): string {
  const bytes = [...Buffer.from(id)];
  const text = bytes.map((byte) =>
    isPlain(byte) ? String.fromCharCode(byte) : `%${byte.toString(16).padStart(2, '0')}`,
  );
  return text.join('') || '%';
}

function isPlain(byte: number): boolean {
  return /^[a-z0-9_-]$/.test(String.fromCharCode(byte));
}
