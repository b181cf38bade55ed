/** One run: a checked request becomes decoded batches, or one body, or an error. Never something between. */

import type { RetryContext } from '../client/failures/retry';
import type { Answer, SendOptions, ServiceRequest } from '../client/request';
import type { StopSignal } from '../client/waiting/cancellation';
import { DataConnectError } from '../errors';
import type { ColumnInfo, DataRecord } from '../record';
import { cleanError } from '../secrets/clean-error';
import type { Redactor } from '../secrets/redact';
import { readBody } from './answer-body';
import { Batcher, type TakeBatch } from './batcher';
import { repeat } from './repeat';
import { isRecordFormat, type RunPlan } from './run-plan';
import { noteAnswer, type RunFacts, type RunProgress, type RunResult } from './run-progress';
import { WindowedRun } from './run-windows';

/** What a run needs of the client. */
export interface Sender {
  /** Through which all leaves that the service has said. */
  readonly redactor: Redactor;
  send(request: ServiceRequest, options: SendOptions): Promise<Answer>;
}

export interface RunOptions {
  signal: StopSignal;
  /** Gets the batches in order; the next bytes are read when its promise has settled. */
  take: TakeBatch<DataRecord>;
  /** Columns as known when a batch goes out. */
  onColumns?: (columns: ColumnInfo[]) => void;
  onProgress?: (progress: RunProgress) => void;
  /** Filled while the run goes on. */
  facts: RunFacts;
  /** For tests: how long the waits before a retry are. */
  timing?: Pick<RetryContext, 'random' | 'firstDelay'>;
}

/**
 * Carries out a plan.
 * @throws DataConnectError, free of secrets; a batch already handed on stays valid, but the run is not complete
 */
export async function run(plan: RunPlan, client: Sender, options: RunOptions): Promise<RunResult> {
  try {
    return await runPlan(plan, client, options);
  } catch (error) {
    throw cleanError(plan.pathIsGuess ? tellOfGuess(error) : error, client.redactor);
  }
}

async function runPlan(plan: RunPlan, client: Sender, options: RunOptions): Promise<RunResult> {
  if (plan.output.kind === 'body' || !isRecordFormat(plan.response)) return runForBody(plan, client, options);
  const batcher = new Batcher(plan.output.size, options.take);
  const columns = await new WindowedRun(plan, client, batcher, options).readAll();
  options.onColumns?.(columns);
  await batcher.finish();
  return { kind: 'records', columns };
}

function tellOfGuess(error: unknown): unknown {
  if (!(error instanceof DataConnectError) || error.code !== 'NOT_FOUND') return error;
  return new DataConnectError(
    'NOT_FOUND',
    { ...error.facts, advice: { phrase: 'path-not-confirmed' } },
    { cause: error },
  );
}

/** @returns every record of a plan at once */
export async function collect(plan: RunPlan, client: Sender, options: Omit<RunOptions, 'take'>): Promise<DataRecord[]> {
  let all: DataRecord[] = [];
  await run(plan, client, {
    ...options,
    take: ({ records }) => {
      all = records;
    },
  });
  return all;
}

async function runForBody(plan: RunPlan, client: Sender, options: RunOptions): Promise<RunResult> {
  const { facts, signal, onProgress, timing } = options;
  const attempt = async () => {
    facts.requests++;
    const answer = await client.send(plan.request, { signal, onProgress });
    noteAnswer(facts, answer);
    const { bytes, masked, result } = await readBody(answer, plan, client.redactor);
    facts.bytes += bytes;
    facts.masked += masked;
    return result;
  };
  return repeat(attempt, {
    endpoint: plan.endpoint,
    retries: plan.retries,
    repeatable: plan.request.repeatable,
    signal,
    timing,
    canReturn: () => true,
    onRetry: (delay, count) => {
      facts.retries++;
      onProgress?.({ kind: 'retrying', delay, attempt: count });
    },
  });
}
