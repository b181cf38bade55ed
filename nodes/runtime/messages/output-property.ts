/** Whether a message can take the data where the node is to put it. Asked before anything is sent, and kept to after. */
import type { NodeAPI, NodeMessage } from 'node-red';
import { shorten } from '../../parameters/given-value';
import { ParameterError } from '../../parameters/parameter-error';
import type { Problem } from '../../parameters/problem';
import { readProperty, unusableProperty } from '../../parameters/property-names';

/**
 * @param property without `msg.`
 * @param title for the error
 * @throws ParameterError when the data would vanish: Node-RED puts nothing below a number, and says nothing
 */
export function requireRoom(RED: NodeAPI, msg: NodeMessage, property: string, title: string): void {
  const problem = problemOf(RED, msg, property);
  if (problem) throw new ParameterError(title, [problem]);
}

/** @throws ParameterError when the message cannot take it any more */
export function putInto(RED: NodeAPI, msg: NodeMessage, property: string, value: unknown): void {
  if (RED.util.setObjectProperty(msg, property, value, true)) return;
  throw new ParameterError(`msg.${property}`, [blocked(property, property, undefined)]);
}

function problemOf(RED: NodeAPI, msg: NodeMessage, property: string): Problem | undefined {
  const path = readProperty(property, (text) => RED.util.normalisePropertyExpression(text, msg));
  // `rows[msg.place]` depends on the message.
  if (!path?.every(isKey)) return unusableProperty(property);
  let place: object = msg;
  for (const [depth, key] of path.entries()) {
    if (!canSet(place, key)) return blocked(property, textOf(path.slice(0, depth)), place);
    const isLast = depth === path.length - 1;
    if (isLast || !Object.hasOwn(place, key)) return undefined;
    const next: unknown = place[key as keyof object];
    if ((typeof next !== 'object' && typeof next !== 'function') || next === null)
      return blocked(property, textOf(path.slice(0, depth + 1)), next);
    place = next;
  }
  return undefined;
}

type Key = string | number;

function isKey(key: unknown): key is Key {
  return typeof key === 'string' || typeof key === 'number';
}

/** Place in a list beyond which it would be nearly all holes. */
const LARGEST_PLACE = 9999;

function canSet(place: object, key: Key): boolean {
  if (ArrayBuffer.isView(place)) return false;
  if (Array.isArray(place) && (key === 'length' || (typeof key === 'number' && key > LARGEST_PLACE))) return false;
  const known = Object.getOwnPropertyDescriptor(place, key);
  if (!known) return Object.isExtensible(place);
  return known.writable === true || known.set !== undefined;
}

function textOf(path: readonly Key[]): string {
  return shorten(path.reduce<string>((text, key) => text + (typeof key === 'number' ? `[${key}]` : `.${key}`), 'msg'));
}

function blocked(property: string, place: string, found: unknown): Problem {
  return { kind: 'property-blocked', facts: { field: `msg.${shorten(property)}`, place, found: kindOf(found) } };
}

/** As JavaScript calls it, in every language. */
function kindOf(found: unknown): string {
  if (found === null) return 'null';
  if (Buffer.isBuffer(found)) return 'Buffer';
  return Array.isArray(found) ? 'array' : typeof found;
}
