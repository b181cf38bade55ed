/** Test connection: goes through the layers of a connection one by one and says which one fails. */
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import sentences from '../../locales/en-US/diagnosis.json';
import { DataConnectError, type ErrorCode, type Facts, sentence } from '../errors';
import { isJsonObject } from './failures/service-message';
import { readJson } from './preferred-endpoint-request';
import type { ServiceRequest } from './request';
import { type Parts, sendOnce } from './sending';
import { LIGHT_LIST_PATH, lightRequest, SESSION_PATH, VERSION_PATH } from './service-requests';
import { Slots } from './slots/slots';
import type { ConnectionPool } from './transport/connection-pool';
import { networkError } from './transport/network-errors';
import { hostOf } from './transport/reach-host';
import { capped } from './transport/timeouts';
import { cancelled, orCancelled, type StopSignal } from './waiting/cancellation';

const LAYERS = ['name-lookup', 'proxy', 'connect', 'tls', 'sign-in', 'permission', 'employee-mapping'] as const;

const BELOW_HTTP = ['name-lookup', 'proxy', 'connect', 'tls'] as const;

/** Those that need a sign-in. */
const ABOVE_TLS = ['sign-in', 'permission', 'employee-mapping'] as const;

export type LayerName = (typeof LAYERS)[number];

type SentenceCode = keyof typeof sentences;

export interface LayerResult {
  layer: LayerName;
  state: 'ok' | 'warning' | 'failed' | 'skipped';
  /** Key of the sentence: of `locales/<language>/diagnosis.json`, or of `errors.json` where an error says why. */
  code: SentenceCode | ErrorCode;
  /** What fills it. Free of secrets. */
  facts: Facts;
  /** The sentence in English. */
  text: string;
}

export interface Diagnosis {
  ok: boolean;
  /** Every layer once, in the order of LAYERS. */
  layers: LayerResult[];
}

/** A person is waiting: nothing here takes longer than this, in milliseconds. */
const PATIENCE = 30_000;

/**
 * Tries the layers from the bottom up; after the first failure the rest is skipped.
 * @throws DataConnectError `CANCELLED`
 */
export async function diagnose(parts: Parts, pool: ConnectionPool, signal: StopSignal): Promise<Diagnosis> {
  const run = new DiagnosisRun(impatient(parts), pool, signal);
  await run.go();
  if (signal.aborted) throw cancelled(signal, SESSION_PATH);
  return run.result();
}

/** Short timeouts, and a queue of its own: a test must not wait behind a report. */
function impatient(parts: Parts): Parts {
  const limits = { ...parts.limits, timeouts: capped(parts.limits.timeouts, PATIENCE) };
  return { ...parts, slots: new Slots(parts.clock), preferred: undefined, limits };
}

class DiagnosisRun {
  readonly #found = new Map<LayerName, LayerResult>();

  constructor(
    readonly parts: Parts,
    readonly pool: Pick<ConnectionPool, 'routeTo' | 'connector'>,
    readonly signal: StopSignal,
  ) {}

