/** A program of a database server in a process of its own, as a user that is not root. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The person that a program runs as; `undefined` is whoever runs this code. */
export type Person = { uid: number; gid: number } | undefined;

const LONGEST_WAIT = 60_000;

/** The file of a program, looked for in these directories and then in those of the PATH. */
export function programFile(program: string, directories: string[]): string | undefined {
  const searched = [...directories, ...(process.env.PATH ?? '').split(path.delimiter)];
  return searched.map((directory) => path.join(directory, program)).find((file) => existsSync(file));
}

/** Database servers refuse to be root: then the first of these users that the machine has. */
export function personFor(users: string[]): Person {
  if (process.getuid?.() !== 0) return undefined;
  const people = readFileSync('/etc/passwd', 'utf8').split('\n');
  const entry = users.map((name) => people.find((line) => line.startsWith(`${name}:`))).find(Boolean);
  if (entry === undefined) throw new Error(`None of the users ${users.join(', ')} is known to this machine.`);
  const [, , uid, gid] = entry.split(':');
  return { uid: Number(uid), gid: Number(gid) };
}

/** Ends with the process that started it. */
export class ServerProcess {
  /** What it printed. */
  output = '';
  /** Settles when it has ended, with its status. */
  readonly ended: Promise<number | null>;
  readonly #child: ChildProcess;

  /** @param detached Ctrl-C reaches us alone, who end it in order */
  constructor([program, ...parameters]: string[], folder: string, person: Person, detached = false) {
    const child = spawn(program!, parameters, { cwd: folder, ...person, detached, stdio: ['ignore', 'pipe', 'pipe'] });
    const endWithUs = () => child.kill('SIGKILL');
    process.once('exit', endWithUs);
    for (const printed of [child.stdout, child.stderr]) {
      printed.on('data', (text: Buffer) => {
        this.output += text.toString('utf8');
      });
    }
    this.ended = new Promise((resolve, reject) => {
      child.on('error', reject).on('close', (status) => {
        process.removeListener('exit', endWithUs);
        resolve(status);
      });
    });
    this.#child = child;
  }

  /** @throws Error with what it printed, when it does not end well */
  async finished(): Promise<void> {
    const status = await this.ended;
    if (status !== 0) throw new Error(`${this.#child.spawnfile} ended with status ${status}:\n${this.output}`);
  }

  /** Waits until it has printed this. @throws Error with what it printed, when it ends before or takes a minute */
  async printed(text: RegExp): Promise<void> {
    const latest = Date.now() + LONGEST_WAIT;
    while (!text.test(this.output)) {
      const over = this.#child.exitCode !== null || this.#child.signalCode !== null || Date.now() > latest;
      if (over) throw new Error(`${this.#child.spawnfile} did not start:\n${this.output}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  async kill(signal: NodeJS.Signals): Promise<void> {
    this.signal(signal);
    await this.ended;
  }
}
