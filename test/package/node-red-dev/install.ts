/** The validator that Node-RED's library runs on a package before it lists it. Too large for the package's own tools. */
import path from 'node:path';
import { installFromLock } from '../../install-from-lock.mjs';

const home = __dirname;

/** The command, as npm installs it. */
export const program = path.join(home, 'node_modules', 'node-red-dev', 'bin', 'run');

/** Takes half a minute the first time, nothing after. */
export async function installNodeRedDev(): Promise<void> {
  await installFromLock({ directory: home, what: 'node-red-dev into test/package/node-red-dev', needed: program });
}
