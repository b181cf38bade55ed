/** What `npm pack` would put into the package. */
import path from 'node:path';
import { npm } from './npm.mjs';

export const repository = path.dirname(__dirname);

/** npm takes a second for it, and a suite asks at each start of Node-RED. */
let files: Promise<string[]> | undefined;

/** Paths within the package, with `/` between folders, as npm lists them. */
export function packageFiles(): Promise<string[]> {
  files ??= listFiles();
  return files;
}

async function listFiles(): Promise<string[]> {
  const listed = await npm(repository, ['pack', '--dry-run', '--json', '--ignore-scripts', '--loglevel=error']);
  const [packed] = Object.values(JSON.parse(listed) as Record<string, { files: { path: string }[] }>);
  if (!packed) throw new Error(`npm pack listed no package:\n${listed}`);
  return packed.files.map((file) => file.path);
}
