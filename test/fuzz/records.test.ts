import assert from 'node:assert/strict';
import { DataConnectError } from '../../nodes/errors';
import { readRecords } from '../../nodes/extract/answer-records';
import { makePlan } from '../../nodes/extract/make-plan';
import type { RunPlan } from '../../nodes/extract/run-plan';
import type { ColumnInfo, DataRecord } from '../../nodes/record';
import { Redactor } from '../../nodes/secrets/redact';
import { column, read, tiny } from '../decode/reading';
import { orderFor, shared } from '../extract/run-against';
import { answerOf } from './answer';
import { type FuzzedFormat, fuzzedFormats } from './formats';
import { mutated } from './mutate';
import { Random } from './random';
import { isOneOf, readingsIn } from './reading';
import { casesOf } from './share';

/** Per format. */
const CASES = casesOf(100_000, 4000);
const SEED = Number(process.env.DATACONNECT_FUZZ_SEED ?? 20_261_128);

type Outcome =
  | { kind: 'records'; records: DataRecord[]; columns: ColumnInfo[] }
  | { kind: 'error'; error: DataConnectError };

/** Some types, so that values are cast as those of the catalogue are. */
const COLUMNS = [column('Qty', 'number'), column('Store'), column('a', 'boolean'), column('B', 'integer')];

describe('an answer that something happened to', () => {
  for (const variants of fuzzedFormats) {
    it(`gives the right records or an error: ${variants[0]!.format}`, async () => {
      for (let index = 0; index < CASES; index++) {
        const random = new Random(SEED + index);
        const variant = variants[index % variants.length]!;
        const whole = Buffer.from(variant.whole(random));
        const isMutated = index % 20 > 0;
        const other = Buffer.from(variant.whole(random));
        const bytes = isMutated ? mutated(whole, other, variant.structure, random) : whole;
        const begun = performance.now();
        const problem =
          (await problemWith(variant, bytes, random, isMutated)) ??
          (performance.now() - begun > SUSPICIOUS ? await slowness(variant, bytes, whole) : undefined);
        assert.equal(
          problem,
          undefined,
          `${problem}\nDATACONNECT_FUZZ_SEED=${SEED + index}, first case\n${JSON.stringify(bytes.toString())}`,
        );
      }
    }).timeout(30 * 60_000);
  }
});

/** Milliseconds that make a case worth a second look. */
const SUSPICIOUS = 50;

/** An answer is a few times longer after its change; its work may not be out of line with that. */
const OUT_OF_LINE = 100;

async function slowness(variant: FuzzedFormat, bytes: Buffer, whole: Buffer): Promise<string | undefined> {
  const ratio = (await shortest(variant, bytes)) / (await shortest(variant, whole));
  return ratio > OUT_OF_LINE
    ? `reading it takes ${Math.round(ratio)} times as long as before it was changed`
    : undefined;
}

/** Of several readings, so that what else the machine does is left out. */
async function shortest(variant: FuzzedFormat, bytes: Buffer): Promise<number> {
  const times: number[] = [];
  for (let count = 0; count < 5; count++) {
    const begun = performance.now();
    await outcomeOf(variant, bytes);
    times.push(performance.now() - begun);
  }
  return Math.min(...times);
}

/** What is wrong with how the bytes were read; undefined where nothing is. */
async function problemWith(
  variant: FuzzedFormat,
  bytes: Buffer,
  random: Random,
  isMutated: boolean,
): Promise<string | undefined> {
  const whole = await outcomeOf(variant, bytes);
  const inPieces = outcomeInPieces(variant, bytes, random);
  if (whole.kind === 'error' && !isMutated) return `a whole answer is refused: ${whole.error.message}`;
  if (whole.kind === 'error' && whole.error.code === 'INTERNAL') return `a fault of ours: ${whole.error.stack}`;
  return (
    difference(variant, whole, inPieces) ?? wrongRecords(variant, bytes, whole.kind === 'records' ? whole : inPieces)
  );
}

