/** One request and its answer over one connection: the state machine behind `transport.ts`. */
import type { Dispatcher } from 'undici';
import type { Facts } from '../../errors';
import { AttemptError, type Phase } from '../failures/attempt-error';
import { cancelled, onAbort, type StopSignal } from '../waiting/cancellation';
import type { Clock } from '../waiting/clock';
import { headerText } from './answer-headers';
import { BodyDecoder, type ExpansionLimits, type Take } from './body-decoder';
import { bodyError, codingError, limitError, truncatedError } from './body-errors';
import type { PooledConnection } from './connection-pool';
import { readCodings } from './content-coding';
import { type AttemptState, networkError } from './network-errors';
import { type TimeLimits, Timeouts } from './timeouts';

/** What goes on the wire. */
export interface Outgoing {
  url: URL;
  method: 'GET' | 'POST';
  headers: Record<string, string>;
  body: string | undefined;
}

/** Status and headers, as undici has them. */
export interface Headers {
  statusCode: number;
  headers: Readonly<Record<string, string | string[] | undefined>>;
}

export interface ExchangeOptions {
  /** For errors: the path the person knows. */
  path: string;
  signal: StopSignal;
  timeouts: TimeLimits;
  clock: Clock;
  /** Default: `EXPANSION` of `body-decoder.ts`. */
  expansion?: ExpansionLimits;
}

/** How the connection is left: sound when the answer was read to its end, else broken. */
export type Left = 'sound' | 'broken';

/**
 * Sends one request. `headers` settles with the answer's status and headers; then either `consume` reads the body or
 * `abandon` drops it. However it ends, `left` is called exactly once, before anything settles.
 */
export class Exchange implements Dispatcher.DispatchHandler {
  readonly headers: Promise<Headers>;
  readonly #outgoing: Outgoing;
  readonly #state: AttemptState;
  readonly #timeouts: Timeouts;
  readonly #forgetAbort: () => void;
  #controller: Dispatcher.DispatchController | undefined;
  #received: Headers | undefined;
  #decoder: BodyDecoder | undefined;
  #error: unknown;
  #over = false;
  /** True when the connection had carried an answer before, and may have been closed by the server since. */
  reused = false;
  /** True once a byte of the answer was here. */
  answered = false;
  #headersHere: (headers: Headers) => void = () => {};
  #headersFailed: (error: unknown) => void = () => {};
  #bodyHere: (bytes: number) => void = () => {};
  #bodyFailed: (error: unknown) => void = () => {};

  constructor(
    readonly connection: PooledConnection,
    outgoing: Outgoing,
    readonly options: ExchangeOptions,
    readonly left: (how: Left) => void,
  ) {
    this.#outgoing = outgoing;
    this.#state = { host: outgoing.url.host, path: options.path, sent: false, answering: false, bytes: 0 };
    this.headers = new Promise((resolve, reject) => {
      this.#headersHere = resolve;
      this.#headersFailed = reject;
    });
    this.#timeouts = new Timeouts(options.timeouts, options.clock, (phase, limit) =>
      this.#fail(timeout(phase, limit, this.#state)),
    );
    this.#forgetAbort = onAbort(options.signal, () => this.#fail(cancelled(options.signal, options.path)));
    if (!this.#over) this.#dispatch();
  }

