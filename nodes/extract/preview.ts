/** The beginning of what a run would give: the same request, reader and transforms; then the reading stops. */
import { hasRecords } from '../catalogue/shared-parameters';
import { readableText } from '../charset/readable-text';
import { Stop, type StopSignal } from '../client/waiting/cancellation';
import type { Phrase } from '../errors';
import type { ColumnInfo, DataRecord } from '../record';
import { HeadFile } from './head-file';
import { run } from './run';
import type { FinishedBatch, RunOptions, Sender } from './run-options';
import type { RunPlan } from './run-plan';
import { RunFacts } from './run-progress';
import { sideEffectOf } from './side-effect';

/** Records that are shown to a person. */
const RECORDS = 20;
/** Bytes of a text that are read; lines and characters of it that are shown. */
const BYTES = 16_384;
const LINES = 20;
const CHARACTERS = 4000;

export type Preview =
  | { kind: 'records'; columns: ColumnInfo[]; records: DataRecord[]; hasMore: boolean; host: string }
  | { kind: 'text'; text: string; hasMore: boolean; host: string };

/** @returns why nothing of it is asked for; undefined where it only reads, and what it reads can be shown */
export function refusalOf(plan: RunPlan): Phrase | undefined {
  const effect = sideEffectOf(plan);
  if (effect === 'mail') return { phrase: 'preview-email' };
  if (plan.response === 'Excel') return { phrase: 'preview-workbook' };
  return effect && { phrase: 'preview-changes' };
}

type PreviewOptions = Pick<RunOptions, 'shared' | 'transforms'> & { signal: StopSignal; most?: number };

/**
 * @param plan of the run; `refusalOf` must have nothing against it
 * @param options `signal`: stops it, and lets its slot go, as the end of the preview does. `most`: records of the beginning
 * @throws DataConnectError as the run would
 */
export async function preview(
  plan: RunPlan,
  client: Sender,
  { signal, most = RECORDS, ...options }: PreviewOptions,
): Promise<Preview> {
  const stop = new Stop(signal);
  const reading = { ...options, signal: stop, facts: new RunFacts() };
  // Nothing is asked for that nobody will see.
  const asked: RunPlan = { ...plan, terms: { ...plan.terms, requestsAtOnce: 1, retries: 1 } };
  try {
    return plan.output.kind === 'records' && hasRecords(plan.response)
      ? await firstRecords(asked, client, reading, most)
      : await firstLines(asked, client, reading);
  } finally {
    stop.end();
  }
}

type Reading = Omit<RunOptions, 'take' | 'signal'> & { signal: Stop };

/** Whoever has enough stops the run by this; it then ends as cancelled, which is no error here. */
const ENOUGH = 'enough was read';

async function firstRecords(plan: RunPlan, client: Sender, reading: Reading, most: number): Promise<Preview> {
  let first: FinishedBatch | undefined;
  const take = (batch: FinishedBatch) => {
    first = batch;
    reading.signal.stop(ENOUGH);
  };
  await unlessEnough(run({ ...plan, output: { kind: 'records', size: most } }, client, { ...reading, take }), reading);
  const { columns, records, last } = first!;
  return { kind: 'records', columns, records, hasMore: !last, host: reading.facts.host ?? '' };
}

/** Read as for a file, which is looked through piece by piece and not held whole. */
async function firstLines(plan: RunPlan, client: Sender, reading: Reading): Promise<Preview> {
  const file = new HeadFile(BYTES, () => reading.signal.stop(ENOUGH));
  const windows: RunPlan['windows'] =
    plan.output.kind === 'file' ? plan.windows : { ...plan.windows, choice: { kind: 'none' } };
  const asFile: RunPlan = { ...plan, windows, output: { kind: 'file' } };
  await unlessEnough(run(asFile, client, { ...reading, file, take: () => {} }), reading);
  const isCut = reading.signal.reason === ENOUGH;
  const whole = readableText(file.bytes, undefined);
  const text = whole
    .split(/\r\n|\r|\n/, LINES)
    .join('\n')
    .slice(0, CHARACTERS);
  const hasMore = isCut || text.length < whole.trimEnd().replaceAll('\r\n', '\n').length;
  return { kind: 'text', text, hasMore, host: reading.facts.host ?? '' };
}

async function unlessEnough(running: Promise<unknown>, { signal }: Reading): Promise<void> {
  try {
    await running;
  } catch (error) {
    if (signal.reason !== ENOUGH) throw error;
  }
}