/** How the bytes arrive must make no difference. */
function difference({ format }: FuzzedFormat, whole: Outcome, inPieces: Outcome): string | undefined {
  if (whole.kind === 'records' && inPieces.kind === 'records') {
    if (asText(inPieces) === asText(whole)) return undefined;
    return `read ${asText(inPieces)} in pieces and ${asText(whole)} whole`;
  }
  // An object around the list that is all there may be doubted sooner.
  if (format === 'JsonDataTable') return undefined;
  if (whole.kind === 'records' && inPieces.kind === 'error') {
    return `whole it is read, in pieces it is not: ${inPieces.error.message}`;
  }
  // What the first bytes disprove is not the reader's to say.
  const isOfReader = whole.kind === 'error' && ['MALFORMED', 'TRUNCATED'].includes(whole.error.code);
  return isOfReader && inPieces.kind === 'records'
    ? `in pieces it is read, whole it is not: ${whole.error.message}`
    : undefined;
}

function wrongRecords(variant: FuzzedFormat, bytes: Buffer, outcome: Outcome): string | undefined {
  if (outcome.kind === 'error' || mayBeUtf16(bytes)) return undefined;
  const readings = readingsIn(bytes, variant.readings);
  if (readings === undefined || isOneOf(readings, outcome.records, outcome.columns)) return undefined;
  return `read as ${JSON.stringify(outcome.records)} and not as one of ${JSON.stringify(readings)}`;
}

/** A column with a name of another, and whether a text that looks like a number was one, may be known sooner or later. */
function asText({ records, columns }: Extract<Outcome, { kind: 'records' }>): string {
  const isPlain = columns.every(({ originalName, digitsKeptAsText }) => !originalName && !digitsKeptAsText);
  const known = isPlain ? columns : columns.map(({ name }) => name).sort();
  return JSON.stringify({ records, columns: known });
}

function mayBeUtf16(bytes: Buffer): boolean {
  return bytes[0] === 0 || bytes[1] === 0 || (bytes[0]! >= 0xfe && bytes[1]! >= 0xfe);
}

async function outcomeOf(variant: FuzzedFormat, bytes: Buffer): Promise<Outcome> {
  const records: DataRecord[] = [];
  try {
    const { columns } = await readRecords(
      answerOf(variant.mediaType, 'utf-8', bytes),
      planFor(variant),
      redactor,
      shared.turns,
      async (piece) => {
        records.push(...piece.records);
      },
    );
    return { kind: 'records', records, columns };
  } catch (error) {
    return { kind: 'error', error: ours(error) };
  }
}

function outcomeInPieces({ format, mediaType, delimiter }: FuzzedFormat, bytes: Buffer, random: Random): Outcome {
  const splits = random.list(1, 4, () => 1 + random.below(random.pick([2, 20, 200])));
  const limits = { ...tiny, piece: 1 + random.below(60) };
  const context = { csv: { delimiter, headers: true }, charset: 'utf-8', contentType: mediaType, columns: COLUMNS };
  try {
    return { kind: 'records', ...read(format, bytes, { ...context, splits, limits }) };
  } catch (error) {
    return { kind: 'error', error: ours(error) };
  }
}

function ours(error: unknown): DataConnectError {
  if (error instanceof DataConnectError) return error;
  throw error;
}

const redactor = new Redactor(['a-secret-nobody-says']);
const plans = new Map<FuzzedFormat, RunPlan>();

function planFor(variant: FuzzedFormat): RunPlan {
  const known = plans.get(variant);
  if (known) return known;
  const { plan } = makePlan(
    orderFor('location-master-list', { Response: variant.format, 'CSV.Delimiter': variant.delimiter }),
  );
  const made = { ...plan, columns: COLUMNS };
  plans.set(variant, made);
  return made;
}