  /** Reads the decoded body; see `Answer.consume`. */
  consume(take: Take): Promise<number> {
    return new Promise((resolve, reject) => {
      if (this.#over) {
        reject(this.#error ?? new Error('the body was read or dropped before'));
        return;
      }
      this.#bodyHere = resolve;
      this.#bodyFailed = reject;
      this.#decoder = this.#decoderFor(take);
      if (!this.#decoder) return;
      this.#timeouts.enter('idle');
      this.#timeouts.release();
      this.#controller?.resume();
    });
  }

  /** Drops the rest of the answer and its connection. */
  abandon(): void {
    this.#fail(cancelled(this.options.signal, this.options.path));
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    this.#state.sent = true;
    this.reused = this.connection.served > 0;
    this.#timeouts.enter('first-byte');
  }

  onResponseStarted(): void {
    this.answered = true;
  }

  onResponseStart(controller: Dispatcher.DispatchController, statusCode: number, headers: Headers['headers']): void {
    if (statusCode < 200) return;
    controller.pause();
    this.#timeouts.hold();
    this.#state.answering = true;
    this.#received = { statusCode, headers };
    this.#headersHere(this.#received);
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    // undici has an empty piece for each resumption that finds nothing on the socket: to take it, and resume, finds the next.
    if (chunk.length === 0) return;
    this.#state.bytes += chunk.length;
    this.#timeouts.alive();
    try {
      const wait = this.#decoder?.write(chunk);
      if (wait) this.#pauseUntil(wait, controller);
    } catch (error) {
      this.#bodyBroken(error);
    }
  }

  /** Bytes after the announced end break the connection while this callback returns, so the verdict waits for that. */
  onResponseEnd(): void {
    this.#timeouts.hold();
    const reset = this.connection.failure !== undefined;
    queueMicrotask(() => {
      if (this.#over) return;
      const cut = isFramed(this.#received!) ? this.connection.isDisturbed() : reset;
      if (cut) this.#fail(truncatedError(this.#state));
      else this.#finish();
    });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#fail(networkError(error, this.#state));
  }

  #dispatch(): void {
    const { url, method, headers, body } = this.#outgoing;
    try {
      this.connection.dispatch({ path: url.pathname + url.search, method, headers, body: body ?? null }, this);
    } catch (error) {
      this.#fail(networkError(error, this.#state));
    }
  }

  #decoderFor(take: Take): BodyDecoder | undefined {
    const list = readCodings(headerText(this.#received?.headers['content-encoding']));
    if (list.kind === 'known') {
      const failed = (error: unknown) => this.#bodyBroken(error);
      return new BodyDecoder(list.codings, this.#timed(take), failed, this.options.expansion);
    }
    if (list.kind === 'too-deep') this.#fail(limitError('encoding-depth', this.#state));
    else this.#fail(codingError('unknown-coding', this.#state));
    return undefined;
  }

  /** Time the caller takes is not the service's. */
  #timed(take: Take): Take {
    return (chunk) => {
      const wait = take(chunk);
      if (!wait) return;
      this.#timeouts.hold();
      return wait.then(() => this.#timeouts.release());
    };
  }

  #pauseUntil(wait: Promise<void>, controller: Dispatcher.DispatchController): void {
    controller.pause();
    this.#timeouts.hold();
    wait.then(
      () => {
        this.#timeouts.release();
        if (!this.#over) controller.resume();
      },
      (error) => this.#bodyBroken(error),
    );
  }

  #finish(): void {
    const decoder = this.#decoder!;
    decoder.end().then(
      () => this.#end('sound', () => this.#bodyHere(decoder.expanded)),
      (error) => this.#bodyBroken(error),
    );
  }

  #bodyBroken(thrown: unknown): void {
    this.#fail(bodyError(thrown, this.#state));
  }

  #fail(error: unknown): void {
    this.#end('broken', () => {
      this.#error = error;
      this.#decoder?.destroy();
      this.#headersFailed(error);
      this.#bodyFailed(error);
    });
  }

  #end(how: Left, settle: () => void): void {
    if (this.#over) return;
    this.#over = true;
    this.#timeouts.stop();
    this.#forgetAbort();
    this.left(how);
    settle();
  }
}

/** True when the answer says where it ends, so that a connection lost after that does no harm. */
function isFramed({ headers }: Headers): boolean {
  return headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;
}

function timeout(phase: Phase, limit: number, { host, path, sent }: AttemptState): AttemptError {
  const facts: Facts = {
    host,
    path,
    reason: `timeout-${phase}`,
    phase: { phrase: `phase-${phase}` },
    seconds: Math.round(limit / 100) / 10,
  };
  return new AttemptError('TIMEOUT', facts, { kind: 'timeout', phase }, sent);
}
