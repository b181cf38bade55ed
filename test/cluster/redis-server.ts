/** A Redis or Valkey of the machine, with a port and a folder of its own. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import tls from 'node:tls';
import { programFile, ServerProcess } from '../counterparts/server-process';
import { anyFreePort } from '../counterparts/start-server';

export interface RedisOptions {
  /** Each command is on the disk before it is answered, so that a crash loses nothing. Else all is in memory only. */
  appendOnly?: boolean;
  /** Of the user `default`. */
  password?: string;
  /** Encrypted, and in no other way. */
  tls?: { key: string; cert: string };
  /** Ctrl-C does not reach it. */
  detached?: boolean;
  /** Lines of its configuration, such as `maxmemory-policy noeviction`. */
  lines?: string[];
}

const PROGRAMS = ['redis-server', 'valkey-server'];
const PORTS_TO_TRY = 5;
const READY = /Ready to accept connections/;

/** It listens on 127.0.0.1, and ends with the process that started it. */
export class RedisServer {
  #process: ServerProcess;

  constructor(
    readonly folder: string,
    readonly port: number,
    readonly options: RedisOptions,
    readonly program: string,
  ) {
    this.#process = this.#start();
  }

  /** @throws Error with its words when it does not start */
  async ready(): Promise<void> {
    await this.#process.printed(READY);
  }

  /** It neither answers nor closes a connection, until `goOn`. */
  pause(): void {
    this.#process.signal('SIGSTOP');
  }

  goOn(): void {
    this.#process.signal('SIGCONT');
  }

  /** Ends it without any order. What it has is lost where it is in memory only. */
  async crash(): Promise<void> {
    await this.#process.kill('SIGKILL');
  }

  /** After a crash: at the same port, with what is on the disk. */
  async startAgain(): Promise<void> {
    this.#process = this.#start();
    await this.ready();
  }

  /** As if all of it had been lost. */
  async flush(): Promise<void> {
    await this.command('FLUSHALL');
  }

  /**
   * @returns the answer as the protocol writes it
   * @throws Error with its words when it refuses
   */
  command(...words: string[]): Promise<string> {
    const { password } = this.options;
    const login = password === undefined ? [] : [['AUTH', password]];
    const commands = [...login, words, ['QUIT']];
    return new Promise((resolve, reject) => {
      const socket = this.options.tls
        ? tls.connect({ host: '127.0.0.1', port: this.port, rejectUnauthorized: false })
        : net.connect(this.port, '127.0.0.1');
      let answer = '';
      socket.setEncoding('utf8');
      socket.on('data', (text: string) => {
        answer += text;
      });
      socket.on('error', reject);
      socket.on('close', () => {
        const own = login.length > 0 ? answer.slice(answer.indexOf('\r\n') + 2) : answer;
        if (own.startsWith('-')) reject(new Error(own));
        else resolve(own.replace(/\+OK\r\n$/, ''));
      });
      socket.write(commands.map(written).join(''));
    });
  }

  /** Ends it in order. Its data stay in the folder. */
  async end(): Promise<void> {
    await this.#process.kill('SIGTERM');
  }

  /** Ends it and removes its data. */
  async stop(): Promise<void> {
    await this.crash();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  #start(): ServerProcess {
    const command = [this.program, path.join(this.folder, 'redis.conf')];
    return new ServerProcess(command, this.folder, undefined, this.options.detached);
  }
}

/**
 * All that was ever written into one with `appendOnly`, also what is no longer in it.
 * @param folder its own
 */
export function writtenInto(folder: string): string {
  const data = path.join(folder, 'data');
  const files = readdirSync(data, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.incr.aof'));
  return files.map((file) => readFileSync(path.join(data, file), 'utf8')).join('');
}

/** As the protocol has a command. */
function written(words: readonly string[]): string {
  const parts = words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`);
  return `*${words.length}\r\n${parts.join('')}`;
}

/** The program of the machine, of the first that it has. */
export function redisProgram(): string | undefined {
  return PROGRAMS.map((name) => programFile(name, ['/usr/local/bin'])).find(Boolean);
}

/**
 * Starts one, or says in a line that the machine has none.
 * @throws Error with its words when it does not start
 */
export async function startRedis(options: RedisOptions = {}): Promise<RedisServer | undefined> {
  const program = redisProgram();
  if (program === undefined) {
    console.log(`Neither Redis nor Valkey is installed here (no ${PROGRAMS.join(', ')}), so its tests are skipped.`);
    return undefined;
  }
  return startAtFreePort(
    program,
    options,
    () => mkdtempSync(path.join(tmpdir(), 'dataconnect-redis-')),
    (server) => server.stop(),
  );
}

/**
 * Starts one whose data stay in this folder, for the next that is started with it. Ctrl-C does not end it, so that
 * those who use it can leave it first.
 * @throws Error with its words when it does not start
 */
export function startKeptRedis(program: string, folder: string): Promise<RedisServer> {
  return startAtFreePort(
    program,
    { appendOnly: true, detached: true },
    () => folder,
    (server) => server.crash(),
  );
}

async function startAtFreePort(
  program: string,
  options: RedisOptions,
  makeFolder: () => string,
  putAway: (server: RedisServer) => Promise<void>,
): Promise<RedisServer> {
  for (let attempt = 1; ; attempt++) {
    const folder = makeFolder();
    const port = await anyFreePort();
    configure(folder, port, options);
    const server = new RedisServer(folder, port, options, program);
    try {
      await server.ready();
      return server;
    } catch (error) {
      await putAway(server);
      const isTaken = error instanceof Error && error.message.includes('Address already in use');
      if (!isTaken || attempt === PORTS_TO_TRY) throw error;
    }
  }
}

function configure(
  folder: string,
  port: number,
  { appendOnly = false, password, tls: secure, lines = [] }: RedisOptions,
) {
  const data = path.join(folder, 'data');
  mkdirSync(data, { recursive: true });
  const [key, cert] = [path.join(folder, 'key.pem'), path.join(folder, 'cert.pem')];
  if (secure) {
    writeFileSync(key, secure.key, { mode: 0o600 });
    writeFileSync(cert, secure.cert);
  }
  const encrypted = [
    ...['port 0', `tls-port ${port}`, 'tls-auth-clients no'],
    ...[`tls-key-file ${key}`, `tls-cert-file ${cert}`, `tls-ca-cert-file ${cert}`],
  ];
  const all = [
    ...['bind 127.0.0.1', 'protected-mode no', `dir ${data}`, 'save ""'],
    ...(appendOnly ? ['appendonly yes', 'appendfsync always'] : ['appendonly no']),
    ...(password === undefined ? [] : [`requirepass "${password}"`]),
    ...(secure ? encrypted : [`port ${port}`]),
    ...lines,
  ];
  writeFileSync(path.join(folder, 'redis.conf'), `${all.join('\n')}\n`, { mode: 0o600 });
}
