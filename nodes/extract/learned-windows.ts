/**
 * What the row limit taught: where a range had to be cut, so that the next run of the same request asks right the
 * first time. Kept for the life of the process.
 */
import type { Span } from '../parameters/date-axis';

interface Lesson {
  /** Where the range was cut, in order; never at its ends. */
  cuts: number[];
  /** Length of the pieces at either end, in milliseconds. */
  first: number;
  last: number;
}

const SECOND = 1000;

/** Pieces of a range that is far longer than the one that was learned of. */
const MOST_PIECES = 5000;

/** Requests whose pieces are remembered. */
const MOST = 1000;

export class LearnedWindows {
  /** The one that was learned or used least lately comes first. */
  readonly #lessons = new Map<string, Lesson>();

  /**
   * Cuts a range as the service accepted it before. What lies outside of the known pieces is cut like the piece
   * nearest to it.
   * @returns the range alone where nothing is known, and where it would fall into more pieces than anybody waits for
   */
  cut(key: string, range: Span): Span[] {
    const lesson = this.#lessons.get(key);
    if (!lesson) return [range];
    this.#keep(key, lesson);
    const { cuts, first, last } = lesson;
    const ahead = (cuts[0]! - range.from) / first;
    const behind = (range.to - cuts.at(-1)!) / last;
    if (Math.max(ahead, behind) > MOST_PIECES) return [range];
    const before = steps(cuts[0]!, -first, range);
    const after = steps(cuts.at(-1)!, last, range);
    const inside = cuts.filter((cut) => cut > range.from && cut < range.to);
    const edges = [range.from, ...before.reverse(), ...inside, ...after, range.to];
    return edges.slice(1).map((to, index) => ({ from: edges[index]!, to }));
  }

  /** @param spans every accepted piece of one range, in order and without gap */
  remember(key: string, spans: readonly Span[]): void {
    if (spans.length < 2) return;
    this.#keep(key, {
      cuts: spans.slice(1).map(({ from }) => from),
      first: longer(spans[0]!, spans[1]!),
      last: longer(spans.at(-2)!, spans.at(-1)!),
    });
  }

  /** Flows can ask with other filters each time. */
  #keep(key: string, lesson: Lesson): void {
    this.#lessons.delete(key);
    this.#lessons.set(key, lesson);
    const [oldest] = this.#lessons.keys();
    if (this.#lessons.size > MOST && oldest !== undefined) this.#lessons.delete(oldest);
  }
}

/** The instants `step`, `2 × step` … away from an edge that lie inside a range. */
function steps(edge: number, step: number, { from, to }: Span): number[] {
  const target = step > 0 ? from : to;
  const skipped = Math.max(1, Math.ceil((target - edge) / step));
  const instants: number[] = [];
  for (let instant = edge + skipped * step; instant > from && instant < to; instant += step) instants.push(instant);
  return instants;
}

/**
 * What is left over at an end of a range says nothing of the service: a range that goes on with the time would be cut
 * into ever smaller pieces. Those of a piece that was refused are halves of it, and as long.
 */
function longer(one: Span, other: Span): number {
  return Math.max(wholeSeconds(one), wholeSeconds(other));
}

/** Rounded up, so that every cut stays on a full second (see LAST_STEP of the date axis). */
function wholeSeconds({ from, to }: Span): number {
  return Math.ceil((to - from) / SECOND) * SECOND;
}
