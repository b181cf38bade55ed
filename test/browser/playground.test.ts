import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { EditorSocket } from '../flows/editor-socket';
import { repository } from '../package-files';
import { recordOutput } from '../secrets/transcript';

describe('npm start', () => {
  let directory: string;
  let playground: Playground | undefined;
  before(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'dataconnect-playground-'));
  });
  afterEach(async () => {
    await playground?.stop();
    playground = undefined;
  });
  after(() => rmSync(directory, { recursive: true, force: true, maxRetries: 5 }));

  const start = (...parameters: string[]) => new Playground(['--directory', directory, ...parameters]);
  /** Not at the usual port, which somebody's Node-RED may have. */
  const startSomewhere = async () => {
    const server = await listening();
    const { port } = server.address() as { port: number };
    await new Promise((resolve) => server.close(resolve));
    return start('--port', String(port));
  };
  const tabsAt = async (editorUrl: string) => {
    const flows = (await (await fetch(new URL('flows', editorUrl))).json()) as { type: string; label: string }[];
    return flows.filter(({ type }) => type === 'tab').map(({ label }) => label);
  };

  it('prints an address where the first flow gives records at the press of its button', async () => {
    playground = await startSomewhere();
    const editorUrl = await playground.editorUrl();
    const socket = await EditorSocket.open(editorUrl);
    const pressed = await fetch(new URL('inject/example-first-flow-inject', editorUrl), { method: 'POST' });
    assert.equal(pressed.status, 200);
    const { data } = await socket.first(({ topic }) => topic === 'debug', 0);
    assert.match(String(data?.msg), /ProductSKU/);
    await socket.close();
  });

  it('stops all of it with Ctrl-C, and has the flows again at the next start', async () => {
    playground = await startSomewhere();
    const before = await tabsAt(await playground.editorUrl());
    assert.ok(before.includes('First flow'));
    assert.equal(await playground.stop(), 0);
    playground = await startSomewhere();
    assert.deepEqual(await tabsAt(await playground.editorUrl()), before);
  });

  it('says in words that the port asked for is taken, and which command helps', async () => {
    const other = await listening();
    const { port } = other.address() as { port: number };
    playground = start('--port', String(port));
    assert.equal(await playground.ended, 1);
    other.close();
    assert.match(playground.printed, new RegExp(`Port ${port} is taken by another program.*npm start -- --port`));
  });
});

class Playground {
  printed = '';
  /** Its exit status. */
  readonly ended: Promise<number | null>;
  readonly #child: ChildProcess;

  constructor(parameters: string[]) {
    const script = path.join(repository, 'test', 'playground', 'start.ts');
    this.#child = spawn(process.execPath, ['--import', 'tsx', script, ...parameters], {
      cwd: repository,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const output of [this.#child.stdout!, this.#child.stderr!]) {
      output.on('data', (text: Buffer) => {
        this.printed += text;
        recordOutput('log', text.toString());
      });
    }
    this.ended = new Promise((resolve) => this.#child.on('close', resolve));
  }

  /** The address it prints, once it has said all it has to say. */
  async editorUrl(): Promise<string> {
    const ended = this.ended.then(() => true);
    while (!this.printed.includes('Ctrl-C stops everything')) {
      const pause = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 50));
      if (await Promise.race([ended, pause])) throw new Error(`npm start ended:\n${this.printed}`);
    }
    return /Node-RED \S+ +(\S+)/.exec(this.printed)![1]!;
  }

  stop(): Promise<number | null> {
    this.#child.kill('SIGINT');
    return this.ended;
  }
}

async function listening(): Promise<Server> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
