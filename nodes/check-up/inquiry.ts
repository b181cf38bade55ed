/** Asks for one thing at a time, never twice for the same, and no more often than was announced. */
import type { Observation, ObserveOptions } from '../client/observe';
import type { ServiceRequest } from '../client/request';
import type { StopSignal } from '../client/waiting/cancellation';
import { DataConnectError } from '../errors';
import type { EndpointPaths } from '../parameters/path-list';
import type { Redactor } from '../secrets/redact';
import type { Said } from './said';

/** Requests of one check-up, sign-in aside. */
export const MOST_REQUESTS = 20;

/** Thrown in the place of one more. */
export class NoMoreRequests extends Error {}

/** What is sent; what is left out is that of a light GET for JSON. */
export interface AskedRequest extends Partial<Omit<ServiceRequest, 'repeatable'>> {
  path: string;
  /** Another host than that of the connection, as the service named it. */
  host?: string;
  /** Tells a repetition from the first time. */
  again?: number;
}

/** A request and what came of it. */
export interface Evidence {
  /** In the API's words: `GET /lists/LocationIDs?LocationType=Store`. */
  sent: string;
  came: Observation | DataConnectError;
  /** What the judge saw in it. */
  notes: Said[];
}

/** An exchange with an answer. */
export interface Answered extends Evidence {
  came: Observation;
}

/** What the check-up needs of the client. */
export interface Observer {
  readonly redactor: Redactor;
  observe(request: ServiceRequest, options: ObserveOptions): Promise<Observation>;
}

/** What is known of the connection. */
export interface InquirySurroundings {
  observer: Observer;
  signal: StopSignal;
  now: Date;
  /** In which date words are meant. */
  zone: string;
  companyId: string | undefined;
  /** Where endpoints are, as the connection says. */
  paths: EndpointPaths;
  /** Whether the connection signs in. */
  signsIn: boolean;
}

/** One check-up on its way: what it may still ask, and what it knows by now. */
export class Inquiry {
  readonly #answers = new Map<string, Observation>();
  #requests = 0;
  #evidence: Evidence[] = [];

  constructor(readonly surroundings: InquirySurroundings) {}

  get requests(): number {
    return this.#requests;
  }

  /** Whether so many more may be sent. */
  hasLeft(count: number): boolean {
    return this.#requests + count <= MOST_REQUESTS;
  }

  /** Of all questions so far. */
  get answers(): readonly Observation[] {
    return [...this.#answers.values()];
  }

  /** What is asked from here on is the evidence of another question. */
  begin(): Evidence[] {
    this.#evidence = [];
    return this.#evidence;
  }

  /** The answer, which is there already where the same was asked before. @throws DataConnectError; NoMoreRequests */
  async ask(asked: AskedRequest): Promise<Answered> {
    const { host, again, ...changes } = asked;
    const request = { ...LIGHT_GET, ...changes };
    const key = JSON.stringify([request, host, again]);
    const sent = describeRequest(request, host, this.surroundings.companyId);
    const known = this.#answers.get(key);
    const before = this.#evidence.find((exchange) => exchange.came === known);
    if (known && before) return before as Answered;
    if (!known && !this.hasLeft(1)) throw new NoMoreRequests();
    try {
      const came = known ?? (await this.#observe(request, host));
      this.#answers.set(key, came);
      const exchange: Answered = { sent, came, notes: [] };
      this.#evidence.push(exchange);
      return exchange;
    } catch (error) {
      if (error instanceof DataConnectError) this.#evidence.push({ sent, came: error, notes: [] });
      throw error;
    }
  }

  #observe(request: ServiceRequest, host: string | undefined): Promise<Observation> {
    const { observer, signal } = this.surroundings;
    this.#requests++;
    return observer.observe(request, { signal, host });
  }
}

const LIGHT_GET = {
  method: 'GET',
  parameters: [],
  body: 'form',
  authenticated: true,
  weight: 'light',
  repeatable: true,
} as const satisfies Partial<ServiceRequest>;

/** As it goes out, without what signs in. @param companyId sent where there is none and something signs in */
function describeRequest(request: ServiceRequest, host: string | undefined, companyId: string | undefined): string {
  const { method, path, parameters, authenticated, body } = request;
  const isNamed = parameters.some(([name]) => name.toLowerCase() === 'companyid');
  const all = companyId && authenticated && !isNamed ? [...parameters, ['CompanyID', companyId]] : parameters;
  const pairs = all.map(([name, value]) => `${name}=${value}`).join('&');
  const origin = host !== undefined && URL.canParse(host) ? new URL(host).origin : '';
  const address = `${method} ${origin}${path}`;
  if (pairs === '') return address;
  return method === 'POST' ? `${address} ${body}: ${pairs}` : `${address}?${pairs}`;
}

/** As `sends` of a question has it. */
export function announced({ host: _host, again: _again, ...asked }: AskedRequest): string {
  return describeRequest({ ...LIGHT_GET, ...asked }, undefined, undefined);
}
