import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Emulator, startEmulator } from '../emulator';
import { connectionTo, deployFlows } from './deploy-flows';
import { type NodeRedProcess, startNodeRed } from './node-red-process';
import { startScratchNodeRed } from './scratch-node-red';

describe('a Node-RED that is killed while it writes a file', () => {
  let emulator: Emulator;
  let first: NodeRedProcess & { userDirectory: string };
  let second: NodeRedProcess | undefined;
  let folder: string;
  before(async () => {
    [emulator, first] = await Promise.all([startEmulator(), startScratchNodeRed()]);
    folder = path.join(first.userDirectory, 'reports');
    mkdirSync(folder);
  });
  after(async () => {
    await second?.stop();
    await first?.stop();
    await emulator?.close();
  });

  const deploy = (nodeRed: NodeRedProcess, file: string) => {
    return deployFlows(nodeRed.url, [
      { id: 'tab', type: 'tab' },
      connectionTo(emulator, { fileFolder: folder }),
      { id: 'go', type: 'inject', z: 'tab', props: [], once: true, onceDelay: '0.1', wires: [['stock']], x: 1, y: 1 },
      {
        id: 'stock',
        type: 'dataconnect-availability',
        z: 'tab',
        connection: 'connection',
        params: { Response: { type: 'fixed', value: 'Csv' } },
        output: { mode: 'file', file },
        wires: [[]],
        x: 1,
        y: 1,
      },
    ]);
  };
  const files = (below = '') => readdirSync(path.join(folder, below)).sort();
  const until = async (isSo: () => boolean) => {
    while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 10));
  };

  it('leaves the file of before, and the next run removes what was begun', async () => {
    mkdirSync(path.join(folder, 'daily'));
    writeFileSync(path.join(folder, 'daily', 'stock.csv'), 'of yesterday');
    emulator.dials.set({
      rows: { availability: { count: 5000 } },
      faults: [{ fault: { kind: 'stall', at: 'mid-body', afterBytes: 300_000 }, times: 1 }],
      compression: 'none',
    });
    await deploy(first, 'daily/stock');
    await until(() => files('daily').some((name) => name.endsWith('.part')));
    const part = path.join(folder, 'daily', files('daily').find((name) => name.endsWith('.part'))!);
    await until(() => statSync(part).size > 0);
    await first.kill();
    assert.deepEqual(files('daily'), [path.basename(part), 'stock.csv']);
    assert.equal(readFileSync(path.join(folder, 'daily', 'stock.csv'), 'utf8'), 'of yesterday');

    emulator.dials.reset();
    rmSync(path.join(first.userDirectory, 'flows.json'));
    second = await startNodeRed({ userDirectory: first.userDirectory, port: 0, logLevel: 'info' });
    await deploy(second, 'other');
    await until(() => files().includes('other.csv'));
    assert.deepEqual(files('daily'), ['stock.csv']);
    assert.deepEqual(files(), ['daily', 'other.csv']);
  });
});
