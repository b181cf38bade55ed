/** The files of a node that goes on, as they lie on the disk: looked at, damaged and locked by a week. */
import { existsSync, readdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';

interface State {
  generation: number;
  confirmedTo: string;
  known: Array<{ file: string }>;
  snapshot?: { file: string };
}

export class WeekState {
  /** @param node id of it */
  constructor(
    readonly userDir: string,
    readonly node: string,
  ) {}

  /** Undefined before the first confirmation. */
  read(): State | undefined {
    const file = this.#files.find(isState);
    return file === undefined ? undefined : JSON.parse(readFileSync(file, 'utf8'));
  }

  get isLocked(): boolean {
    return this.#files.some((file) => file.endsWith('.lock'));
  }

  /** Names of files that no state names. */
  get nobodys(): string[] {
    const states = this.#files.filter((file) => file.endsWith('.json'));
    const named = states.map((file) => readFileSync(file, 'utf8'));
    const isNamed = (file: string) => {
      const name = path.basename(file);
      return named.some((text) => text.includes(name) || text.includes(name.replace(/\.(rows|keys|known)$/, '"')));
    };
    const oldest = Math.min(...named.map((text) => (JSON.parse(text) as State).generation));
    const isJournal = (file: string) => Number(/\.(\d+)-[0-9a-f]{8}\.sent$/.exec(file)?.[1] ?? -1) >= oldest;
    return this.#files
      .filter((file) => !states.includes(file) && !isNamed(file) && !isJournal(file))
      .map((file) => path.basename(file));
  }

  /** Neither the state nor the one before can be read. @returns puts them back */
  damage(): () => void {
    const states = this.#files.filter((file) => file.endsWith('.json'));
    const before = states.map((file) => readFileSync(file));
    for (const file of states) writeFileSync(file, '{"version":1}');
    return () => {
      for (const [index, file] of states.entries()) writeFileSync(file, before[index]!);
    };
  }

  /** Another process that lives has it: its beat goes on. @returns ends that */
  lock(): (() => void) | undefined {
    const state = this.#files.find(isState);
    if (state === undefined) return undefined;
    const file = state.replace(/\.json$/, '.lock');
    let beat = 0;
    const write = () => {
      const holder = { token: 'f'.repeat(32), pid: process.ppid, host: hostname(), beat: beat++ };
      writeFileSync(file, `${JSON.stringify(holder)}\n`);
    };
    write();
    const timer = setInterval(write, 20);
    return () => {
      clearInterval(timer);
      unlinkSync(file);
    };
  }

  get #files(): string[] {
    const root = path.join(this.userDir, 'dataconnect');
    if (!existsSync(root)) return [];
    const names = readdirSync(root, { recursive: true, encoding: 'utf8' });
    return names
      .filter((name) => path.basename(name).startsWith(`${this.node}.`))
      .sort()
      .map((name) => path.join(root, name));
  }
}

function isState(file: string): boolean {
  return file.endsWith('.json') && !file.endsWith('.previous.json');
}
