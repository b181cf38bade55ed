/** What a run tells about itself while it works, and what it says at its end. */
import type { RequestProgress } from '../client/request';
import type { ColumnInfo } from '../decode/record-reader';

export type RunProgress =
  | RequestProgress
  /** Records handed over by the decoder so far. */
  | { kind: 'records'; rows: number }
  /** A failure that may pass: the next attempt starts in `delay` milliseconds. */
  | { kind: 'retrying'; delay: number; attempt: number };

/** The facts of a run, for `msg.dataconnect`. Filled in as they become known, so that a failed run has them too. */
export interface RunFacts {
  host: string | undefined;
  statusCode: number | undefined;
  /** Records decoded. 0 for bodies that are passed on as they came. */
  rows: number;
  /** Bytes of the decoded bodies. */
  bytes: number;
  /** HTTP requests for data sent, repeats included. */
  requests: number;
  retries: number;
  /** Milliseconds spent waiting for a slot. */
  queuedFor: number;
}

export type RunResult =
  | { kind: 'records'; columns: ColumnInfo[] }
  | { kind: 'body'; body: Buffer; charset: string | undefined; contentType: string; filename: string | undefined }
  | { kind: 'acknowledgement'; body: string };
