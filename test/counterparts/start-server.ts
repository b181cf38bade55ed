/** Starts a database server that the machine has, with a port and a folder of its own. */
import { chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Person, personFor, programFile, ServerProcess } from './server-process';

/** How a kind of server is found and started. */
export interface ServerKind {
  /** As people call it. */
  name: string;
  /** The programs that it needs, and where they are looked for before the directories of the PATH. */
  programs: { initialize: string; run: string };
  directories: string[];
  /** Whom it runs as when it is started by root. */
  user: string;
  /** Parameters of `initialize`, which makes a new, empty database in the folder. */
  initialize(folder: string): string[];
  /** Parameters of `run`, which goes on in the foreground. */
  run(folder: string, port: number): string[];
  /** Texts that lie in the folder before it runs, by their names. */
  files: Record<string, string>;
  /** What it prints when it takes connections. */
  ready: RegExp;
  /** What it prints when another program took the port in the meantime. */
  portTaken: RegExp;
  /** Ends it without any order. */
  crashSignal: NodeJS.Signals;
  /** Ends it in order, without waiting for whoever is connected. */
  endSignal: NodeJS.Signals;
}

/** A server that runs, on 127.0.0.1. */
export class DatabaseServer {
  #process: ServerProcess;
  readonly #start: () => ServerProcess;

  constructor(
    readonly kind: ServerKind,
    readonly folder: string,
    readonly port: number,
    start: () => ServerProcess,
  ) {
    this.#start = start;
    this.#process = start();
  }

  /** @throws Error with the server's words when it does not start */
  async ready(): Promise<void> {
    await this.#process.printed(this.kind.ready);
  }

  /** Ends it as a crash does: whoever is connected loses the connection. */
  async crash(): Promise<void> {
    await this.#process.kill(this.kind.crashSignal);
  }

  /** After a crash: the same data at the same port. */
  async startAgain(): Promise<void> {
    this.#process = this.#start();
    await this.ready();
  }

  /** Ends it in order; its data stay. */
  async end(): Promise<void> {
    await this.#process.kill(this.kind.endSignal);
  }

  /** Ends it and removes its data. */
  async stop(): Promise<void> {
    await this.crash();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

const PORTS_TO_TRY = 5;

/**
 * Starts a server, or says in one line what is missing for it.
 * @returns `undefined` where the machine has not got its programs
 * @throws Error with the server's words when it does not start
 */
export async function startServer(kind: ServerKind): Promise<DatabaseServer | undefined> {
  const missing = missingPrograms(kind);
  if (missing.length > 0) {
    console.log(`${kind.name} is not installed here (no ${missing.join(', ')}), so its tests are skipped.`);
    return undefined;
  }
  const folder = mkdtempSync(path.join(tmpdir(), 'dataconnect-server-'));
  try {
    await initialize(kind, folder);
    return await onFreePort(kind, folder);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

/**
 * Starts a server whose data stay in a folder from one start to the next.
 * @param initialized called at the first start, when it runs
 * @throws Error with the server's words when it does not start, or when the machine has not got its programs
 */
export async function startKeptServer(
  kind: ServerKind,
  folder: string,
  initialized: (server: DatabaseServer) => Promise<void>,
): Promise<DatabaseServer> {
  const whole = path.join(folder, 'initialized');
  const isNew = !existsSync(whole);
  if (isNew) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    await initialize(kind, folder);
  }
  const server = await onFreePort(kind, folder);
  if (!isNew) return server;
  try {
    await initialized(server);
    writeFileSync(whole, '');
  } catch (error) {
    await server.crash();
    throw error;
  }
  return server;
}

/** Programs of a server that the machine has not got. */
export function missingPrograms({ programs, directories }: ServerKind): string[] {
  return Object.values(programs).filter((program) => !programFile(program, directories));
}

async function initialize(kind: ServerKind, folder: string): Promise<void> {
  const person = personOf(kind);
  if (person) chownSync(folder, person.uid, person.gid);
  for (const [name, text] of Object.entries(kind.files)) writeFileSync(path.join(folder, name), text);
  const command = [programFile(kind.programs.initialize, kind.directories)!, ...kind.initialize(folder)];
  await new ServerProcess(command, folder, person).finished();
}

function personOf({ user }: ServerKind): Person {
  return personFor([user, 'nobody']);
}

async function onFreePort(kind: ServerKind, folder: string): Promise<DatabaseServer> {
  const program = programFile(kind.programs.run, kind.directories)!;
  for (let attempt = 1; ; attempt++) {
    const port = await anyFreePort();
    const start = () => new ServerProcess([program, ...kind.run(folder, port)], folder, personOf(kind));
    const server = new DatabaseServer(kind, folder, port, start);
    try {
      await server.ready();
      return server;
    } catch (error) {
      const words = error instanceof Error ? error.message : '';
      await server.crash();
      if (!kind.portTaken.test(words) || attempt === PORTS_TO_TRY) throw error;
    }
  }
}

/** A port that was free a moment ago. */
export async function anyFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (!address || typeof address === 'string') throw new Error('This machine gave no port.');
  return address.port;
}
