/** Puts the package into a Node-RED user directory as `npm install` would. */
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { packageFiles, repository } from '../package-files';

interface Manifest {
  name: string;
  version: string;
  dependencies: Record<string, string>;
}

/**
 * Copies exactly the files that `npm pack` would publish, and links the run-time dependencies and no others: a file or
 * a dependency that is missing from package.json is missing here as well.
 * @param folder of the package
 */
export async function installPackage(userDirectory: string, folder = repository): Promise<void> {
  const manifest = manifestOf(folder);
  const modules = path.join(userDirectory, 'node_modules');
  for (const file of await packageFiles(folder)) {
    cpSync(path.join(folder, file), path.join(modules, manifest.name, file), { recursive: true });
  }
  for (const dependency of Object.keys(manifest.dependencies)) {
    link(path.join(folder, 'node_modules', dependency), path.join(modules, dependency));
  }
  declare(userDirectory, manifest);
}

/**
 * Links the folder of a package itself, so that a new build is there at the next start of Node-RED.
 * @param folder that of the main package when left out
 */
export function linkPackage(userDirectory: string, folder = repository): void {
  const manifest = manifestOf(folder);
  link(folder, path.join(userDirectory, 'node_modules', manifest.name));
  declare(userDirectory, manifest);
}

/** Makes a folder the package of this name in a user directory. */
export function linkInto(userDirectory: string, name: string, folder: string): void {
  link(folder, path.join(userDirectory, 'node_modules', name));
}

/** A junction needs no special rights on Windows. A link that is there already is made anew. */
function link(from: string, to: string): void {
  mkdirSync(path.dirname(to), { recursive: true });
  rmSync(to, { force: true });
  symlinkSync(from, to, 'junction');
}

function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as Manifest;
}

/** Adds it to what the person has installed. */
function declare(userDirectory: string, { name, version }: Manifest): void {
  const file = path.join(userDirectory, 'package.json');
  const { dependencies } = existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8')) as Manifest)
    : { dependencies: {} };
  const userPackage = { name: 'node-red-project', private: true, dependencies: { ...dependencies, [name]: version } };
  writeFileSync(file, JSON.stringify(userPackage));
}
