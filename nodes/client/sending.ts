/** One attempt from queue to answer: slot, address, sign-in, redirects, one repetition after a 401. */
import { DataConnectError, type Phrase, type Wording } from '../errors';
import type { Redactor } from '../secrets/redact';
import type { Secret } from '../secrets/secret';
import { AttemptError } from './failures/attempt-error';
import { readRetryAfter } from './failures/retry-after';
import { serviceMessage } from './failures/service-message';
import { advisePost, statusError } from './failures/status-errors';
import type { PreferredEndpoint } from './preferred-endpoint';
import type { Answer, SendOptions, ServiceRequest } from './request';
import { requestHeaders } from './request-headers';
import type { ConnectionSettings } from './settings';
import type { Authorization, Authorizer } from './sign-in/authorizer';
import type { Session } from './sign-in/session';
import { queueKey } from './slots/queue-view';
import { ofSlotStore, slotLost } from './slots/slot-failures';
import type { Slot, SlotStore } from './slots/slot-store';
import { headerText, readContentType, readDate, readFilename } from './transport/answer-headers';
import { isRedirect, MOST_REDIRECTS, mayBeRedirected, redirectAdvice, redirectTarget } from './transport/redirects';
import { readErrorBody } from './transport/small-body';
import type { RawAnswer, Transport } from './transport/transport';
import { companyOf, type WireRequest, wireRequest } from './url';
import { CONNECTION_CLOSED, Stop } from './waiting/cancellation';
import type { Clock } from './waiting/clock';

/** The parts an attempt goes through. */
export interface Parts {
  limits: Pick<ConnectionSettings, 'name' | 'companyId' | 'requestsAtOnce' | 'timeouts'>;
  service: URL;
  transport: Transport;
  /** Undefined for a connection that does not sign in. */
  authorizer: Authorizer | undefined;
  session: Session;
  slots: SlotStore;
  /** Undefined when the person did not allow it. */
  preferred: PreferredEndpoint | undefined;
  redactor: Redactor;
  clock: Clock;
  /** What is under way. */
  stops: Set<Stop>;
  /** Requests as they go to the service URL. */
  wires: WeakMap<ServiceRequest, WireRequest>;
}

/** Sends a request once; see `DataConnectClient.send`. */
export async function sendOnce(parts: Parts, request: ServiceRequest, options: SendOptions): Promise<Answer> {
  const { raw, slot } = await attemptOnce(parts, request, options, isAnswer);
  return answerOf(raw, slot);
}

function isAnswer(status: number): boolean {
  return status === 200 || status === 204;
}

/**
 * The same, with the answer as it came.
 * @param isWanted which statuses are none to be thrown
 */
export async function attemptOnce(
  parts: Parts,
  request: ServiceRequest,
  options: SendOptions,
  isWanted: (status: number) => boolean,
): Promise<{ raw: RawAnswer; slot: Slot }> {
  const { limits, service, slots } = parts;
  if (request.authenticated && !parts.authorizer) throw signInNeeded(limits.name, request.path);
  const wire = wireOf(parts, request);
  const company = companyOf(request, limits.companyId);
  const { onProgress } = options;
  const stop = new Stop(options.signal, parts.stops);
  let slot: Slot | undefined;
  try {
    const base = request.authenticated ? await parts.preferred?.baseFor(company, stop) : undefined;
    const given = await slots.acquire({
      key: queueKey(service.host, company),
      limit: limits.requestsAtOnce,
      weight: request.weight,
      path: request.path,
      run: options.run,
      signal: stop,
      onPlace: (place) => onProgress?.({ kind: 'queued', place }),
      onLost: (lost) => stop.stop(slotLost(request.path, lost)),
    });
    slot = given;
    const attempt = new Attempt(parts, request, { signal: stop, onProgress }, given, isWanted);
    const raw = await fromBestHost(attempt, base, wire, company);
    void raw.over.then(() => {
      given.release();
      stop.end();
    });
    onProgress?.({ kind: 'receiving' });
    return { raw, slot: given };
  } catch (thrown) {
    slot?.release();
    stop.end();
    const error = ofSlotStore(thrown, stop, request.path);
    throw request.method === 'GET' ? advisePost(error, wire.url) : error;
  }
}

/** The error for a request that a connection without a sign-in cannot make. */
export function signInNeeded(connection: Wording, path: string): DataConnectError {
  const problems: Phrase = { phrase: 'sign-in-needed', facts: { path } };
  return new DataConnectError('CONNECTION_INVALID', { connection, problems });
}

/** A request that is sent again and again is checked and encoded once. */
export function wireOf({ service, limits, wires }: Parts, request: ServiceRequest): WireRequest {
  const known = wires.get(request);
  if (known) return known;
  const wire = wireRequest(service, request, limits.companyId);
  wires.set(request, wire);
  return wire;
}

/** A preferred endpoint that cannot be reached is no reason to fail: nothing was sent, so the service URL gets it. */
async function fromBestHost(attempt: Attempt, base: URL | undefined, wire: WireRequest, company: string | undefined) {
  const { service, limits, preferred } = attempt.parts;
  if (!base || base.href === service.href) return attempt.run(wire);
  try {
    return await attempt.run(wireRequest(base, attempt.request, limits.companyId));
  } catch (error) {
    if (!isUnreachable(error, base)) throw error;
    preferred?.unreachable(company);
    return attempt.run(wire);
  }
}

