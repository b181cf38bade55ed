/** Where one run is: what its news add up to. The status line and the progress messages both tell this. */
import type { Phrase } from '../../errors';
import type { RunProgress } from '../../extract/run-progress';
import type { Drift } from '../../output/column-watch';

export type RunNews =
  | RunProgress
  /** The run has been waiting for these nodes of the flow. */
  | { kind: 'waiting-for-flow'; nodes: string[] };

export type RunPhase = { kind: 'starting' } | Exclude<RunNews, { kind: 'window' | 'records' }>;

/** `Phrase`: how far behind. */
export type Standing = 'paused' | 'runs-elsewhere' | 'nothing-new' | Phrase;

/** What a run gave. */
export type RunYield =
  /** `drift`: how the columns differ from those that were expected. `standing`: of a run that goes on from an earlier one. */
  | { kind: 'records'; records: number; drift?: Drift | undefined; standing?: Standing }
  | { kind: 'body' | 'file'; bytes: number }
  | { kind: 'mailed' }
  /** Nothing was sent: so many requests would be. */
  | { kind: 'dry-run'; requests: number };

/** Milliseconds over which the rate is taken: short enough to follow, long enough not to jump. */
const RATE_OVER = 2000;

interface Sample {
  at: number;
  records: number;
}

export class RunState {
  phase: RunPhase = { kind: 'starting' };
  records = 0;
  /** Undefined while the run has one window only. */
  window: { number: number; known: number } | undefined;
  #before: Sample | undefined;
  #since: Sample | undefined;

  /** @param now in milliseconds; for tests */
  constructor(readonly now: () => number = () => performance.now()) {}

  note(news: RunNews): void {
    if (news.kind === 'window') {
      this.window = { number: news.number, known: news.known };
      return;
    }
    if (news.kind !== 'records') {
      this.phase = news;
      return;
    }
    this.records = news.records;
    this.phase = { kind: 'receiving' };
    this.#sample();
  }

  /** Records a second, lately; undefined before there is anything to measure. */
  get recordsPerSecond(): number | undefined {
    const from = this.#before ?? this.#since;
    const passed = from ? this.now() - from.at : 0;
    if (!from || passed < RATE_OVER / 4 || this.records < from.records) return undefined;
    return Math.round(((this.records - from.records) * 1000) / passed);
  }

  #sample(): void {
    const at = this.now();
    if (!this.#since) {
      this.#since = { at, records: this.records };
    } else if (at - this.#since.at >= RATE_OVER) {
      this.#before = this.#since;
      this.#since = { at, records: this.records };
    }
  }
}
