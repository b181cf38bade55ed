/** What the client is asked to send, and what it gives back. */
import type { StopSignal } from './waiting/cancellation';

export interface ServiceRequest {
  method: 'GET' | 'POST';
  /** Path below the service URL, starting with `/`. */
  path: string;
  /** Parameters by the API's names, in order; encoded by the client. */
  parameters: ReadonlyArray<readonly [name: string, value: string]>;
  /** Where the parameters of a POST travel. A GET has them in the URL. */
  body: 'form' | 'json';
  /** False for the endpoints that work without credentials. */
  authenticated: boolean;
  /** Light requests (lists, session, version) are not queued behind reports. */
  weight: 'light' | 'report';
  /**
   * False for requests that do something (`*.Email`, `import-traffic-count`): they are not sent again once the service
   * may have them.
   */
  repeatable: boolean;
}

/** Transitions of a request that a status line can show. */
export type RequestProgress =
  | { kind: 'queued'; place: number }
  | { kind: 'signing-in' }
  | { kind: 'sending' }
  | { kind: 'receiving' };

export interface SendOptions {
  signal: StopSignal;
  /** Id of the run that asks, for people who look at the queue. */
  run?: string;
  /** Must not throw. */
  onProgress?: (progress: RequestProgress) => void;
}

/** An answer with status 200 or 204. Every other status is an error of `send`. */
export interface Answer {
  statusCode: number;
  /** Media type in lower case without parameters; empty when the service named none. */
  contentType: string;
  /** Charset parameter of the content type in lower case, if any. */
  charset: string | undefined;
  /** File name of the content disposition, reduced to a bare name without directories, if any. */
  filename: string | undefined;
  /** Host the answer came from. */
  host: string;
  /** When it was made, by the clock of the service: milliseconds since 1970; undefined where it does not say. */
  date: number | undefined;
  /** Milliseconds the request waited for a slot. */
  queuedFor: number;
  /**
   * Reads the whole decoded body (gzip, deflate and br undone). The next bytes are read only when the promise that
   * `take` returned, if any, has settled; time spent there counts for no timeout. Resolves when the body was
   * complete; frees the slot however it ends.
   * @returns bytes of the decoded body
   * @throws DataConnectError `TRUNCATED`, `NETWORK`, `TIMEOUT`, `LIMIT_EXCEEDED`, `MALFORMED` or `CANCELLED`; what `take` throws is passed on
   */
  consume(take: (chunk: Buffer) => void | Promise<void>): Promise<number>;
  /** Drops the body unread, closes its socket and frees the slot. Harmless after `consume`. */
  dispose(): void;
}
