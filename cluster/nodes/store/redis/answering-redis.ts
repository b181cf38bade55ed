/**
 * A connection to Redis all of whose commands are answered in the end. That of ioredis forgets those that it was about to
 * send again when it is closed before there is a connection again, and whoever asked waits for ever.
 */
import { type Command, Redis, type RedisOptions } from 'ioredis';

/** Answers come as the older protocol shapes them, which BullMQ reads. */
export type AnsweringOptions = RedisOptions & { replyMapping?: 'legacy' };

type Sent = Parameters<Redis['sendCommand']>;

export class AnsweringRedis extends Redis {
  readonly #asked = new Set<Command>();

  constructor(options: AnsweringOptions) {
    super(options);
  }

  override sendCommand(...[command, stream]: Sent): unknown {
    if (!this.#asked.has(command)) {
      this.#asked.add(command);
      const forget = () => this.#asked.delete(command);
      command.promise.then(forget, forget);
    }
    return super.sendCommand(command, stream);
  }

  close(): void {
    this.disconnect();
    for (const { reject } of this.#asked) reject(new Error('The connection was closed.'));
  }
}
