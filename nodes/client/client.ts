/** How the rest of the package talks to DataConnect. Knows nothing of Node-RED. */
import { redacted } from '../secrets/clean-error';
import type { Redactor } from '../secrets/redact';
import { type Diagnosis, diagnose } from './diagnose';
import { type Foreseen, foresee } from './foreseen-request';
import { requireBaseUrl } from './host-rules';
import { type Observation, type ObserveOptions, observe } from './observe';
import { PreferredEndpoint, type RequestEndpoint } from './preferred-endpoint';
import { requestPreferredEndpoint } from './preferred-endpoint-request';
import type { Answer, SendOptions, ServiceRequest } from './request';
import { closedError, type Parts, sendOnce } from './sending';
import type { ConnectionSettings } from './settings';
import { authorizerFor, redactorFor } from './sign-in/credentials';
import { Session } from './sign-in/session';
import type { SignInMemory } from './sign-in/sign-in-memory';
import type { SlotStore } from './slots/slot-store';
import { ConnectionPool } from './transport/connection-pool';
import { Connector } from './transport/connector';
import { routeTo } from './transport/proxy';
import { capped, type TimeLimits } from './transport/timeouts';
import { Transport } from './transport/transport';
import { encodeForm } from './url';
import { CONNECTION_CLOSED, Stop, type StopSignal } from './waiting/cancellation';
import { type Clock, systemClock } from './waiting/clock';

/** What a client shares with those of other connections. */
export interface ClientSurroundings {
  slots: SlotStore;
  memory: SignInMemory;
  /** For tests. Default: `systemClock`. */
  clock?: Clock;
}

export class DataConnectClient {
  readonly #parts: Parts;
  readonly #pool: ConnectionPool;
  #closed = false;

  /**
   * @param settings of one connection; nothing is sent before the first request
   * @throws DataConnectError `CONNECTION_INVALID`
   */
  constructor(settings: ConnectionSettings, { slots, memory, clock = systemClock }: ClientSurroundings) {
    const { name, companyId, requestsAtOnce, timeouts, openSocket } = settings;
    const service = openSocket
      ? new URL(settings.serviceUrl)
      : requireBaseUrl(settings.serviceUrl, 'service-url', name);
    const { tls, proxy } = settings.access.reveal();
    const redactor = redactorFor(settings.access);
    this.#pool = new ConnectionPool(
      new Connector(tls, openSocket),
      (origin) => routeTo(origin, proxy, name),
      requestsAtOnce,
    );
    const transport = new Transport(this.#pool);
    const post = postForm(transport, capped(timeouts, SIGN_IN), clock);
    const authorizer = authorizerFor(settings, service, post, redactor, memory, clock);
    const parts = {
      limits: { name, companyId, requestsAtOnce, timeouts },
      service,
      transport,
      authorizer,
      slots,
      redactor,
      clock,
      session: new Session(redactor),
      stops: new Set<Stop>(),
      wires: new WeakMap(),
      preferred: undefined,
    };
    const ask: RequestEndpoint = (company, signal) => requestPreferredEndpoint(parts, company, signal);
    const preferred = settings.usePreferredEndpoint && authorizer && new PreferredEndpoint(service, ask, clock);
    this.#parts = { ...parts, preferred: preferred || undefined };
  }

  /**
   * Makes one attempt: waits for a slot, signs in where needed, sends, and gives back the answer with its body unread.
   * Of its own accord it repeats only what the service cannot have taken for a failure: once after a 401, once on a
   * kept connection that was closed, a redirect within the same origin. Everything else is `decideRetry`'s.
   * @throws DataConnectError, an AttemptError where trying again can be thought of
   */
  async send(request: ServiceRequest, options: SendOptions): Promise<Answer> {
    if (this.#closed) throw closedError(request.path);
    return sendOnce(this.#parts, request, options);
  }

  /**
   * What `send` would put on the wire, as far as it can be known without sending anything.
   * @throws DataConnectError for what would not be sent
   */
  foresee(request: ServiceRequest): Foreseen {
    if (this.#closed) throw closedError(request.path);
    return foresee(this.#parts, request);
  }

  /**
   * Makes one attempt and gives back what came, whatever its status, with the beginning of its body.
   * @throws DataConnectError `AUTH_FAILED`, `FORBIDDEN` or `RATE_LIMITED` where the service wants no more of it; of the
   *   transport; `HOST_NOT_ALLOWED`
   */
  async observe(request: ServiceRequest, options: ObserveOptions): Promise<Observation> {
    if (this.#closed) throw closedError(request.path);
    return observe(this.#parts, request, options);
  }

  /** Knows every secret of this connection: what comes from the service leaves through it. */
  get redactor(): Redactor {
    return this.#parts.redactor;
  }

  /**
   * Finds out which layer of the connection fails, if any, by a handful of light requests.
   * @throws DataConnectError `CANCELLED` only
   */
  async diagnose(signal: AbortSignal): Promise<Diagnosis> {
    if (this.#closed) throw closedError('/session');
    const stop = new Stop(signal, this.#parts.stops);
    return diagnose(this.#parts, this.#pool, stop)
      .then((diagnosis) => redacted(diagnosis, this.redactor))
      .finally(() => stop.end());
  }

  /** Settles when no idle socket is left; what is known of the session stays. */
  rest(): Promise<void> {
    return this.#pool.rest();
  }

  /** Aborts everything in flight with `CANCELLED`; settles when no socket is left. May be called twice. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const stop of [...this.#parts.stops]) stop.stop(CONNECTION_CLOSED);
    await this.#pool.close();
  }
}

/** A sign-in is never a report: a minute is plenty. */
const SIGN_IN = 60_000;

/** Posts to the accounts service: no `Authorization`, no cookies, no redirects (docs/api.md, Authentication). */
function postForm(transport: Transport, timeouts: TimeLimits, clock: Clock) {
  return (url: URL, fields: [string, string][], signal: StopSignal) =>
    transport.send(
      {
        url,
        method: 'POST',
        body: encodeForm(fields),
        headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
      },
      // A password grant may be asked for again; its answer is small, so it must come soon.
      { path: '/oauth2/token', signal, timeouts, repeatable: true, clock },
    );
}
