/** What `npm pack` would put into the package. */
import path from 'node:path';
import { npm } from './npm.mjs';

export const repository = path.dirname(__dirname);

/** The second package, for several Node-RED. */
export const clusterFolder = path.join(repository, 'cluster');

/** npm takes a second for it, and a suite asks at each start of Node-RED. */
const known = new Map<string, Promise<string[]>>();

/** Paths within the package of a folder, with `/` between folders, as npm lists them. */
export function packageFiles(folder = repository): Promise<string[]> {
  const files = known.get(folder) ?? listFiles(folder);
  known.set(folder, files);
  return files;
}

async function listFiles(folder: string): Promise<string[]> {
  const listed = await npm(folder, ['pack', '--dry-run', '--json', '--ignore-scripts', '--loglevel=error']);
  const [packed] = Object.values(JSON.parse(listed) as Record<string, { files: { path: string }[] }>);
  if (!packed) throw new Error(`npm pack listed no package:\n${listed}`);
  return packed.files.map((file) => file.path);
}
