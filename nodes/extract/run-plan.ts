/** What one run is to do: data only, made by whoever starts it and never changed. */
import type { Column } from '../catalogue/schema';
import type { ResponseFormat } from '../catalogue/shared-parameters';
import type { ServiceRequest } from '../client/request';
import type { DateAxis } from '../parameters/date-axis';
import type { LocationFilter } from './location-filter';
import type { ConnectionTerms, WindowChoice } from './run-order';

export interface RunPlan {
  /** Title of the endpoint, for errors. */
  endpoint: string;
  /** The whole of it, with every parameter to send; a window changes some of them. */
  request: ServiceRequest;
  response: ResponseFormat;
  /** The columns the catalogue expects; they give Csv and Xml values their types. */
  columns: readonly Column[];
  /** False where a person set another path than the catalogue's, so that the answer may have other columns. */
  columnsAreCertain: boolean;
  /** True where the endpoint is there to change something, wherever a person says it is. */
  changes: boolean;
  output: RunOutput;
  windows: WindowPlan;
  /** Of the order it was made of. */
  terms: ConnectionTerms;
  /** True where the path is derived or guessed, so that a 404 can say so. */
  pathIsGuess: boolean;
}

/** `records` in batches of `size` (Infinity: all at once); or the body as it came, in a message or into a file. */
export type RunOutput = { kind: 'records'; size: number } | { kind: 'body' } | { kind: 'file' };

/** How the range of a run may be cut into windows. */
export interface WindowPlan {
  choice: WindowChoice;
  /** Undefined where the request has no pair of dates. */
  axis: DateAxis | undefined;
  /** Undefined where the request names no locations. */
  locations: LocationFilter | undefined;
  /**
   * True where each record belongs to one instant of the range. Records that are totals over the range change their
   * meaning when the range is cut, so it is cut only by hand.
   */
  byDate: boolean;
  /** True for reports over a range; a list of changes, say, has no totals. */
  mayBeTotals: boolean;
  /** True where each record belongs to one location. */
  byLocation: boolean;
  /** Under which the pieces that the service accepted are remembered: service, company, path and other parameters. */
  memory: string;
}

export interface Batch<R> {
  records: R[];
  /** Position among the run's batches, from 0. */
  index: number;
  last: boolean;
  /** In words, the windows of the run that the records are of, in their order; of a run with one window only, none. */
  windows: string[];
}
