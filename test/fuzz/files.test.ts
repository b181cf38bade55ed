/** What becomes a file must be what becomes records: the same answers are refused, and as many rows are counted. */
import assert from 'node:assert/strict';
import type { Answer } from '../../nodes/client/request';
import { createReader } from '../../nodes/decode/create-reader';
import { DataConnectError } from '../../nodes/errors';
import { readRecords } from '../../nodes/extract/answer-records';
import { FileWindows } from '../../nodes/extract/file-windows';
import { makePlan } from '../../nodes/extract/make-plan';
import type { RunPlan } from '../../nodes/extract/run-plan';
import { RunFacts } from '../../nodes/extract/run-progress';
import { Redactor } from '../../nodes/secrets/redact';
import { chunksOf, tiny } from '../decode/reading';
import { MemoryFile } from '../extract/memory-file';
import { orderFor, shared } from '../extract/run-against';
import { answerOf } from './answer';
import { type FuzzedFormat, fuzzedFormats } from './formats';
import { mutated } from './mutate';
import { Random } from './random';
import { casesOf } from './share';

/** Per format: a fifth of what records are tried with, since each case is read three times. */
const CASES = casesOf(20_000, 1000);
const SEED = Number(process.env.DATACONNECT_FUZZ_SEED ?? 20_261_129);

const redactor = new Redactor(['a-secret-nobody-says']);

/** Rows, or the words of the error. */
type Verdict = number | string;

describe('an answer that something happened to, on its way into a file', () => {
  for (const variants of fuzzedFormats) {
    it(`is refused or counted as it is with records: ${variants[0]!.format}`, async () => {
      for (let index = 0; index < CASES; index++) {
        const random = new Random(SEED + index);
        const variant = variants[index % variants.length]!;
        const [whole, other] = [Buffer.from(variant.whole(random)), Buffer.from(variant.whole(random))];
        const bytes = index % 20 > 0 ? mutated(whole, other, variant.structure, random) : whole;
        const sizes = random.list(1, 4, () => 1 + random.below(random.pick([2, 20, 200])));
        const piece = 1 + random.below(60);
        const problem =
          difference(counted(variant, bytes, sizes, piece, true), counted(variant, bytes, sizes, piece, false)) ??
          (await differenceOfFile(variant, bytes, sizes));
        assert.equal(
          problem,
          undefined,
          `${problem}\nDATACONNECT_FUZZ_SEED=${SEED + index}, first case\n${JSON.stringify(bytes.toString())}`,
        );
      }
    }).timeout(30 * 60_000);
  }
});

function difference(file: Verdict, records: Verdict): string | undefined {
  return file === records ? undefined : `for a file: ${file}; as records: ${records}`;
}

/** @param skims whether records that are like those before are only checked and counted */
function counted(
  { format, mediaType, delimiter }: FuzzedFormat,
  bytes: Buffer,
  sizes: readonly number[],
  piece: number,
  skims: boolean,
): Verdict {
  const reader = createReader(format, {
    columns: [],
    csv: { delimiter, headers: true },
    charset: 'utf-8',
    contentType: mediaType,
    limits: { ...tiny, piece },
    context: { host: 'dataconnect.test', path: '/report' },
  });
  let given = 0;
  return verdictOf(() => {
    for (const chunk of chunksOf(bytes, sizes)) {
      given += reader.write(chunk).length;
      if (skims && given > 0) reader.skim(true);
    }
    given += reader.end().length;
    return given + reader.skimmed;
  });
}

function verdictOf(read: () => number): Verdict {
  try {
    return read();
  } catch (error) {
    return saidOf(error);
  }
}

function saidOf(error: unknown): string {
  if (error instanceof DataConnectError) return error.message;
  throw error;
}

/** The whole way of a file, bytes included, beside that of records. */
async function differenceOfFile(variant: FuzzedFormat, bytes: Buffer, sizes: readonly number[]) {
  const plan = planFor(variant);
  const answer = { ...answerOf(variant.mediaType, 'utf-8', bytes), consume: inChunks(bytes, sizes) };
  const file = new MemoryFile();
  const asFile = await intoFile(plan, answer, file).catch(saidOf);
  const asRecords = await intoRecords(plan, answer).catch(saidOf);
  if (typeof asFile === 'number' && !file.bytes.equals(bytes)) return `it is written as ${file.bytes}`;
  // Nothing at all is no record, but no report either.
  if (/^[\s\ufeff]*$/.test(bytes.toString()) && typeof asFile === 'number') return 'nothing became a file';
  const isBlank = String(asFile).includes('an empty answer');
  return isBlank && (asRecords === 0 || typeof asRecords === 'string') ? undefined : difference(asFile, asRecords);
}

function inChunks(bytes: Buffer, sizes: readonly number[]): Answer['consume'] {
  return async (take) => {
    for (const chunk of chunksOf(bytes, sizes)) await take(chunk);
    return bytes.length;
  };
}

async function intoFile(plan: RunPlan, answer: Answer, file: MemoryFile): Promise<number> {
  const facts = new RunFacts();
  const client = { redactor, send: async () => answer };
  const options = { shared, signal: new AbortController().signal, facts, take: () => {} };
  const windows = new FileWindows(plan, client, file, options);
  await windows.read(answer);
  return (await windows.end())!;
}

async function intoRecords(plan: RunPlan, answer: Answer): Promise<number> {
  let count = 0;
  await readRecords(answer, plan, redactor, shared.turns, async ({ records }) => {
    count += records.length;
  });
  return count;
}

const plans = new Map<FuzzedFormat, RunPlan>();

function planFor(variant: FuzzedFormat): RunPlan {
  const known = plans.get(variant);
  if (known) return known;
  const order = orderFor('', { Response: variant.format, 'CSV.Delimiter': variant.delimiter }, UNKNOWN);
  const { plan } = makePlan(order);
  plans.set(variant, plan);
  return plan;
}

/** Any request: nothing is known of the columns. */
const UNKNOWN = { endpoint: undefined, path: '/x' };
