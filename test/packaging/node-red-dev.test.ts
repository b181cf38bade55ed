import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import manifest from '../../package.json';
import { installPackage } from '../browser/installed-package';
import { npm } from '../npm';
import { setNames, typesOf } from '../package/set-pages';
import { repository } from '../package-files';
import { installNodeRedDev } from './node-red-dev/install';

interface Check {
  test: boolean;
  nodes?: string[];
  packages?: string[];
}

/** By node-red-dev's names of its checks. */
type Scorecard = Record<string, Check> & { package: unknown };

/** The address at which faults can be reported is not decided; an invented one would be worse than none. */
const OPEN = ['P03'];

/** The oldest Node that package.json admits. */
const OLDEST_NODE = '20.18.1';

describe("node-red-dev, the validator of Node-RED's library", function () {
  this.timeout(180_000);
  let directory: string;
  let scorecard: Scorecard;
  let said: string;
  before(async () => {
    directory = mkdtempSync(path.join(tmpdir(), 'dataconnect-node-red-dev-'));
    await Promise.all([installNodeRedDev(), installPackage(directory)]);
    const output = path.join(directory, 'scorecard.json');
    said = await validate(path.join(directory, 'node_modules', manifest.name), output);
    scorecard = JSON.parse(readFileSync(output, 'utf8')) as Scorecard;
  });
  after(() => rmSync(directory, { recursive: true, force: true }));

  it('is content with everything but what is known to be open', () => {
    const { package: _, D03: __, ...checks } = scorecard;
    const failed = Object.entries(checks).flatMap(([name, { test }]) => (test ? [] : [name]));
    assert.deepEqual(failed, OPEN, said);
    assert.ok(Object.keys(checks).length >= 11, said);
  });

  it('finds an example of every node type', () => {
    const types = setNames.flatMap((set) => typesOf(set).map(({ type }) => type));
    const inPalette = types.filter((type) => type !== 'dataconnect-connection');
    assert.deepEqual(scorecard.N02!.nodes!.toSorted(), inPalette.toSorted());
  });

  it('finds no dependency behind its latest release but those that have left Node 20', async () => {
    for (const name of scorecard.D03!.packages ?? []) {
      const engines = await npm(repository, 'view', `${name}@latest`, 'engines.node', '--prefer-offline');
      const [major] = /\d+/.exec(engines) ?? ['0'];
      assert.ok(Number(major) > Number(OLDEST_NODE.split('.')[0]), `${name} ${engines.trim()}`);
    }
    assert.ok(manifest.engines.node.includes(OLDEST_NODE));
  });
});

/** @returns all it printed; it ends with status 0 whatever it finds */
async function validate(packageDirectory: string, output: string): Promise<string> {
  const runner = path.join(__dirname, 'node-red-dev', 'validate.ts');
  const child = fork(runner, ['validate', '--path', packageDirectory, '--output', output], {
    execArgv: ['--import', 'tsx'],
    cwd: repository,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let said = '';
  for (const stream of [child.stdout!, child.stderr!]) {
    stream.on('data', (text: Buffer) => {
      said += text;
    });
  }
  const status = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  if (status !== 0) throw new Error(`node-red-dev ended with status ${status}:\n${said}`);
  return said;
}
