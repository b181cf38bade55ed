import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { redisProgram, writtenInto } from '../cluster/redis-server';
import { COMPANIES } from '../emulator';
import { companyOf } from '../emulator/world/company';
import { exampleFiles } from '../examples/example-files';
import { clusterFolder, repository } from '../package-files';
import { recordOutput } from '../secrets/transcript';
import { isFree } from './free-port';

const INSTANCES = 2;
const [example] = exampleFiles(clusterFolder);
const LIMIT = Number(example!.nodes.find(({ type }) => type === 'dataconnect-connection')!.requestsAtOnce);
const buttons = example!.nodes.filter(({ type }) => type === 'inject').map(({ id }) => id);

describe('npm start -- --instances', () => {
  let directory: string;
  let started: Started | undefined;
  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'dataconnect-several-'));
  });
  afterEach(async () => {
    await started?.killed();
    rmSync(directory, { recursive: true, maxRetries: 5 });
  });

  it('starts Node-RED that together keep the limit, and leaves nothing behind when it is stopped', async function () {
    if (redisProgram() === undefined) {
      console.log('There is no Redis or Valkey on this machine, so this test is skipped.');
      return this.skip();
    }
    started = new Started(directory, process.env);
    await started.printed(/Ctrl-C stops everything/);
    const editors = [...started.output.matchAll(/Node-RED \d +(http\S+)/g)].map(([, url]) => url!);
    const emulator = /Emulator +(\S+)/.exec(started.output)![1]!;
    const redisPort = Number(/Redis +127\.0\.0\.1:(\d+)/.exec(started.output)![1]);
    assert.equal(editors.length, INSTANCES);
    // What comes of it is the same with an answer that is there sooner.
    await fetch(`${emulator}/dials`, { method: 'PUT', body: JSON.stringify({ delay: 100 }) });
    for (const url of editors) {
      for (const button of buttons) {
        const pressed = await fetch(new URL(`inject/${button}`, url), { method: 'POST' });
        assert.equal(pressed.status, 200);
      }
    }
    const state = async () =>
      (await (await fetch(`${emulator}/state`)).json()) as { mostActive: number; requests: number };
    while ((await state()).mostActive < LIMIT) await new Promise((resolve) => setTimeout(resolve, 50));
    const { requests } = await state();
    while ((await state()).requests < requests + 4 * LIMIT) await new Promise((resolve) => setTimeout(resolve, 50));
    assert.equal((await state()).mostActive, LIMIT);
    const written = () => writtenInto(path.join(directory, 'instances', 'redis'));
    while (!written().includes('"confirmedTo"')) await new Promise((resolve) => setTimeout(resolve, 50));
    assertHarmless(written());
    assert.equal(await started.stopped(), 0);
    const ports = [...[...editors, emulator].map((url) => Number(new URL(url).port)), redisPort];
    assert.deepEqual(
      await Promise.all(ports.map(isFree)),
      ports.map(() => true),
    );
  });

  it('starts nothing where there is no Redis, and says what is missing', async function () {
    // Where it is looked for, whatever the PATH says.
    if (existsSync('/usr/local/bin/redis-server')) return this.skip();
    started = new Started(directory, { ...process.env, PATH: directory });
    assert.equal(await started.ended, 1);
    assert.match(started.output, /neither \(no redis-server, no valkey-server\), so nothing was started\./);
    assert.equal(existsSync(path.join(directory, 'instances')), false);
  });
});

class Started {
  output = '';
  /** Its status. */
  readonly ended: Promise<number | null>;
  readonly #child: ChildProcess;

  constructor(directory: string, env: NodeJS.ProcessEnv) {
    const options = ['--instances', String(INSTANCES), '--directory', directory];
    const command = ['--import', 'tsx', path.join('test', 'playground', 'start.ts'), ...options];
    this.#child = spawn(process.execPath, command, { cwd: repository, env, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const printed of [this.#child.stdout!, this.#child.stderr!]) {
      printed.on('data', (text: Buffer) => {
        this.output += text.toString('utf8');
      });
    }
    this.ended = new Promise((resolve) => this.#child.once('close', resolve));
  }

  async printed(text: RegExp): Promise<void> {
    while (!text.test(this.output)) {
      assert.equal(this.#child.exitCode, null, this.output);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** As Ctrl-C does. */
  stopped(): Promise<number | null> {
    this.#child.kill('SIGINT');
    return this.ended;
  }

  async killed(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    await this.stopped();
  }
}

/** No record of a report lies in Redis; the search at the end of all tests looks for secrets. */
function assertHarmless(written: string): void {
  recordOutput('redis', written);
  const [{ id, name, stores }] = COMPANIES;
  for (const store of companyOf(id, name, stores).stores) assert.ok(!written.includes(store.name), store.name);
}
