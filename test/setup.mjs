/** `npm run setup`: the package's own dependencies and tools, as its lock file says. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { installFromLock } from './install-from-lock.mjs';

const repository = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

installFromLock({
  directory: repository,
  what: 'dependencies and tools',
  needed: path.join(repository, 'node_modules', 'tsx', 'package.json'),
}).catch((error) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
