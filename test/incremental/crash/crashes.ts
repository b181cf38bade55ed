/** One node's extraction over many deaths: what must be true after each, and at the end. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CRASH_POINTS, type CrashPoint } from '../../../nodes/incremental/cursor/crash-point';
import { type CursorState, readState } from '../../../nodes/incremental/cursor/cursor-state';
import type { Random } from '../../fuzz/random';
import { type DeliveredRow, type RowsPlace, rowOf } from './delivered-rows';
import { endOfTime, listAt, NAME, salesAt, type Way } from './service';

const ONLY_CHANGES: readonly CrashPoint[] = ['removed-half', 'removed-sent'];

/** Those that a way passes. */
export function pointsOf(way: Way): CrashPoint[] {
  return CRASH_POINTS.filter((point) => way === 'changes' || !ONLY_CHANGES.includes(point));
}

export class Extraction {
  #last: CursorState | undefined;
  #isDamaged = false;
  time = 1;

  constructor(
    readonly way: Way,
    readonly seed: number,
    readonly folder: string,
    readonly table: string,
    readonly rows: RowsPlace,
  ) {}

  /** Of the connection: where its files lie. */
  get filesFolder(): string {
    return path.join(this.folder, path.dirname(NAME));
  }

  /** The state can be read, never goes back, and all that it names is whole. */
  look(): void {
    const file = this.#file('json');
    if (!existsSync(file)) {
      assert.equal(this.#last, undefined, 'the state is gone');
      return;
    }
    const whole = stateIn(file);
    this.#isDamaged &&= whole === undefined;
    const state = this.#isDamaged ? stateIn(this.#file('previous.json')) : whole;
    assert.ok(state, 'the state cannot be read');
    assert.ok(state.generation >= (this.#last?.generation ?? 0), 'the generation went back');
    assert.ok((state.confirmedTo ?? '') >= (this.#last?.confirmedTo ?? ''), 'the point went back');
    this.#last = state;
    this.#lookAtNamed(state);
  }

  /** Seen last; 0 before the first. */
  get generation(): number {
    return this.#last?.generation ?? 0;
  }

  /** A bit of the state flips, as on a bad disk, where there is one before: that one counts then. */
  damage(random: Random): void {
    const [last, previous] = [this.#file('json'), this.#file('previous.json')];
    if (!existsSync(last) || !existsSync(previous)) return;
    // For a moment both are one file.
    const before = statSync(last).ino === statSync(previous).ino ? undefined : stateIn(previous);
    if (!before || this.#isDamaged) return;
    this.#lookAtNamed(before);
    const bytes = readFileSync(last);
    const at = random.below(bytes.length);
    bytes[at]! ^= 1 << random.below(7);
    writeFileSync(last, bytes);
    this.#isDamaged = true;
    this.#last = before;
    this.look();
  }

  isBehind(): boolean {
    return this.way !== 'changes' && this.#last?.confirmedTo !== endOfTime(this.time);
  }

  /** The flow has what the service has, and nothing is left that nobody names. */
  async compare(): Promise<void> {
    const { named, loose } = await this.rows.read(this.table);
    const service = this.#service();
    const expected = new Map(service.filter(({ Id }) => Id !== null).map((row) => [row.Id!, row]));
    assert.deepEqual(sorted(named), sorted(expected), 'what the flow has is not what the service has');
    this.#compareLoose(
      loose,
      service.filter(({ Id }) => Id === null),
    );
    this.#lookForLeftovers();
  }

  #service(): DeliveredRow[] {
    const { seed, time, way } = this;
    return (way === 'changes' ? listAt(seed, time) : salesAt(seed, time, way)).map(rowOf);
  }

  /** Each at least as often as the service has it. */
  #compareLoose(loose: readonly DeliveredRow[], expected: readonly DeliveredRow[]): void {
    const counts = new Map<string, number>();
    for (const row of loose) add(counts, textOf(row), 1);
    for (const row of expected) {
      add(counts, textOf(row), -1);
      assert.ok(counts.get(textOf(row))! >= 0, `a sale is missing: ${textOf(row)}`);
    }
  }

  #lookAtNamed({ known, snapshot }: CursorState): void {
    for (const { file, check } of known) assert.equal(hashOfFile(path.join(this.filesFolder, file)), check, NOT_WHOLE);
    if (!snapshot) return;
    const [rows, keys] = ['rows', 'keys'].map((kind) =>
      hashOfFile(path.join(this.filesFolder, `${snapshot.file}.${kind}`)),
    );
    assert.equal(createHash('sha256').update(`${rows} ${keys}`).digest('hex'), snapshot.check, NOT_WHOLE);
  }

  #lookForLeftovers(): void {
    const base = path.basename(NAME);
    const named = readdirSync(this.filesFolder);
    const states = ['json', 'previous.json'].map((ending) => readFileSync(this.#file(ending), 'utf8'));
    const isKnown = (name: string) => {
      const stem = name.replace(/\.(rows|keys)$/, '');
      const isState = [`${base}.json`, `${base}.previous.json`].includes(name);
      // Whose lock it was to become nobody knows: it is left for a day.
      const isEmptyLock = name.endsWith('.tmp') && readFileSync(path.join(this.filesFolder, name)).length === 0;
      return isState || isEmptyLock || name.endsWith('.sent') || states.some((state) => state.includes(stem));
    };
    const left = named.filter((name) => !isKnown(name));
    assert.deepEqual(left, [], 'a file is left that nobody names');
  }

  #file(ending: string): string {
    return path.join(this.folder, `${NAME}.${ending}`);
  }
}

const NOT_WHOLE = 'a file is not whole';

function stateIn(file: string): CursorState | undefined {
  const read = readState(readFileSync(file, 'utf8'));
  return 'state' in read ? read.state : undefined;
}

function hashOfFile(file: string): string {
  assert.ok(existsSync(file), NOT_WHOLE);
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

function sorted(rows: ReadonlyMap<string, DeliveredRow>): string[] {
  return [...rows.values()].map(textOf).sort();
}

/** Databases have their columns in an order of their own. */
function textOf(row: DeliveredRow): string {
  return JSON.stringify(Object.entries(row).sort(([one], [other]) => (one < other ? -1 : 1)));
}

function add(counts: Map<string, number>, name: string, count: number): void {
  counts.set(name, (counts.get(name) ?? 0) + count);
}