function isUnreachable(error: unknown, base: URL): boolean {
  if (!(error instanceof AttemptError) || error.sent || error.facts.host !== base.host) return false;
  const { kind } = error.failure;
  return kind === 'connect' || kind === 'lookup' || kind === 'timeout' || error.code === 'TLS_FAILED';
}

/** One request on its way through sign-in, repetition and redirects. */
class Attempt {
  constructor(
    readonly parts: Parts,
    readonly request: ServiceRequest,
    readonly options: SendOptions,
    readonly slot: Slot,
    readonly isWanted: (status: number) => boolean,
  ) {}

  async run(wire: WireRequest): Promise<RawAnswer> {
    const { authorizer } = this.parts;
    if (!authorizer || !this.request.authenticated) return this.#accepted(await this.#follow(wire, undefined));
    const { path } = this.request;
    const asking = { path, signal: this.options.signal, onSigningIn: this.#signingIn };
    const authorization = await beforeSending(authorizer.authorize(asking));
    const first = await this.#signed(wire, authorization);
    if (first.statusCode !== 401) return this.#accepted(first);

    const message = serviceMessage(await readErrorBody(first), this.parts.redactor);
    this.parts.session.forget(wire.url);
    const other = await beforeSending(authorizer.reauthorize(authorization, message, asking));
    const second = await this.#signed(wire, other);
    if (second.statusCode !== 401) return this.#accepted(second);
    const again = serviceMessage(await readErrorBody(second), this.parts.redactor);
    throw authorizer.refusedAgain(again, path);
  }

  async #signed(wire: WireRequest, authorization: Authorization): Promise<RawAnswer> {
    let status: number | undefined;
    try {
      const answer = await this.#follow(wire, authorization.header);
      status = answer.statusCode;
      return answer;
    } finally {
      authorization.settle(status);
    }
  }

  readonly #signingIn = () => this.options.onProgress?.({ kind: 'signing-in' });

  /** Follows redirects of the same request within the same origin. */
  async #follow(wire: WireRequest, authorization: Secret | undefined): Promise<RawAnswer> {
    let answer = await this.#send(wire, authorization);
    for (let hops = 0; isRedirect(answer) && mayBeRedirected(this.request) && hops < MOST_REDIRECTS; hops++) {
      await readErrorBody(answer);
      const { target, isSame } = redirectTarget(answer, wire.url);
      if (!isSame) throw this.#redirectedElsewhere(answer, target);
      answer = await this.#send({ ...wire, url: target }, authorization);
    }
    return answer;
  }

  #redirectedElsewhere({ statusCode: status, url }: RawAnswer, target: URL): AttemptError {
    const shown = this.parts.redactor.redact(target.pathname).slice(0, 200);
    const detail: Phrase = { phrase: 'redirected-elsewhere', facts: { target: shown } };
    return statusError({ status, message: '', detail, retryAfter: undefined, host: url.host, path: this.request.path });
  }

  async #send(wire: WireRequest, authorization: Secret | undefined): Promise<RawAnswer> {
    const { transport, session, limits, clock } = this.parts;
    this.options.onProgress?.({ kind: 'sending' });
    // What needs no sign-in learns nothing of who asks.
    const cookie = authorization ? session.cookiesFor(wire.url) : undefined;
    const headers = requestHeaders(wire, authorization?.reveal(), cookie);
    const answer = await transport.send(
      { url: wire.url, method: this.request.method, body: wire.body, headers },
      {
        path: this.request.path,
        signal: this.options.signal,
        timeouts: limits.timeouts,
        repeatable: this.request.repeatable,
        clock,
      },
    );
    const cookies = answer.headers['set-cookie'];
    if (authorization && cookies !== undefined) await session.remember(wire.url, cookies);
    return answer;
  }

  async #accepted(answer: RawAnswer): Promise<RawAnswer> {
    const { statusCode: status, headers, url } = answer;
    if (this.isWanted(status)) return answer;
    const message = serviceMessage(await readErrorBody(answer), this.parts.redactor);
    const retryAfter = readRetryAfter(headerText(headers['retry-after']), headerText(headers.date));
    if (status === 429) this.slot.refused(retryAfter);
    throw statusError({
      status,
      message,
      detail: isRedirect(answer) ? redirectAdvice(this.request) : undefined,
      retryAfter,
      host: url.host,
      path: this.request.path,
    });
  }
}

/** Trouble of the accounts service: it was sent something, but the service has not got the request, or has refused it. */
async function beforeSending<T>(signIn: Promise<T>): Promise<T> {
  try {
    return await signIn;
  } catch (error) {
    throw error instanceof AttemptError && error.sent ? error.with({ sent: false }) : error;
  }
}

function answerOf(raw: RawAnswer, slot: Slot): Answer {
  return {
    statusCode: raw.statusCode,
    ...readContentType(raw.headers['content-type']),
    filename: readFilename(raw.headers['content-disposition']),
    host: raw.url.host,
    date: readDate(raw.headers.date),
    queuedFor: slot.queuedFor,
    consume: (take) => raw.consume(take),
    dispose: () => raw.abandon(),
  };
}

/** The error for a request to a client that was closed. */
export function closedError(path: string): DataConnectError {
  return new DataConnectError('CANCELLED', { endpoint: path, reason: CONNECTION_CLOSED });
}
