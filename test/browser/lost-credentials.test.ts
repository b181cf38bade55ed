import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { recordOutput } from '../secrets/transcript';
import { deployFlows } from './deploy-flows';
import { installPackage } from './installed-package';
import { type NodeRedProcess, startNodeRed } from './node-red-process';

const connection = {
  id: 'connection',
  type: 'dataconnect-connection',
  name: 'Kept',
  environment: 'custom',
  serviceUrl: 'http://127.0.0.1:9',
  tokenUrl: 'http://127.0.0.1:9',
  retries: 0,
  credentials: { username: 'someone', password: 'p', clientId: 'c', clientSecret: 's' },
};

describe('when Node-RED has lost its credentials file', () => {
  let folder: string;
  let nodeRed: NodeRedProcess | undefined;
  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'dataconnect-lost-'));
    await installPackage(folder);
  });
  afterEach(async () => {
    await nodeRed?.stop();
  });
  after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

  const start = async () => {
    const onLine = (line: string) => recordOutput('log', line);
    nodeRed = await startNodeRed({ userDirectory: folder, port: 0, logLevel: 'info', onLine });
    return nodeRed;
  };

  it('a run says so in one sentence, in place of four that something is empty', async () => {
    const before = await start();
    await deployFlows(before.url, [
      { id: 'tab', type: 'tab' },
      connection,
      { id: 'go', type: 'inject', z: 'tab', props: [], once: true, onceDelay: '0.1', wires: [['stores']], x: 1, y: 1 },
      { id: 'stores', type: 'dataconnect-list-stores', z: 'tab', connection: 'connection', wires: [[]], x: 1, y: 1 },
    ]);
    await before.logged('The connection to 127.0.0.1:9 failed', 1);
    await before.stop();
    const kept = readdirSync(folder).filter((file) => file.endsWith('_cred.json'));
    assert.equal(kept.length, 1);
    rmSync(path.join(folder, kept[0]!));

    const again = await start();
    await again.logged('There are no credentials (User name, Password, Client ID, Client secret)', 1);
    const [line] = again.log.filter((each) => each.includes('There are no credentials'));
    assert.match(line!, /"Kept" cannot be used: .*could not decrypt them.*Enter them again/);
    assert.doesNotMatch(line!, /is empty/);
  });
});
