/** One run: a checked request becomes decoded batches, or one body, or an error. Never something between. */
import type { Answer, SendOptions, ServiceRequest } from '../client/request';
import { decideRetry } from '../client/retry';
import type { ColumnInfo, DataRecord } from '../decode/record-reader';
import { DataConnectError } from '../errors';
import { readBody } from './answer-body';
import { readRecords } from './answer-records';
import { Batcher, type TakeBatch } from './batcher';
import { pause } from './pause';
import { isRecordFormat, type RunPlan } from './run-plan';
import type { RunFacts, RunProgress, RunResult } from './run-progress';

/** What a run needs of the client. */
export interface Sender {
  send(request: ServiceRequest, options: SendOptions): Promise<Answer>;
}

export interface RunOptions {
  signal: AbortSignal;
  /** Gets the batches in order; the next bytes are read when its promise has settled. */
  take: TakeBatch<DataRecord>;
  /** Columns as known when a batch goes out. */
  onColumns?: (columns: ColumnInfo[]) => void;
  onProgress?: (progress: RunProgress) => void;
  /** Filled while the run goes on. */
  facts: RunFacts;
}

/**
 * Carries out a plan.
 * @throws DataConnectError; a batch already handed on stays valid, but the run is not complete
 */
export async function run(plan: RunPlan, client: Sender, options: RunOptions): Promise<RunResult> {
  if (plan.output.kind === 'body' || !isRecordFormat(plan.response)) return runForBody(plan, client, options);
  return runForRecords(plan, plan.output.size, client, options);
}

async function runForRecords(plan: RunPlan, size: number, client: Sender, options: RunOptions): Promise<RunResult> {
  const batcher = new Batcher(size, options.take);
  const columns = await repeating(plan, options, batcher, async () => {
    const answer = await send(plan, client, options);
    const read = await readRecords(answer, plan, async (records, columns) => {
      options.facts.rows += records.length;
      options.onProgress?.({ kind: 'records', rows: options.facts.rows });
      options.onColumns?.(columns);
      await batcher.push(records);
    });
    options.facts.bytes += read.bytes;
    return read.columns;
  });
  options.onColumns?.(columns);
  await batcher.finish();
  return { kind: 'records', columns };
}

async function runForBody(plan: RunPlan, client: Sender, options: RunOptions): Promise<RunResult> {
  return repeating(plan, options, NOTHING_HANDED_ON, async () => {
    const answer = await send(plan, client, options);
    const { bytes, result } = await readBody(answer, plan);
    options.facts.bytes += bytes;
    return result;
  });
}

async function send(plan: RunPlan, client: Sender, options: RunOptions): Promise<Answer> {
  const { facts, signal, onProgress } = options;
  facts.requests++;
  const answer = await client.send({ ...plan.request, parameters: plan.parameters }, { signal, onProgress });
  facts.host = answer.host;
  facts.statusCode = answer.statusCode;
  facts.queuedFor += answer.queuedFor;
  onProgress?.({ kind: 'receiving' });
  return answer;
}

/** What has been handed on, and can be taken back no more. */
interface HandedOn {
  readonly position: number;
  canReturnTo(position: number): boolean;
  returnTo(position: number): void;
}

/** A body is handed on whole or not at all. */
const NOTHING_HANDED_ON: HandedOn = { position: 0, canReturnTo: () => true, returnTo: () => undefined };

/** Repeats `attempt` as the retry table says, as long as none of its records was handed on. */
async function repeating<T>(
  plan: RunPlan,
  options: RunOptions,
  handedOn: HandedOn,
  attempt: () => Promise<T>,
): Promise<T> {
  const { facts, signal, onProgress } = options;
  const start = { position: handedOn.position, rows: facts.rows };
  for (let count = 1; ; count++) {
    try {
      return await attempt();
    } catch (error) {
      const decision = decideRetry(asDataConnectError(error), {
        attempt: count,
        retries: plan.retries,
        repeatable: plan.request.repeatable,
        handedOn: !handedOn.canReturnTo(start.position),
      });
      if (decision.kind === 'stop') throw decision.error;
      handedOn.returnTo(start.position);
      facts.rows = start.rows;
      facts.retries++;
      onProgress?.({ kind: 'retrying', delay: decision.delay, attempt: count + 1 });
      await pause(decision.delay, signal, plan.endpoint);
    }
  }
}

function asDataConnectError(error: unknown): DataConnectError {
  if (error instanceof DataConnectError) return error;
  return new DataConnectError(
    'INTERNAL',
    { detail: error instanceof Error ? error.message : String(error) },
    { cause: error },
  );
}
