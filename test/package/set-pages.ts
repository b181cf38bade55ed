/** The html of the node sets as they were built, and the types in it. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import manifest from '../../package.json';
import { repository } from '../package-files';
import { type RegisteredType, registeredTypes } from './registered-types';

/** Names of the node sets, in the order of the palette. */
export const setNames = Object.keys(manifest['node-red'].nodes);

/** The page of one set. */
export function pageOf(set: string): string {
  const code = (manifest['node-red'].nodes as Record<string, string>)[set]!;
  return readFileSync(path.join(repository, code.replace(/\.js$/, '.html')), 'utf8');
}

/** The types of one set, in the order of the palette. */
export function typesOf(set: string): RegisteredType[] {
  return registeredTypes(pageOf(set));
}
