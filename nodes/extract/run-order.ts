/** What a run is asked for, before anything of it is checked. Whoever starts a run writes one down for `makePlan`. */
import type { Endpoint } from '../catalogue/schema';
import type { ServiceRequest } from '../client/request';
import type { StopDateMeaning } from '../parameters/date-axis';

export interface RunOrder {
  /** The catalogue's entry; undefined for the request node, which may ask for anything. */
  endpoint: Endpoint | undefined;
  choice: RunChoice;
  /** Values by name, blank ones included. */
  given: ReadonlyMap<string, unknown>;
  terms: ConnectionTerms;
  /** What `today` and the like are counted from. */
  now: Date;
}

/** What a person chooses in a node. */
export interface RunChoice {
  /** Overrides the catalogue's path when not empty. */
  path: string;
  method: ServiceRequest['method'];
  body: ServiceRequest['body'];
  /** Send in spite of problems. */
  anyway: boolean;
  output: OutputMode;
  windows: WindowChoice;
}

export type OutputMode =
  | { kind: 'all' }
  | { kind: 'batches'; size: number }
  | { kind: 'each' }
  | { kind: 'text' }
  | { kind: 'buffer' };

/** `auto`: only as the row limit demands. `none`: never. `calendar`: `count` days, weeks or months each. */
export type WindowChoice =
  | { kind: 'auto' }
  | { kind: 'none' }
  | { kind: 'calendar'; unit: 'day' | 'week' | 'month'; count: number };

/** What a connection lays down for every run over it. */
export interface ConnectionTerms {
  /** With the company, what row limits are remembered for. */
  serviceUrl: string;
  /** Sent as `CompanyID` where the order has none. */
  companyId: string | undefined;
  /** Whether it signs in. A path that the catalogue lacks is then taken to need it, else not. */
  signsIn: boolean;
  /** Attempts after the first, for failures that may pass. */
  retries: number;
  /** Requests that may be active at once. */
  requestsAtOnce: number;
  /** What the service takes StopDate for. */
  stopDate: StopDateMeaning;
  /** IANA zone in which dates are meant. */
  zone: string;
}

/** For a list that is fetched for its values: as the catalogue has it, all of it at once. */
export const WHOLE_LIST: RunChoice = {
  path: '',
  method: 'GET',
  body: 'form',
  anyway: false,
  output: { kind: 'all' },
  windows: { kind: 'none' },
};

/** What is asked for, in errors: the endpoint's title, or the request node's path. */
export function titleOf({ endpoint, choice }: Pick<RunOrder, 'endpoint' | 'choice'>): string {
  return endpoint?.title ?? choice.path;
}
