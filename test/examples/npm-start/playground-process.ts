/** `npm start` as a person runs it, but for the place of its files and its port. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createServer, type Server } from 'node:net';
import path from 'node:path';
import { repository } from '../../package-files';
import { recordOutput } from '../../secrets/transcript';

export class PlaygroundProcess {
  /** All that it has printed. */
  printed = '';
  /** Its exit status. */
  readonly ended: Promise<number | null>;
  readonly #child: ChildProcess;

  constructor(parameters: readonly string[]) {
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

  /** Started at a free port, and not at the usual one, which somebody's Node-RED may have. */
  static async startAt(directory: string): Promise<PlaygroundProcess> {
    const server = await listening();
    const { port } = server.address() as { port: number };
    await new Promise((resolve) => server.close(resolve));
    const playground = new PlaygroundProcess(['--directory', directory, '--port', String(port)]);
    await playground.#ready();
    return playground;
  }

  /** An address that it has printed. */
  address(name: 'Node-RED' | 'Inbox' | 'Dashboard' | 'Database' | 'Emulator'): string {
    const line = new RegExp(`^ +${name} .*?(http://\\S+)$`, 'm').exec(this.printed);
    if (!line) throw new Error(`npm start printed no address of ${name}:\n${this.printed}`);
    return line[1]!;
  }

  /** Ends it with Ctrl-C. @returns its exit status */
  stop(): Promise<number | null> {
    this.#child.kill('SIGINT');
    return this.ended;
  }

  /** Waits until it has said all that it says of its start. */
  async #ready(): Promise<void> {
    const ended = this.ended.then(() => true);
    while (!this.printed.includes('Ctrl-C stops everything')) {
      const pause = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 50));
      if (await Promise.race([ended, pause])) throw new Error(`npm start ended:\n${this.printed}`);
    }
  }
}

/** Another program at a port, any free one where none is named. */
export async function listening(port = 0): Promise<Server> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return server;
}
