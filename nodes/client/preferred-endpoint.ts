/** The base URL with the lowest latency for a company (docs/api.md, Session): asked once, used if possible. */
import { isJsonObject } from './failures/service-message';
import { acceptPreferredEndpoint } from './host-rules';
import { cancelled, type StopSignal } from './waiting/cancellation';
import type { Clock } from './waiting/clock';
import { SingleFlight } from './waiting/single-flight';

/** Resolves with what the service names; undefined when it names none. */
export type RequestEndpoint = (companyId: string | undefined, signal: StopSignal) => Promise<string | undefined>;

/** A request that failed, or a host that could not be reached, is not tried again for this long. */
const PAUSE = 600_000;

interface Choice {
  base: URL;
  /** Kept for good, or until then. */
  until: number;
}

/** The choice for each company of one connection, kept as long as the connection is. */
export class PreferredEndpoint {
  readonly #choices = new Map<string, Choice>();
  readonly #flights = new Map<string, SingleFlight<URL>>();

  constructor(
    readonly service: URL,
    readonly request: RequestEndpoint,
    readonly clock: Clock,
  ) {}

  /**
   * The base URL to use for a company. Trouble on the way means the service URL.
   * @throws DataConnectError `CANCELLED` only
   */
  async baseFor(companyId: string | undefined, signal: StopSignal): Promise<URL> {
    const key = companyId ?? '';
    const known = this.known(companyId);
    if (known) return known;
    const flight = this.#flights.get(key) ?? new SingleFlight<URL>();
    this.#flights.set(key, flight);
    return flight.join(
      (shared) => this.#choose(key, companyId, shared),
      signal,
      () => cancelled(signal, '/session'),
    );
  }

  /** The choice as it stands; undefined where the service would have to be asked. */
  known(companyId: string | undefined): URL | undefined {
    const choice = this.#choices.get(companyId ?? '');
    return choice && this.clock.now() < choice.until ? choice.base : undefined;
  }

  /** Says that a base URL cannot be reached: the service URL is used for a while. */
  unreachable(companyId: string | undefined): void {
    this.#choices.set(companyId ?? '', { base: this.service, until: this.clock.now() + PAUSE });
  }

  async #choose(key: string, companyId: string | undefined, signal: StopSignal): Promise<URL> {
    const choice = await this.#requested(companyId, signal);
    if (!signal.aborted) this.#choices.set(key, choice);
    return choice.base;
  }

  async #requested(companyId: string | undefined, signal: StopSignal): Promise<Choice> {
    try {
      const candidate = await this.request(companyId, signal);
      const base = candidate ? acceptPreferredEndpoint(candidate, this.service) : this.service;
      return { base, until: Number.POSITIVE_INFINITY };
    } catch {
      return { base: this.service, until: this.clock.now() + PAUSE };
    }
  }
}

/** `PreferredEndpoint` in the answer of `/session` or, for one company, of `/master/relationships`. */
export function endpointIn(answer: unknown, companyId: string | undefined): string | undefined {
  const records = Array.isArray(answer) ? answer : [answer];
  const wanted = records.filter(isJsonObject).find((record) => {
    return companyId === undefined || !('CompanyID' in record) || String(record.CompanyID) === companyId;
  });
  const endpoint = wanted?.PreferredEndpoint;
  return typeof endpoint === 'string' && endpoint !== '' ? endpoint : undefined;
}
