/** What one run is to do: data only, made by whoever starts it and never changed. */
import type { Column } from '../catalogue/schema';
import { hasRecords, type ResponseFormat } from '../catalogue/shared-parameters';
import type { ServiceRequest } from '../client/request';

export type RecordFormat = Extract<ResponseFormat, 'Json' | 'JsonDataTable' | 'Xml' | 'XmlDataTable' | 'Csv'>;

export interface RunPlan {
  /** Unique name of the run: `msg.dataconnect.run` and `msg.parts.id`. */
  id: string;
  /** Title of the endpoint, for errors. */
  endpoint: string;
  request: Omit<ServiceRequest, 'parameters'>;
  /** Every parameter to send, `Response` included, in order. */
  parameters: ReadonlyArray<readonly [name: string, value: string]>;
  response: ResponseFormat;
  /** The columns the catalogue expects; they give Csv and Xml values their types. */
  columns: readonly Column[];
  output: RunOutput;
  /** Attempts after the first, for failures that may pass. */
  retries: number;
}

/** `records` in batches of `size` (Infinity: all at once); or the body as it came. */
export type RunOutput = { kind: 'records'; size: number } | { kind: 'body' };

export interface Batch<R> {
  records: R[];
  /** Position among the run's batches, from 0. */
  index: number;
  last: boolean;
}

export function isRecordFormat(response: ResponseFormat): response is RecordFormat {
  return hasRecords(response);
}
