/** `npm run setup`: the dependencies and tools of both packages, as their lock files say. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { installFromLock } from './install-from-lock.mjs';

const repository = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** Not a workspace: a link among the modules of the repository would be found by every Node-RED that tests start. */
const cluster = path.join(repository, 'cluster');

Promise.all([
  installFromLock({
    directory: repository,
    what: 'dependencies and tools',
    needed: path.join(repository, 'node_modules', 'tsx', 'package.json'),
  }),
  installFromLock({
    directory: cluster,
    what: 'dependencies of the package for several Node-RED',
    needed: path.join(cluster, 'node_modules', 'bullmq', 'package.json'),
    everyNode: true,
  }),
]).catch((error) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
