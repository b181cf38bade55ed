/** The objects of this process as a debugger, a log or a memory dump of plain fields would show them. */
import { readdirSync } from 'node:fs';
import { Session } from 'node:inspector';
import path from 'node:path';
import { inspect } from 'node:util';
import { repository } from '../package-files';

type Class = { name: string; prototype: object };

/** Every class that a file of these folders of `nodes/` exports, once. */
export async function exportedClasses(folders: readonly string[]): Promise<Class[]> {
  const classes = new Set<Class>();
  for (const folder of folders) {
    const place = path.join(repository, 'nodes', folder);
    const files = readdirSync(place, { recursive: true, encoding: 'utf8' }).filter((file) => /\.ts$/.test(file));
    for (const file of files) {
      const exported: object = await import(path.join(place, file));
      for (const value of Object.values(exported)) if (isClass(value)) classes.add(value);
    }
  }
  return [...classes];
}

function isClass(value: unknown): value is Class {
  return typeof value === 'function' && /^class\b/.test(Function.prototype.toString.call(value));
}

/** Every living object of these classes, whoever holds it. */
export async function instancesOf(classes: readonly Class[]): Promise<object[]> {
  const session = new Session();
  session.connect();
  const place = globalThis as { wanted?: Set<object> | undefined; found?: object[] | undefined };
  const post = (method: string, parameters: object) =>
    new Promise<{ result: { objectId: string }; objects: { objectId: string } }>((resolve, reject) => {
      session.post(method, parameters, (error, answer) => (error ? reject(error) : resolve(answer as never)));
    });
  try {
    place.wanted = new Set(classes.map(({ prototype }) => prototype));
    const { result } = await post('Runtime.evaluate', { expression: 'Object.prototype' });
    const { objects } = await post('Runtime.queryObjects', { prototypeObjectId: result.objectId });
    const functionDeclaration =
      'function () { found = this.filter((each) => wanted.has(Object.getPrototypeOf(each))); }';
    await post('Runtime.callFunctionOn', { objectId: objects.objectId, functionDeclaration });
    return place.found!;
  } finally {
    place.wanted = undefined;
    place.found = undefined;
    session.disconnect();
  }
}

/** Every text that hangs on an object, at any depth: fields of any name, hidden ones, what maps and lists hold, bytes. */
export function textsOn(start: unknown): string[] {
  const texts: string[] = [inspect(start, { depth: 4, maxStringLength: null }), jsonOf(start)];
  const seen = new Set<unknown>();
  const waiting: unknown[] = [start];
  while (waiting.length > 0) {
    const each = waiting.pop();
    if (typeof each === 'string') texts.push(each);
    if ((typeof each !== 'object' && typeof each !== 'function') || each === null || seen.has(each)) continue;
    seen.add(each);
    if (each instanceof Uint8Array) texts.push(Buffer.from(each).toString('latin1'));
    else waiting.push(...heldBy(each));
  }
  return texts;
}

function heldBy(each: object): unknown[] {
  const fields = Reflect.ownKeys(each).map((name) => Object.getOwnPropertyDescriptor(each, name)?.value as unknown);
  const names = Reflect.ownKeys(each).filter((name) => typeof name === 'string');
  if (each instanceof Map) return [...names, ...fields, ...each.keys(), ...each.values()];
  return each instanceof Set ? [...names, ...fields, ...each] : [...names, ...fields];
}

function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? '';
  } catch {
    return '';
  }
}
