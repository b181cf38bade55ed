/** The line under the node of the check-up. */
import type { NodeStatus } from 'node-red';
import { questions } from '../../check-up/questions';
import type { CheckUpKey } from '../../check-up/said';
import type { Facts } from '../../errors';
import { Throttle } from '../progress/throttle';
import type { Translate } from '../translate';
import { say } from './check-up-words';

/** Statuses a second of one at work, and of all: each is a websocket message to every open editor. */
const PER_SECOND = { working: 1, all: 5 };

/** Questions with an answer and without; `code` of what ended it early. */
interface CheckUpEnd {
  found: number;
  open: number;
  code: string | undefined;
}

export class CheckUpStatus {
  #asked = 0;
  readonly #throttle: Throttle<NodeStatus>;

  constructor(
    show: (status: NodeStatus) => void,
    readonly translate: Translate,
  ) {
    this.#throttle = new Throttle(show);
  }

  begin(): void {
    this.#asked = 0;
    this.#tellProgress();
  }

  /** One question more is done with. */
  found(): void {
    this.#asked++;
    this.#tellProgress();
  }

  end({ found, open, code }: CheckUpEnd): void {
    const key = code === undefined ? 'status-done' : 'status-stopped';
    const look = code === undefined ? ({ fill: 'green', shape: 'dot' } as const) : WARNED;
    this.#offer({ ...look, text: this.#text(key, { found, open, code }) }, PER_SECOND.all);
  }

  failed(code: string): void {
    this.#offer({ fill: 'red', shape: 'ring', text: this.#text('status-failed', { code }) }, PER_SECOND.all);
  }

  close(): void {
    this.#throttle.stop();
  }

  #tellProgress(): void {
    const number = Math.min(this.#asked + 1, questions.length);
    const text = this.#text('status-asking', { number, count: questions.length });
    this.#offer({ fill: 'blue', shape: 'dot', text }, PER_SECOND.working);
  }

  #offer(status: NodeStatus, most: number): void {
    this.#throttle.offer(status, most);
  }

  #text(key: CheckUpKey, facts: Facts): string {
    return say({ key, facts }, this.translate);
  }
}

const WARNED = { fill: 'yellow', shape: 'ring' } as const;
