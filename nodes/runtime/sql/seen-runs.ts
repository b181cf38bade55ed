/**
 * Which runs a node has had messages of: the first message of one is told from the others. A run is known by every name
 * that its messages bear, for nodes in between may give them others.
 */
import type { NodeMessage } from 'node-red';
import type { Bounds } from '../../output/sql/period-bounds';
import type { SqlPeriod } from '../../output/sql/sql-order';

/** Runs that are remembered; those without a message for longest are forgotten. */
const MOST = 10_000;

type RunMessage = NodeMessage & { parts?: unknown; dataconnect?: unknown };

/** A run that emptied a period, or the whole table where it has no bounds. */
interface Replacement {
  names: readonly string[];
  bounds: Bounds | undefined;
}

export class SeenRuns {
  /** In the order of their last messages. */
  readonly #names = new Set<string>();
  /** No two of them touch. */
  #replacements: Replacement[] = [];

  /**
   * True for a message that bears no name, and for one of whose names none was seen: the run of another period is
   * another run, even when one split message asked for both.
   */
  isFirst(msg: RunMessage, period: SqlPeriod | undefined): boolean {
    return namesOfRun(msg, period).every((name) => !this.#names.has(name));
  }

  /**
   * True for a run whose period another one has emptied since, or a part of it: what was written before is gone, and
   * what would be written now, the other one writes, too.
   */
  isOvertaken(msg: RunMessage, period: SqlPeriod | undefined): boolean {
    const names = namesOfRun(msg, period);
    return !this.#replacements.some((replacement) => replacement.names.some((name) => names.includes(name)));
  }

  /** Of a message with which a period, or the whole table, was emptied. */
  noteReplacement(msg: RunMessage, period: SqlPeriod | undefined, bounds: Bounds | undefined): void {
    const names = namesOfRun(msg, period);
    const others = this.#replacements.filter((other) => !touch(other.bounds, bounds));
    this.#replacements = [...others, { names, bounds }].slice(-MOST);
  }

  /** Of a message that was dealt with. */
  note(msg: RunMessage, period: SqlPeriod | undefined): void {
    for (const name of namesOfRun(msg, period)) {
      this.#names.delete(name);
      this.#names.add(name);
    }
    for (const name of this.#names) {
      if (this.#names.size <= MOST) return;
      this.#names.delete(name);
    }
  }
}

function touch(one: Bounds | undefined, other: Bounds | undefined): boolean {
  return !one || !other || (one.from < other.before && other.from < one.before);
}

/** Of the sequences that the message is part of, from the innermost out, and of the run of a DataConnect node. */
function namesOfRun({ parts, dataconnect }: RunMessage, period: SqlPeriod | undefined): string[] {
  const within = period ? `${period.from} ${period.before}` : '';
  const names: string[] = [];
  for (let part = parts; isObject(part) && names.length < DEEPEST; part = part.parts) {
    if (part.id !== undefined) names.push(`parts ${String(part.id)} ${within}`);
  }
  const run = isObject(dataconnect) ? dataconnect.run : undefined;
  return typeof run === 'string' ? [...names, `run ${run} ${within}`] : names;
}

/** Sequences within sequences that are looked at: a message could be part of itself. */
const DEEPEST = 20;

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
