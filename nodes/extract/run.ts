/** One run: a checked request becomes decoded batches, or one body, or an error. Never something between. */
import { hasRecords } from '../catalogue/shared-parameters';
import { DataConnectError, type Phrase } from '../errors';
import type { RecordPiece, Transform } from '../output/transform';
import type { ColumnInfo, DataRecord } from '../record';
import { cleanError } from '../secrets/clean-error';
import { readBody } from './answer-body';
import { Batcher } from './batcher';
import type { BodyFile } from './body-file';
import { FileWindows } from './file-windows';
import { locationIds, locationsPlan } from './locations-plan';
import { ReadAhead } from './read-ahead';
import { RecordWindows } from './record-windows';
import { repeat } from './repeat';
import type { FinishedBatch, RunOptions, Sender } from './run-options';
import type { Batch, RunPlan } from './run-plan';
import { noteAnswer, RunFacts, type RunResult } from './run-progress';
import { WindowedRun, type WindowTaker } from './run-windows';
import type { Turns } from './turns';

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
  if (plan.output.kind === 'file' && options.file) return runIntoFile(plan, client, options, options.file);
  if (plan.output.kind !== 'records' || !hasRecords(plan.response)) return runForBody(plan, client, options);
  return runForRecords(plan, client, options, plan.output.size);
}

async function runForRecords(plan: RunPlan, client: Sender, options: RunOptions, size: number): Promise<RunResult> {
  const ahead = new ReadAhead(options);
  const reading = { ...options, signal: ahead.signal };
  const batcher = new Batcher<DataRecord>(size, async (batch) => {
    await options.sieve?.note();
    return ahead.handOn(await finished(batch, windows.columns, options));
  });
  const windows = new RecordWindows(plan, client, batcher, reading);
  const read = readWindows(plan, client, reading, windows).then(() => batcher.finish());
  await read.finally(() => ahead.end());
  return { kind: 'records' };
}

async function runIntoFile(plan: RunPlan, client: Sender, options: RunOptions, file: BodyFile): Promise<RunResult> {
  const windows = new FileWindows(plan, client, file, options);
  await readWindows(plan, client, options, windows);
  return { kind: 'file', rows: await windows.end() };
}

function readWindows(plan: RunPlan, client: Sender, options: RunOptions, taker: WindowTaker): Promise<void> {
  const list = () => listLocations(plan, client, options);
  return new WindowedRun(plan, client, taker, options, list).readAll();
}

async function finished(batch: Batch<DataRecord>, columns: ColumnInfo[], options: RunOptions): Promise<FinishedBatch> {
  const { transforms = [], shared, watch } = options;
  const piece = { records: batch.records, columns };
  watch?.look(piece);
  return { ...batch, ...(transforms.length === 0 ? piece : await transformed(piece, transforms, shared.turns)) };
}

/** Records that are worked on before others get a turn. */
const RECORDS_AT_ONCE = 64;

/** Does the work without keeping other flows waiting. Without a record, the columns are worked on all the same. */
export async function transformed({ records, columns }: RecordPiece, transforms: readonly Transform[], turns: Turns) {
  const done: RecordPiece = { records: [], columns };
  let start = 0;
  do {
    const some: RecordPiece = { records: records.slice(start, start + RECORDS_AT_ONCE), columns };
    const piece = transforms.reduce((before, transform) => transform.apply(before), some);
    done.records.push(...piece.records);
    done.columns = piece.columns;
    start += RECORDS_AT_ONCE;
    await turns.take();
  } while (start < records.length);
  return done;
}

async function listLocations(plan: RunPlan, client: Sender, options: RunOptions): Promise<string[]> {
  const { shared, signal, timing } = options;
  return locationIds(plan, await collect(locationsPlan(plan), client, { shared, signal, timing }));
}

function tellOfGuess(error: unknown): unknown {
  if (!(error instanceof DataConnectError) || error.code !== 'NOT_FOUND') return error;
  const advice: Phrase = { phrase: 'path-not-confirmed' };
  return new DataConnectError('NOT_FOUND', { ...error.facts, advice }, { cause: error });
}

type QuietOptions = Omit<RunOptions, 'take' | 'facts'>;

/** @returns every record of a plan at once */
export async function collect(plan: RunPlan, client: Sender, options: QuietOptions): Promise<DataRecord[]> {
  let all: DataRecord[] = [];
  const take = ({ records }: FinishedBatch) => {
    all = records;
  };
  await run(plan, client, { ...options, take, facts: new RunFacts() });
  return all;
}

async function runForBody(plan: RunPlan, client: Sender, options: RunOptions): Promise<RunResult> {
  const { facts, signal, onProgress } = options;
  const attempt = async () => {
    facts.requests++;
    const answer = await client.send(plan.request, { signal, onProgress });
    noteAnswer(facts, answer);
    const { bytes, masked, result } = await readBody(answer, plan, client.redactor);
    facts.bytes += bytes;
    facts.masked += masked;
    return result;
  };
  return repeat(attempt, plan, options);
}