  result(): Diagnosis {
    const layers = LAYERS.map((layer) => this.#found.get(layer) ?? entry(layer, 'skipped', 'NOT_TRIED', {}));
    return { ok: !this.#hasFailed(), layers };
  }

  get #isPractice(): boolean {
    return this.pool.connector.openSocket !== undefined;
  }

  async go(): Promise<void> {
    this.#noteWhatDoesNotApply();
    for (const step of [this.#lookup, this.#reach, this.#signIn, this.#readList]) {
      await step.call(this);
      if (this.#hasFailed()) return;
    }
  }

  /** Known before anything is tried, and so what is said of it, whichever step fails. */
  #noteWhatDoesNotApply(): void {
    const { service, authorizer } = this.parts;
    const { host } = service;
    if (this.#isPractice) {
      for (const layer of BELOW_HTTP) this.#note(layer, 'skipped', 'PRACTICE_INSIDE', {});
    } else {
      if (!this.pool.routeTo(service)) this.#note('proxy', 'skipped', 'NO_PROXY', { host });
      if (service.protocol === 'http:') this.#note('tls', 'skipped', 'PLAIN_ON_THIS_MACHINE', { host });
    }
    if (authorizer) return;
    for (const layer of ABOVE_TLS) this.#note(layer, 'skipped', 'NO_SIGN_IN', {});
  }

  async #lookup(): Promise<void> {
    if (this.#isPractice) return;
    const { service, authorizer } = this.parts;
    for (const url of [service, ...(authorizer?.tokenUrl ? [authorizer.tokenUrl] : [])]) {
      if (this.pool.routeTo(url)) return this.#note('name-lookup', 'skipped', 'NAME_BY_PROXY', {});
      const host = hostOf(url);
      if (isIP(host)) continue;
      try {
        await orCancelled(lookup(host), this.signal, SESSION_PATH);
      } catch (error) {
        const state = { host: url.host, path: '/', sent: false, answering: false, bytes: 0 };
        return this.#failed('name-lookup', networkError(error, state));
      }
    }
    const facts = { host: service.hostname };
    this.#note('name-lookup', 'ok', isIP(hostOf(service)) ? 'NAME_IS_ADDRESS' : 'NAME_FOUND', facts);
  }

  /** Any answer will do, even a 404: it came through all layers below HTTP. */
  async #reach(): Promise<void> {
    const { error } = await this.#ask(lightRequest(VERSION_PATH, false));
    const layer = error && layerBelowHttp(error);
    if (layer === 'tls') this.#note('connect', 'ok', 'CONNECTED', { host: String(error?.facts.host ?? '') });
    if (layer) return this.#failed(layer, error);
    if (this.#isPractice) return;
    const { service } = this.parts;
    const { host } = service;
    const proxy = this.pool.routeTo(service);
    if (proxy) this.#note('proxy', 'ok', 'PROXY_PASSED', { proxy: proxy.url.host });
    this.#note('connect', 'ok', 'CONNECTED', { host });
    if (service.protocol === 'http:') return;
    if (this.pool.connector.acceptsAnyCertificate) this.#note('tls', 'warning', 'TLS_UNCHECKED', { host });
    else this.#note('tls', 'ok', 'TLS_SECURED', { host });
  }

  async #signIn(): Promise<void> {
    if (!this.parts.authorizer) return;
    // A person wants the credentials tried, whatever is known of them.
    this.parts.authorizer.standing.forgive();
    const { answer: session, error } = await this.#ask(lightRequest(SESSION_PATH));
    if (error && error.code !== 'FORBIDDEN') return this.#failed(layerBelowHttp(error) ?? 'sign-in', error);
    this.parts.redactor.learnTokens(session);
    const user = field(session, 'Username');
    this.#note('sign-in', 'ok', user ? 'SIGNED_IN' : 'SIGNED_IN_UNNAMED', { user });
    if (error) return this.#failed(layerOfForbidden(error), error);
    this.#noteEmployee(field(session, 'RQEmployeeId'));
  }

  #noteEmployee(employee: string | undefined): void {
    if (employee === undefined) this.#note('employee-mapping', 'skipped', 'EMPLOYEE_UNSAID', {});
    else if (/^(0|-1|)$/.test(employee.trim())) this.#note('employee-mapping', 'failed', 'EMPLOYEE_MISSING', {});
    else this.#note('employee-mapping', 'ok', 'EMPLOYEE_KNOWN', { employee });
  }

  async #readList(): Promise<void> {
    if (!this.parts.authorizer) return;
    const { error } = await this.#ask(lightRequest(LIGHT_LIST_PATH));
    if (!error) return this.#note('permission', 'ok', 'PERMITTED', {});
    if (error.code === 'FORBIDDEN') return this.#failed(layerOfForbidden(error), error);
    if (error.code === 'NOT_FOUND') {
      return this.#note('permission', 'skipped', 'LIST_UNKNOWN', { host: this.parts.service.host });
    }
    this.#failed(layerBelowHttp(error) ?? 'permission', error);
  }

  /** The JSON that came, or the error of the request. */
  async #ask(request: ServiceRequest): Promise<{ answer?: unknown; error?: DataConnectError }> {
    try {
      return { answer: await readJson(await sendOnce(this.parts, request, { signal: this.signal })) };
    } catch (error) {
      if (error instanceof DataConnectError) return { error };
      throw error;
    }
  }

  #failed(layer: LayerName, error: DataConnectError): void {
    this.#found.set(layer, { layer, state: 'failed', code: error.code, facts: error.facts, text: error.message });
  }

  #note(layer: LayerName, state: LayerResult['state'], code: SentenceCode, facts: Facts): void {
    this.#found.set(layer, entry(layer, state, code, facts));
  }

  #hasFailed(): boolean {
    return [...this.#found.values()].some(({ state }) => state === 'failed');
  }
}

function entry(layer: LayerName, state: LayerResult['state'], code: SentenceCode, facts: Facts): LayerResult {
  return { layer, state, code, facts, text: sentence(sentences[code], facts) };
}

function layerBelowHttp(error: DataConnectError): LayerName | undefined {
  if (error.code === 'PROXY_FAILED') return 'proxy';
  if (error.code === 'TLS_FAILED') return 'tls';
  if (error.code === 'NETWORK' || error.code === 'TIMEOUT') return 'connect';
  return error.code === 'CONNECTION_INVALID' ? 'proxy' : undefined;
}

function layerOfForbidden(error: DataConnectError): LayerName {
  return error.facts.reason === 'employee-mapping' ? 'employee-mapping' : 'permission';
}

/** A field of the session as text; the service has sent it as text and as a number (docs/api.md, Session). */
function field(session: unknown, name: string): string | undefined {
  const record = Array.isArray(session) ? session[0] : session;
  const value = isJsonObject(record) ? record[name] : undefined;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}
