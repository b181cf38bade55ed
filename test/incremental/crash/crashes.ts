/** Extractions that end in the middle, one behind the other, and what must be true after each and at the end. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { buildSync } from 'esbuild';
import type { Changes } from '../../../nodes/incremental/changes/change-feed';
import { CRASH_POINTS, type CrashPoint } from '../../../nodes/incremental/cursor/crash-point';
import { type CursorState, readState } from '../../../nodes/incremental/cursor/cursor-state';
import type { DataRecord } from '../../../nodes/record';
import { Random } from '../../fuzz/random';
import { Replay } from '../changes/feed-run';
import { temporaryFolder } from '../cursor/cursor-samples';
import type { Rule } from './broken-rules';
import type { Order } from './extraction';
import { KEY, listAt, NAME, salesAt, type Way } from './service';

/** Points that a way never passes. */
const FOREIGN: Record<Way, readonly CrashPoint[]> = {
  changes: [],
  windows: ['removed-half', 'removed-sent'],
};

export function pointsOf(way: Way): CrashPoint[] {
  return CRASH_POINTS.filter((point) => !FOREIGN[way].includes(point));
}

/** The program that extracts, in one file: a start of it takes a fraction of what one from many files takes. */
export function bundledExtraction(): string {
  const outfile = path.join(temporaryFolder(), 'extraction.cjs');
  buildSync({
    entryPoints: [path.join(__dirname, 'extraction.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
  });
  return outfile;
}

/** One node's extraction over many deaths. */
export class Extraction {
  readonly folder = temporaryFolder();
  readonly sink = path.join(temporaryFolder(), 'sink');
  #last: CursorState | undefined;
  time = 1;

  constructor(
    readonly program: string,
    readonly way: Way,
    readonly seed: number,
    readonly broken?: Rule,
  ) {}

  start(order: Partial<Order> = {}): ChildProcess {
    const { folder, sink, way, seed, broken, time } = this;
    const whole: Order = { folder, sink, way, seed, times: [time, time + 1], ...(broken && { broken }), ...order };
    return spawn(process.execPath, [this.program, JSON.stringify(whole)], { stdio: ['ignore', 'ignore', 'pipe'] });
  }

  /** @returns whether it came to the point */
  async dieAt(point: CrashPoint, pass: number): Promise<boolean> {
    const hasDied = (await ended(this.start({ end: { point, pass } }))) === 'SIGKILL';
    this.look();
    this.time++;
    return hasDied;
  }

  /** One of its processes stands still. */
  async untilStopped(): Promise<void> {
    while (!existsSync(`${this.sink}.stopped`)) await wait(10);
  }

  /** Runs at so many times, without a death. */
  async pass(runs: number): Promise<void> {
    const times = Array.from({ length: runs }, (_each, at) => this.time + at);
    assert.equal(await ended(this.start({ times })), 0);
    this.time += runs;
  }

  /** The state can be read, never goes back, and all that it names is whole. */
  look(): void {
    const file = path.join(this.folder, `${NAME}.json`);
    if (!existsSync(file)) {
      assert.equal(this.#last, undefined, 'the state is gone');
      return;
    }
    const read = readState(readFileSync(file, 'utf8'));
    assert.ok('state' in read, 'the state cannot be read');
    const { state } = read;
    assert.ok(state.generation >= (this.#last?.generation ?? 0), 'the generation went back');
    assert.ok((state.confirmedTo ?? '') >= (this.#last?.confirmedTo ?? ''), 'the point went back');
    this.#last = state;
    const folder = path.dirname(file);
    for (const known of state.known)
      assert.equal(hashOfFile(path.join(folder, known.file)), known.check, 'a file is not whole');
    if (!state.snapshot) return;
    const [rows, keys] = ['rows', 'keys'].map((kind) =>
      hashOfFile(path.join(folder, `${state.snapshot?.file}.${kind}`)),
    );
    const check = createHash('sha256').update(`${rows} ${keys}`).digest('hex');
    assert.equal(check, state.snapshot.check, 'a file is not whole');
  }

  /** Runs without a death until nothing is behind, and looks whether the flow has what the service has. */
  async settle(): Promise<void> {
    for (let run = 0; run < 20; run++) {
      assert.equal(await ended(this.start({ times: [this.time, this.time, this.time] })), 0, 'a clean run failed');
      this.look();
      if (this.way === 'changes' || this.#last?.confirmedTo === confirmedAt(this.time)) break;
    }
    if (this.way === 'changes') this.#compareChanges();
    else this.#compareSales();
    this.#lookForLeftovers();
  }

  remove(): void {
    for (const folder of [this.folder, path.dirname(this.sink)]) rmSync(folder, { recursive: true, force: true });
  }

  #compareChanges(): void {
    const replay = new Replay(KEY);
    for (const changes of this.#sent() as Changes[]) replay.take(changes);
    const expected = listAt(this.seed, this.time);
    assert.deepEqual(byId(replay.sorted), byId(expected), 'what the flow has is not what the service has');
  }

  #compareSales(): void {
    const sent = (this.#sent() as Array<{ records: DataRecord[] }>).flatMap(({ records }) => records);
    const numbered = new Map(sent.filter(({ Id }) => Id !== null).map((sale) => [sale.Id, sale]));
    const twins = new Map<string, number>();
    for (const sale of sent.filter(({ Id }) => Id === null)) add(twins, JSON.stringify(sale), 1);
    const expected = new Map<string, number>();
    for (const sale of salesAt(this.seed, this.time)) {
      if (sale.Id === null) add(expected, JSON.stringify(sale), 1);
      else assert.deepEqual(numbered.get(sale.Id!), sale, 'the flow has another version of a sale');
    }
    for (const [sale, count] of expected) assert.ok((twins.get(sale) ?? 0) >= count, `a sale is missing: ${sale}`);
  }

  #sent(): unknown[] {
    if (!existsSync(this.sink)) return [];
    const lines = readFileSync(this.sink, 'utf8').split('\n').slice(0, -1);
    return lines.map((line) => JSON.parse(line));
  }

  #lookForLeftovers(): void {
    const [folder, base] = NAME.split('/') as [string, string];
    const named = readdirSync(path.join(this.folder, folder));
    const last = readFileSync(path.join(this.folder, `${NAME}.json`), 'utf8');
    const before = readFileSync(path.join(this.folder, `${NAME}.previous.json`), 'utf8');
    const isKnown = (name: string) => {
      const stem = name.replace(/\.(rows|keys)$/, '');
      return (
        [`${base}.json`, `${base}.previous.json`].includes(name) ||
        name.endsWith('.sent') ||
        last.includes(stem) ||
        before.includes(stem)
      );
    };
    assert.deepEqual(
      named.filter((name) => !isKnown(name)),
      [],
      'a file is left that nobody names',
    );
  }
}

/**
 * Deaths at points in turn, then a settlement.
 * @param first which point comes first
 * @returns how many there were
 */
export async function manyDeaths(program: string, deaths: number, first: number, way: Way): Promise<number> {
  const random = new Random(first + 1);
  const points = pointsOf(way);
  let died = 0;
  const extraction = new Extraction(program, way, first + 1);
  try {
    for (let death = first; death < first + deaths; death++) {
      const pass = 1 + random.below(random.oneIn(3) ? 15 : 2);
      if (await extraction.dieAt(points[death % points.length]!, pass)) died++;
    }
    await extraction.settle();
  } finally {
    extraction.remove();
  }
  return died;
}

/** @returns the signal that ended it, or its code; what it complained of is thrown */
export async function ended(child: ChildProcess): Promise<string | number | null> {
  let complaint = '';
  child.stderr?.on('data', (text) => {
    complaint += text;
  });
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  if (code !== 0 && code !== null) throw new Error(complaint.slice(0, 3000));
  return signal ?? code;
}

function confirmedAt(time: number): string {
  return new Date(Date.UTC(2026, 2, 1) + time * 86_400_000).toISOString();
}

function hashOfFile(file: string): string {
  assert.ok(existsSync(file), 'a file is not whole');
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

function byId(records: readonly DataRecord[]): DataRecord[] {
  return [...records].sort((one, other) => Number(one.Id) - Number(other.Id));
}

function add(counts: Map<string, number>, name: string, count: number): void {
  counts.set(name, (counts.get(name) ?? 0) + count);
}
