/**
 * The connections of an instance to Redis. Commands that wait for a connection, or whose answer was lost with one, are
 * sent again, but for transactions that watch something. Whatever goes wrong is heard by a listener, or it would end the
 * process.
 */
import type { ClusterStoreOptions } from '../store-options';
import { type AnsweringOptions, AnsweringRedis } from './answering-redis';

/** Milliseconds before a connection that broke is tried again, and at most. */
const FIRST_RETRY = 50;
const LONGEST_RETRY = 1000;
const CONNECT_TIMEOUT = 5000;

export class RedisConnections {
  /** For everything but what follows. */
  readonly commands: AnsweringRedis;
  /** For waiting. */
  readonly waiting: AnsweringRedis;
  /** For what watches a key: one at a time, and never sent again by itself. */
  readonly transactions: AnsweringRedis;
  /** Why there is none, as far as it was said. */
  trouble: Error | undefined;

  constructor({ host, port, tls, username, password, database, lease }: ClusterStoreOptions) {
    const options: AnsweringOptions = {
      host,
      port,
      ...(tls && { tls }),
      ...(username !== undefined && { username }),
      ...(password !== undefined && { password }),
      db: database,
      maxRetriesPerRequest: null,
      retryStrategy: (times) => Math.min(FIRST_RETRY * 2 ** Math.min(times, 10), LONGEST_RETRY),
      connectTimeout: CONNECT_TIMEOUT,
      // A connection that nobody answers on is given up: a network that swallows everything says nothing for minutes.
      socketTimeout: Math.max(lease, CONNECT_TIMEOUT),
      keepAlive: lease,
      disableClientInfo: true,
      // A server that has become a copy of another one: the address may lead to that by now.
      reconnectOnError: (error) => (error.message.startsWith('READONLY') ? 2 : false),
    };
    this.commands = this.#open(options);
    this.waiting = this.#open(options);
    this.transactions = this.#open({ ...options, autoResendUnfulfilledCommands: false });
  }

  /** What was asked and not answered is rejected. */
  close(): void {
    for (const connection of [this.commands, this.waiting, this.transactions]) connection.close();
  }

  #open(options: AnsweringOptions): AnsweringRedis {
    const connection = new AnsweringRedis(options);
    connection.on('error', (error: Error) => {
      this.trouble = error;
    });
    connection.on('ready', () => {
      this.trouble = undefined;
    });
    return connection;
  }
}
