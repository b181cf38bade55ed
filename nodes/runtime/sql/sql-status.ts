/** The line under Records to SQL: rows and batches of the run at hand, or why the last one failed. */
import type { NodeStatus } from 'node-red';
import { Throttle } from '../progress/throttle';
import type { Translate } from '../translate';

/** Statuses a second: every one is a websocket message to every open editor. The last always goes out. */
const PER_SECOND = 1;

export class SqlStatus {
  #rows = 0;
  #batches = 0;
  readonly #throttle: Throttle<() => NodeStatus>;

  constructor(
    show: (status: NodeStatus) => void,
    readonly translate: Translate,
  ) {
    this.#throttle = new Throttle((describe) => show(describe()));
  }

  /** @param isFirst of its run: what is told is counted from it on */
  written(rows: number, isFirst: boolean): void {
    if (isFirst) {
      this.#rows = 0;
      this.#batches = 0;
    }
    this.#rows += rows;
    this.#batches++;
    this.#throttle.offer(() => {
      const facts = { rows: this.#rows, batches: this.#batches };
      return { fill: 'green', shape: 'dot', text: this.translate('sql.status-rows', facts) ?? String(facts.rows) };
    }, PER_SECOND);
  }

  failed(code: string): void {
    const text = this.translate('sql.status-failed', { code }) ?? code;
    this.#throttle.offer(() => ({ fill: 'red', shape: 'ring', text }), PER_SECOND);
  }

  close(): void {
    this.#throttle.stop();
  }
}
