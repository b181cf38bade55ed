/** The runs of one node: those under way, and what is left of runs that ended while the flow had messages of them still. */
import type { Stop } from '../client/waiting/cancellation';
import { DataConnectError } from '../errors';
import type { CaughtError } from './flow/caught-error';
import type { RunReport } from './messages/run-report';
import { labelsOf } from './node-label';

/** A run, and what stops it. */
export interface StoppableRun {
  readonly stop: Stop;
  readonly report: RunReport;
}

export class NodeRuns {
  /** Each until the promise of its end settles. */
  readonly #active = new Map<StoppableRun, Promise<void>>();
  /** The same of what is left. */
  readonly #left = new Map<StoppableRun, Promise<void>>();

  /** @param title of the node, for errors */
  constructor(readonly title: string) {}

  /** Those that have not ended. */
  get active(): StoppableRun[] {
    return [...this.#active.keys()];
  }

  /** @param ended never rejects */
  begin(run: StoppableRun, ended: Promise<void>): void {
    this.#active.set(run, ended);
  }

  end(run: StoppableRun): void {
    this.#active.delete(run);
  }

  /** The run ends, and this goes on. @param settled never rejects */
  leave(run: StoppableRun, settled: Promise<void>): void {
    const over = settled.finally(() => this.#left.delete(run));
    this.#left.set(run, over);
  }

  /** Stops all, and what is left of others. */
  cancel(reason: 'message' | 'close'): void {
    for (const { stop } of this.#all) stop.stop(this.cancelled(reason));
  }

  /** A node of the flow failed with a message: of the run that it says, else of any. */
  failBy({ node, run, batch }: CaughtError): void {
    const named = this.#all.filter(({ report }) => report.id === run);
    for (const { stop, report } of named.length > 0 ? named : this.active) {
      report.handedOn.fail(labelsOf([node]), batch);
      stop.stop(report.handedOn.error(this.title));
    }
  }

  cancelled(by: 'message' | 'close' | 'person'): DataConnectError {
    const facts = { endpoint: this.title, reason: { phrase: `cancelled-by-${by}` } as const };
    return new DataConnectError('CANCELLED', facts);
  }

  /** Resolves when nothing goes on any more. */
  async settled(): Promise<void> {
    await Promise.allSettled([...this.#active.values(), ...this.#left.values()]);
  }

  get #all(): StoppableRun[] {
    return [...this.#active.keys(), ...this.#left.keys()];
  }
}
