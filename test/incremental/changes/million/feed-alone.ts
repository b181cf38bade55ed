/**
 * A process that compares a list of records of 37 columns and does nothing else: their values are there before, so that
 * making them takes next to nothing. Started by `measure.ts`, bundled; says what it took.
 */
import { readFileSync } from 'node:fs';
import { setImmediate as breathe } from 'node:timers/promises';
import { systemClock } from '../../../../nodes/client/waiting/clock';
import { ChangeFeed, type Changes } from '../../../../nodes/incremental/changes/change-feed';
import { CursorSession } from '../../../../nodes/incremental/cursor/cursor-session';
import { FileCursorStore } from '../../../../nodes/incremental/cursor/file-cursor-store';
import type { DataRecord } from '../../../../nodes/record';
import { confirmation, NAME } from '../../cursor/cursor-samples';
import type { MillionOrder } from './measure';

const COLUMNS = ['Id', ...Array.from({ length: 36 }, (_each, at) => `Column${at}`)];
const TEXTS = Array.from({ length: 997 }, (_each, at) => `Text of value number ${at}`);
/** Records that are compared at once, as in a run. */
const PIECE = 1000;
const MB = 2 ** 20;

const order: MillionOrder = JSON.parse(process.argv[2]!);

/** In the later list 1 % is changed, 0.5 % is gone and 0.5 % is new. */
function* pieces(): Generator<DataRecord[]> {
  const { records, isLater } = order;
  const end = isLater ? records * 1.005 : records;
  let piece: DataRecord[] = [];
  for (let id = 0; id < end; id++) {
    if (isLater && id % 200 === 7) continue;
    piece.push(recordOf(id, isLater && id % 100 === 3 ? id + 1 : id));
    if (piece.length < PIECE) continue;
    yield piece;
    piece = [];
  }
  yield piece;
}

function recordOf(id: number, value: number): DataRecord {
  const record: DataRecord = { Id: id };
  for (let at = 1; at < COLUMNS.length; at++) record[COLUMNS[at]!] = cellOf(at, value % TEXTS.length);
  return record;
}

function cellOf(column: number, value: number): DataRecord[string] {
  if (column % 3 === 0) return value * 7 + column;
  return column % 3 === 1 ? TEXTS[(value + column) % TEXTS.length]! : (value + column) / 4;
}

/** The longest that this process worked without a turn for others, in milliseconds: on all its threads, and not while others had the processor. */
class Stalls {
  longest = 0;
  #last = process.cpuUsage();

  watch(): void {
    const { user, system } = process.cpuUsage(this.#last);
    this.longest = Math.max(this.longest, (user + system) / 1000);
    this.#last = process.cpuUsage();
    setImmediate(() => this.watch());
  }
}

async function compare(): Promise<ChangeFeed['counts']> {
  const store = new FileCursorStore({ folder: order.folder, clock: systemClock, warn: () => undefined });
  const files = store.filesOf(NAME);
  const session = await CursorSession.open({ store, name: NAME, files });
  const feed = await ChangeFeed.open({
    files,
    state: session.state,
    journals: await session.journals(),
    key: order.key,
    batch: PIECE,
    mostRemoved: 20,
    isPersonal: () => false,
    warn: () => undefined,
  });
  const drop = async (changes: AsyncIterable<Changes>) => {
    for await (const _each of changes) await breathe();
  };
  for (const piece of pieces()) await drop(feed.take(piece, COLUMNS));
  await drop(feed.end());
  await session.confirm(confirmation(), async () => ({ snapshot: await feed.save() }));
  await session.release();
  return feed.counts;
}

async function main(): Promise<void> {
  const atRest = process.memoryUsage.rss() / MB;
  const stalls = new Stalls();
  stalls.watch();
  const begun = performance.now();
  const counts = await compare();
  const seconds = (performance.now() - begun) / 1000;
  const peak = Number(/VmHWM:\s*(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))![1]) / 1024;
  const facts = [
    `${seconds.toFixed(1)} s`,
    `at rest ${atRest.toFixed(0)} MB, peak ${peak.toFixed(0)} MB`,
    `longest stall ${stalls.longest.toFixed(0)} ms`,
  ];
  console.log(`${process.version} ${JSON.stringify(counts)}: ${facts.join(', ')}`);
  process.exit();
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
