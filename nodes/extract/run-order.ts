/** What a run is asked for, before anything of it is checked. Whoever starts a run writes one down for `makePlan`. */
import type { Endpoint } from '../catalogue/schema';
import type { ServiceRequest } from '../client/request';
import type { StopDateMeaning } from '../parameters/date-axis';
import type { EndpointPaths } from '../parameters/path-list';
import type { NodeSettings } from '../stored/stored-node';

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

/** What a person chooses in a node. `anyway`: send in spite of problems. */
export interface RunChoice extends Pick<NodeSettings['sending'], 'method' | 'body' | 'anyway'> {
  /** Overrides the path of the connection and of the catalogue when not empty. */
  path: string;
  output: OutputMode;
  windows: WindowChoice;
}

type OutputKind = NodeSettings['output']['mode'];

/** What is sent on. `size`: records of a batch. */
export type OutputMode = { kind: Exclude<OutputKind, 'batches'> } | { kind: 'batches'; size: number };

type WindowKind = NodeSettings['windows']['kind'];

/** `auto`: only as the row limit demands. `none`: never. `calendar`: `count` days, weeks or months each. */
export type WindowChoice =
  | { kind: Extract<WindowKind, 'auto' | 'none'> }
  | { kind: 'calendar'; unit: Exclude<WindowKind, 'auto' | 'none'>; count: number };

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
  /** How a body is written where the order leaves that to the connection. */
  postBody: ServiceRequest['body'];
  /** Where they differ from the catalogue's. */
  paths: EndpointPaths;
}

/** For a list that is fetched for its values: as the catalogue has it, all of it at once. */
export const WHOLE_LIST: RunChoice = {
  path: '',
  method: 'GET',
  body: 'connection',
  anyway: false,
  output: { kind: 'all' },
  windows: { kind: 'none' },
};

/** What is asked for, in errors: the endpoint's title, or the request node's path. */
export function titleOf({ endpoint, choice }: Pick<RunOrder, 'endpoint' | 'choice'>): string {
  return endpoint?.title ?? choice.path;
}
