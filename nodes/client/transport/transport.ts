/** Sends one request over a connection that is kept, and gives back the answer with its body still unread. */
import { AttemptError } from '../failures/attempt-error';
import { cancelled } from '../waiting/cancellation';
import type { Take } from './body-decoder';
import type { ConnectionPool } from './connection-pool';
import { Exchange, type ExchangeOptions, type Headers, type Outgoing } from './exchange';

interface TransportOptions extends ExchangeOptions {
  /**
   * False for a request that does something. It gets a connection of its own: on a kept one that the server has just
   * closed nobody could tell whether it arrived.
   */
  repeatable: boolean;
}

export interface RawAnswer extends Headers {
  /** Where it came from. */
  url: URL;
  /** See `Answer.consume`. */
  consume(take: Take): Promise<number>;
  abandon(): void;
  /** Settles when the answer is read, dropped or failed: nothing of it is open any more. */
  over: Promise<void>;
}

export class Transport {
  constructor(readonly pool: ConnectionPool) {}

  /**
   * One attempt. A kept connection that turns out to be closed before any byte of the answer came is replaced once:
   * that is no failure of the service (fault T11). A 408 says the same: the server had given the connection up.
   * @throws DataConnectError of every network, TLS, proxy and timeout kind, or `CANCELLED`
   */
  async send(outgoing: Outgoing, options: TransportOptions): Promise<RawAnswer> {
    const first = await this.#start(outgoing, options, options.repeatable ? 'any' : 'new');
    try {
      const answer = await first.answer;
      if (!first.exchange.reused || answer.statusCode !== REQUEST_TIMEOUT) return answer;
      answer.abandon();
    } catch (error) {
      if (!wasStale(first.exchange, error)) throw error;
    }
    this.pool.discardIdle(outgoing.url);
    return (await this.#start(outgoing, options, 'new')).answer;
  }

  async #start(outgoing: Outgoing, options: TransportOptions, wanted: 'any' | 'new') {
    if (options.signal.aborted) throw cancelled(options.signal, options.path);
    const connection = await this.pool.take(outgoing.url, wanted);
    let ended = () => {};
    const over = new Promise<void>((resolve) => {
      ended = resolve;
    });
    const exchange = new Exchange(connection, outgoing, options, (how) => {
      if (how === 'sound') this.pool.giveBack(connection);
      else void this.pool.discard(connection);
      ended();
    });
    const answer = exchange.headers.then(({ statusCode, headers }): RawAnswer => {
      const consume = (take: Take) => exchange.consume(take);
      return { statusCode, headers, url: outgoing.url, consume, abandon: () => exchange.abandon(), over };
    });
    return { exchange, answer };
  }
}

const REQUEST_TIMEOUT = 408;

function wasStale(exchange: Exchange, error: unknown): boolean {
  return exchange.reused && !exchange.answered && error instanceof AttemptError && error.failure.kind === 'lost';
}
