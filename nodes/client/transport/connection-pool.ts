/**
 * The connections of one client. One request at a time goes over each; it is kept for the next one while it is sound,
 * and destroyed with whatever it is doing when it is not.
 */
import type { Socket } from 'node:net';
import type { Client, Dispatcher } from 'undici';
import type { Connector } from './connector';
import { InterimAnswers } from './interim-answers';
import { PARSER_ERROR } from './network-errors';
import type { ProxyRoute } from './proxy';

/** Idle connections are kept this long unless the server says less. Flows that run each minute find theirs open. */
const KEEP_ALIVE = 75_000;

/** As Node's own limit; more than that is an attack or a mistake. */
const LARGEST_HEADERS = 16_384;

/** One connection and the client on it; it opens a new socket where the last one has ended. */
export class PooledConnection {
  readonly #client: Client;
  /** Answers received in full over the present socket. */
  served = 0;
  /** What broke the present socket, if it broke. */
  failure: Error | undefined;
  readonly #connecting = new AbortController();
  #socket: Socket | undefined;
  #interim: InterimAnswers | undefined;

  constructor(
    readonly origin: string,
    undici: typeof import('undici'),
    connector: Connector,
    proxy: ProxyRoute | undefined,
  ) {
    this.#client = new undici.Client(origin, {
      pipelining: 1,
      maxHeaderSize: LARGEST_HEADERS,
      keepAliveTimeout: KEEP_ALIVE,
      // The four timeouts are ours (`timeouts.ts`): undici's are up to a second late and do not know back-pressure.
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: ({ protocol, hostname, port }, callback) => {
        const target = { protocol, hostname, port: Number(port) || (protocol === 'https:' ? 443 : 80) };
        connector.open(target, proxy, this.#connecting.signal).then(
          (socket) => callback(null, this.#watch(socket)),
          (error) => callback(error, null),
        );
      },
    });
    this.#client.on('disconnect', (_origin, _targets, error) => this.#broken(error));
  }

  /** True when more bytes came than the answer announced: undici then breaks the connection in one of two ways. */
  isDisturbed(): boolean {
    const failure = this.failure ?? this.#socket?.errored;
    return failure?.name === PARSER_ERROR || failure?.message === 'bad response';
  }

  dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): void {
    this.#interim?.expect();
    this.#client.dispatch(options, handler);
  }

  /** Ends the connection in whatever state it is. */
  async destroy(): Promise<void> {
    this.#connecting.abort();
    // Without an error undici would try to finish an answer it has paused, and its assertion ends the process.
    this.#socket?.destroy(new Error('the connection was dropped'));
    await this.#client.destroy();
  }

  #watch(socket: Socket): Socket {
    this.served = 0;
    this.failure = undefined;
    this.#socket = socket;
    this.#interim = new InterimAnswers(socket, LARGEST_HEADERS);
    // undici takes a reset after the headers for the end of a body without a length; this remembers what it was.
    socket.on('error', (error: NodeJS.ErrnoException) => {
      // The same as above: to a reset undici reacts by finishing the answer, paused or not.
      if (error.code === 'ECONNRESET') error.code = 'ECONNABORTED';
      this.#broken(error);
    });
    return socket;
  }

  /** `UND_ERR_INFO` is undici's own orderly closing. */
  #broken(error: Error & { code?: string }): void {
    if (error.code !== 'UND_ERR_INFO') this.failure ??= error;
  }
}

/** Loaded by the first connection of all. */
let undici: Promise<typeof import('undici')> | undefined;

/** The connections to all origins of one client. */
export class ConnectionPool {
  readonly #open = new Set<PooledConnection>();
  readonly #idle = new Map<string, PooledConnection[]>();
  #closed = false;

  /**
   * @param routeTo the proxy for an origin
   * @param most idle connections kept per origin
   */
  constructor(
    readonly connector: Connector,
    readonly routeTo: (origin: URL) => ProxyRoute | undefined,
    readonly most: number,
  ) {}

  /** A free connection to the origin, or a new one that connects with its first request. */
  async take(url: URL, wanted: 'any' | 'new'): Promise<PooledConnection> {
    const idle = wanted === 'any' ? this.#idle.get(url.origin)?.pop() : undefined;
    if (idle) return idle;
    undici ??= import('undici');
    const connection = new PooledConnection(url.origin, await undici, this.connector, this.routeTo(url));
    this.#open.add(connection);
    return connection;
  }

  /** Gives back a connection whose answer was read to its end. */
  giveBack(connection: PooledConnection): void {
    const idle = this.#idle.get(connection.origin) ?? [];
    if (this.#closed || idle.length >= this.most) {
      void this.discard(connection);
      return;
    }
    connection.served += 1;
    this.#idle.set(connection.origin, [...idle, connection]);
  }

  /** Destroys a connection that is in the middle of something. */
  async discard(connection: PooledConnection): Promise<void> {
    await connection.destroy();
    this.#open.delete(connection);
  }

  /** Destroys the idle connections to an origin: when one was closed by the server the others probably were too. */
  discardIdle(url: URL): void {
    const idle = this.#idle.get(url.origin) ?? [];
    this.#idle.delete(url.origin);
    for (const connection of idle) void this.discard(connection);
  }

  /** Destroys the idle connections; settles when none is left. */
  async rest(): Promise<void> {
    const idle = [...this.#idle.values()].flat();
    this.#idle.clear();
    await Promise.all(idle.map((connection) => this.discard(connection)));
  }

  /** Destroys every connection; settles when no socket is left. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#idle.clear();
    await Promise.all([...this.#open].map((connection) => this.discard(connection)));
  }
}
