/** Many extractions in one process after the other: each time it is killed, all of them end, each at a point of its own. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { CrashPoint } from '../../../nodes/incremental/cursor/crash-point';
import type { Random } from '../../fuzz/random';
import { temporaryFolder } from '../cursor/cursor-samples';
import type { Rule } from './broken-rules';
import { bundled } from './bundled';
import { Extraction, pointsOf } from './crashes';
import { filePlace, type RowsPlace } from './delivered-rows';
import type { ExtractionEnd, ExtractionOrder, ProcessOrder } from './extraction';
import { WAYS, type Way } from './service';
import { liftTrouble, type Trouble } from './troubles';

export interface FleetOptions {
  ways: readonly Way[];
  /** Of the first, the others count on. */
  seed: number;
  rows?: RowsPlace;
  broken?: Rule;
  /** Whose tables in the same place begin otherwise. */
  name?: string;
  /** Where their files lie. */
  folder?: string;
  /** What may stand in the way of each. */
  troubles?: readonly Trouble[];
}

/** A process that runs. */
export interface FleetProcess {
  child: ChildProcess;
  /** Until it has said so much. */
  said(text: string): Promise<void>;
  /** What became of each extraction; undefined where somebody killed the process. */
  ends: Promise<ExtractionEnd[] | undefined>;
}

/** So many of each way. */
export function waysOf(count: number): Way[] {
  return Array.from({ length: count }, (_each, at) => WAYS[at % WAYS.length]!);
}

export class Fleet {
  private constructor(
    readonly options: FleetOptions,
    readonly rows: RowsPlace,
    readonly folder: string,
    readonly extractions: readonly Extraction[],
  ) {}

  static async open(options: FleetOptions): Promise<Fleet> {
    const { ways, seed, rows = filePlace(), name = 'rows', folder = temporaryFolder() } = options;
    const extractions = ways.map((way, at) => {
      const own = path.join(folder, String(at));
      mkdirSync(own);
      return new Extraction(way, seed + at, own, `${name}_${at}`, rows);
    });
    for (const { table, way } of extractions) await rows.create(table, way);
    return new Fleet(options, rows, folder, extractions);
  }

  start(change: (extraction: Extraction) => Partial<ExtractionOrder>, more: Partial<ProcessOrder> = {}): FleetProcess {
    const { broken } = this.options;
    const program = bundled('incremental/crash/extraction.ts');
    const extractions = this.extractions.map((extraction) => ({ ...orderOf(extraction), ...change(extraction) }));
    const order: ProcessOrder = { extractions, place: this.rows.place, ...(broken && { broken }), ...more };
    return running(spawn(process.execPath, [program, JSON.stringify(order)], { stdio: ['ignore', 'pipe', 'pipe'] }));
  }

  /** Each comes to a point that the random numbers choose, early or late in its runs, and some find the disk in a bad state. */
  async die(random: Random): Promise<number> {
    const { troubles = [] } = this.options;
    const met: Array<() => void> = [];
    const hasTrouble = troubles.length > 0 && random.oneIn(2);
    const { ends } = this.start(
      ({ way, filesFolder }) => {
        const what = hasTrouble && random.oneIn(6) ? random.pick(troubles) : undefined;
        if (what) met.push(() => liftTrouble(what, filesFolder));
        return {
          end: { point: random.pick(pointsOf(way)), pass: passOf(random) },
          ...(what && { trouble: { point: random.pick(pointsOf(way)), pass: passOf(random), what } }),
        };
      },
      { hasTrouble },
    );
    const died = await ends.finally(() => {
      for (const lift of met) lift();
    });
    await this.#looked();
    for (const extraction of this.extractions) if (random.oneIn(12)) extraction.damage(random);
    return died!.filter((end) => end === 'at its point').length;
  }

  /**
   * Each when it passes a point for the n-th time.
   * @param then happens before anybody looks
   * @returns whether all came to theirs
   */
  async dieAt(
    point: CrashPoint | ((extraction: Extraction) => CrashPoint),
    pass: number,
    then = (): void => undefined,
  ): Promise<boolean> {
    const pointOf = (extraction: Extraction) => (typeof point === 'string' ? point : point(extraction));
    const ends = (await this.start((extraction) => ({ end: { point: pointOf(extraction), pass } })).ends)!;
    then();
    await this.#looked();
    return ends.every((end) => end === 'at its point');
  }

  /** By somebody else, in the middle of whatever they do. */
  async dieAfter(milliseconds: number): Promise<number> {
    const { child, said, ends } = this.start(() => ({}), { isKilled: true });
    await said('begun');
    const timer = setTimeout(() => child.kill('SIGKILL'), milliseconds);
    const survived = (await ends) !== undefined;
    clearTimeout(timer);
    await this.#looked();
    return survived ? 0 : this.extractions.length;
  }

  /** Runs at so many times, without a death. */
  async pass(runs: number): Promise<void> {
    const timesOf = ({ time }: Extraction) => Array.from({ length: runs }, (_each, at) => time + at);
    await this.start((extraction) => ({ times: timesOf(extraction) })).ends;
    for (const extraction of this.extractions) extraction.time += runs;
  }

  /** @throws AggregateError with the error of each extraction that is not as it must be */
  async look(look = (extraction: Extraction): unknown => extraction.look()): Promise<void> {
    const errors: Error[] = [];
    for (const extraction of this.extractions) {
      const { way, seed, time } = extraction;
      await (async () => look(extraction))().catch((cause: Error) => {
        errors.push(new Error(`${way}, seed ${seed}, time ${time}: ${cause.message}`, { cause }));
      });
    }
    if (errors.length > 0) throw new AggregateError(errors, errors.map(({ message }) => message).join('\n'));
  }

  /** Runs without a death until nothing is behind, and looks whether each flow has what the service has. */
  async settle(): Promise<void> {
    for (let run = 0; run === 0 || (run < 20 && this.extractions.some((each) => each.isBehind())); run++) {
      await this.start(({ time }) => ({ times: [time, time, time] })).ends;
      await this.look();
    }
    await this.look((extraction) => extraction.compare());
  }

  remove(): void {
    for (const { folder } of this.extractions) rmSync(folder, { recursive: true, force: true });
  }

  async #looked(): Promise<void> {
    await this.look();
    for (const extraction of this.extractions) extraction.time++;
  }
}

function orderOf({ folder, table, seed, way, time }: Extraction): ExtractionOrder {
  return { folder, table, seed, way, times: [time, time + 1], isSlow: seed % 2 === 0 };
}

/** Most deaths come early: what comes after the n-th pass is seldom reached. */
function passOf(random: Random): number {
  return 1 + random.below(random.oneIn(3) ? 15 : 2);
}

function running(child: ChildProcess): FleetProcess {
  let [output, complaint] = ['', ''];
  child.stdout!.on('data', (text) => {
    output += text;
  });
  child.stderr!.on('data', (text) => {
    complaint += text;
  });
  const ends = once(child, 'close').then(([code]): ExtractionEnd[] | undefined => {
    const [last = ''] = output.trimEnd().split('\n').slice(-1);
    if (last.startsWith('[')) return JSON.parse(last);
    assert.equal(code, null, complaint.slice(0, 3000));
    return undefined;
  });
  const said = async (text: string) => {
    while (!output.includes(text) && child.exitCode === null && child.signalCode === null) {
      await Promise.race([once(child.stdout!, 'data'), once(child, 'close')]);
    }
  };
  return { child, said, ends };
}
