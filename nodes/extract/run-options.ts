/** What a run is given beside its plan. */
import type { RetryContext } from '../client/failures/retry';
import type { Answer, SendOptions, ServiceRequest } from '../client/request';
import type { StopSignal } from '../client/waiting/cancellation';
import type { RecordPiece, Transform } from '../output/transform';
import type { DataRecord } from '../record';
import type { Redactor } from '../secrets/redact';
import type { BodyFile } from './body-file';
import type { LearnedWindows } from './learned-windows';
import type { Batch } from './run-plan';
import type { RunFacts, RunProgress } from './run-progress';
import type { Sieve } from './sieve';
import type { Turns } from './turns';

/** What a run needs of the client. */
export interface Sender {
  /** Through which all leaves that the service has said. */
  readonly redactor: Redactor;
  send(request: ServiceRequest, options: SendOptions): Promise<Answer>;
}

/** With the columns as known when it goes out. */
export type FinishedBatch = Batch<DataRecord> & RecordPiece;

export interface RunOptions {
  /** With all other runs. */
  shared: { turns: Turns; learned: LearnedWindows };
  signal: StopSignal;
  /** Gets the batches in order, the next when its promise has settled; meanwhile one batch is read ahead. */
  take: (batch: FinishedBatch) => void | Promise<void>;
  /** Where the body of a run goes that is for a file. */
  file?: BodyFile | undefined;
  /** Looks at records as they are read, also at those that do not leave. */
  onRead?: ((piece: RecordPiece) => void) | undefined;
  /** Looks at batches as they were read, before anything is done to them; what it throws ends the run. */
  watch?: { look(piece: RecordPiece): void } | undefined;
  /** Decides which records leave. Default: all. */
  sieve?: Sieve | undefined;
  /** What is done to batches before, in this order. Default: nothing. */
  transforms?: readonly Transform[];
  onProgress?: (progress: RunProgress) => void;
  /** Filled while the run goes on. */
  facts: RunFacts;
  /** For tests: how long the waits before a retry are. Default: as `RetryContext` says. */
  timing?: Pick<RetryContext, 'random' | 'firstDelay'>;
}
