import assert from 'node:assert/strict';
import { type Emulator, startEmulator } from '../emulator';
import { connectionTo, deployFlows } from './deploy-flows';
import type { NodeRedProcess } from './node-red-process';
import { startScratchNodeRed } from './scratch-node-red';

describe('a nightly run that is cut', () => {
  let emulator: Emulator;
  let nodeRed: NodeRedProcess;
  before(async () => {
    [emulator, nodeRed] = await Promise.all([startEmulator(), startScratchNodeRed()]);
    emulator.dials.set({ hold: true });
  });
  after(async () => {
    await nodeRed?.stop();
    await emulator?.close();
  });

  /** Resolves when the run waits for its answer. */
  async function deploy(name: string): Promise<void> {
    emulator.requests.clear();
    await deployFlows(nodeRed.url, [
      { id: 'tab', type: 'tab' },
      connectionTo(emulator),
      { id: 'go', type: 'inject', z: 'tab', props: [], once: true, onceDelay: '0.1', wires: [['stores']], x: 1, y: 1 },
      {
        id: 'stores',
        type: 'dataconnect-list-stores',
        name,
        z: 'tab',
        connection: 'connection',
        wires: [[]],
        x: 1,
        y: 1,
      },
    ]);
    while (emulator.requests.to('/lists/stores').length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  }

  const CUT =
    /\[warn\] \[dataconnect-list-stores:(\w+)\] CANCELLED: .*cut the run [0-9a-f-]{36} of Stores\. Records so far: 0, messages handed on: 0\./;

  it('by a deploy leaves a line in the log, with its node, report and run', async () => {
    await deploy('first');
    await deploy('second');
    await nodeRed.logged('CANCELLED', 1);
    assert.equal(CUT.exec(nodeRed.log.find((line) => line.includes('CANCELLED'))!)?.[1], 'first');
  });

  it('by the end of Node-RED leaves one, too', async () => {
    await nodeRed.stop();
    const lines = nodeRed.log.filter((line) => line.includes('CANCELLED'));
    assert.equal(lines.length, 2, lines.join('\n'));
    assert.equal(CUT.exec(lines[1]!)?.[1], 'second');
  });
});
