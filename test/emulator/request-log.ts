/** What reached the emulator, for tests to look at. Secrets are included; the page masks them. */
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

export interface LoggedRequest {
  /** Counts from 1. */
  number: number;
  service: 'service' | 'accounts';
  method: string;
  /** Path as it arrived, without the query. */
  path: string;
  query: URLSearchParams;
  /** Empty until it has arrived whole. */
  body: string;
  headers: IncomingHttpHeaders;
  /** Milliseconds since 1970. */
  receivedAt: number;
  /** Requests of the company that were active once this one was admitted; 0 for one that was not. */
  active: number;
  /** Undefined while no status was sent. */
  status: number | undefined;
  /** True once the answer was handed to the socket whole. */
  finished: boolean;
  /** True once the answer was finished or the connection was gone. */
  closed: boolean;
}

/** Requests that are kept for tests. */
const KEPT = 20_000;

export class RequestLog {
  #entries: LoggedRequest[] = [];
  #count = 0;

  /** @param kept requests at least; older ones are forgotten so that a long run stays small */
  constructor(readonly kept = KEPT) {}

  add(request: IncomingMessage, url: URL, service: LoggedRequest['service']): LoggedRequest {
    const entry: LoggedRequest = {
      number: ++this.#count,
      service,
      method: request.method ?? 'GET',
      path: url.pathname,
      query: url.searchParams,
      body: '',
      headers: request.headers,
      receivedAt: Date.now(),
      active: 0,
      status: undefined,
      finished: false,
      closed: false,
    };
    this.#entries.push(entry);
    if (this.#entries.length > this.kept * 1.5) this.#entries = this.#entries.slice(-this.kept);
    return entry;
  }

  /** Oldest first. */
  all(): readonly LoggedRequest[] {
    return this.#entries;
  }

  /** Requests since the start or the last `clear`. */
  get count(): number {
    return this.#count;
  }

  last(): LoggedRequest | undefined {
    return this.#entries.at(-1);
  }

  /** Requests to a path of the service, in any case of letters. */
  to(path: string): LoggedRequest[] {
    return this.#entries.filter(
      (entry) => entry.service === 'service' && entry.path.toLowerCase() === path.toLowerCase(),
    );
  }

  clear(): void {
    this.#entries = [];
    this.#count = 0;
  }
}
