import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import manifest from '../../package.json';
import { installPackage } from '../browser/installed-package';
import { npm } from '../npm.mjs';
import { repository } from '../package-files';
import { installNodeRedDev } from './node-red-dev/install';
import { setNames, typesOf } from './set-pages';

interface Check {
  test: boolean;
  nodes?: string[];
  packages?: string[];
}

/** By node-red-dev's names of its checks. */
type Scorecard = Record<string, Check> & { package: unknown };

/**
 * D03, "dependencies are the latest", is left out: undici 8 does not run on Node 20, and a
 * release of somebody else must not fail our tests.
 */
const NOT_OURS = ['D03'];

/** The address at which faults can be reported is not decided; an invented one would be worse than none. */
const OPEN = ['P03'];

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
    const { package: _, ...checks } = scorecard;
    const failed = Object.entries(checks).flatMap(([name, { test }]) =>
      test || NOT_OURS.includes(name) ? [] : [name],
    );
    assert.deepEqual(failed, OPEN, said);
    assert.ok(Object.keys(checks).length >= 11, said);
  });

  it('finds an example of every node type', () => {
    const types = setNames.flatMap((set) => typesOf(set).map(({ type }) => type));
    const inPalette = types.filter((type) => type !== 'dataconnect-connection');
    assert.deepEqual(scorecard.N02!.nodes!.toSorted(), inPalette.toSorted());
  });
});

/** The certificates that npm was told to trust; the validator asks the same registry. */
async function certificatesOfNpm(): Promise<NodeJS.ProcessEnv> {
  const file = (await npm(repository, ['config', 'get', 'cafile', '--loglevel=error'])).trim();
  return process.env.NODE_EXTRA_CA_CERTS || file === 'null' ? {} : { NODE_EXTRA_CA_CERTS: file };
}

/** @returns all it printed; it ends with status 0 whatever it finds */
async function validate(packageDirectory: string, output: string): Promise<string> {
  const runner = path.join(__dirname, 'node-red-dev', 'validate.ts');
  const child = fork(runner, ['validate', '--path', packageDirectory, '--output', output], {
    execArgv: ['--import', 'tsx'],
    cwd: repository,
    env: { ...process.env, ...(await certificatesOfNpm()) },
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
