/**
 * One Node-RED for the test files of a process that ask nothing of it but to be empty: its start costs more than most
 * tests. Both packages are there.
 */
import { after } from 'mocha';
import { clusterFolder } from '../package-files';
import { deployFlows } from './deploy-flows';
import { installPackage } from './installed-package';
import type { NodeRedProcess } from './node-red-process';
import { startScratchNodeRed } from './scratch-node-red';

export type SharedNodeRed = Pick<NodeRedProcess, 'url' | 'version' | 'log' | 'logged'>;

let started: Promise<NodeRedProcess> | undefined;

/** @returns it as after a start without flows; whoever needs it in another state starts one of its own */
export async function sharedNodeRed(): Promise<SharedNodeRed> {
  started ??= startScratchNodeRed((userDirectory) => installPackage(userDirectory, clusterFolder));
  const nodeRed = await started;
  const { log } = nodeRed;
  const starts = log.filter(isStart).length;
  await deployFlows(nodeRed.url, []);
  await nodeRed.logged(FLOWS_STARTED, starts + 1);
  log.splice(0, log.findLastIndex(isStart));
  return nodeRed;
}

const FLOWS_STARTED = 'Started flows';

function isStart(line: string): boolean {
  return line.includes(FLOWS_STARTED);
}

after(async () => {
  await (await started)?.stop();
});
