/** The line under the node of the check-up. */
import type { NodeStatus } from 'node-red';
import { questions } from '../../check-up/questions';
import { Throttle } from '../progress/throttle';
import type { Translate } from '../translate';

/** Statuses a second: every one is a websocket message to every open editor. The last always goes out. */
const PER_SECOND = 1;

/** Questions with an answer and without; `code` of what ended it early. */
interface CheckUpEnd {
  found: number;
  open: number;
  code: string | undefined;
}

export class CheckUpStatus {
  #asked = 0;
  readonly #throttle: Throttle<() => NodeStatus>;

  constructor(
    show: (status: NodeStatus) => void,
    readonly translate: Translate,
  ) {
    this.#throttle = new Throttle((describe) => show(describe()));
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
    this.#offer({ ...look, text: this.#text(key, { found, open, code: code ?? '' }) });
  }

  failed(code: string): void {
    this.#offer({ fill: 'red', shape: 'ring', text: this.#text('status-failed', { code }) });
  }

  close(): void {
    this.#throttle.stop();
  }

  #tellProgress(): void {
    const number = Math.min(this.#asked + 1, questions.length);
    this.#offer({ fill: 'blue', shape: 'dot', text: this.#text('status-asking', { number, count: questions.length }) });
  }

  #offer(status: NodeStatus): void {
    this.#throttle.offer(() => status, PER_SECOND);
  }

  #text(key: string, facts: Record<string, string | number>): string {
    return this.translate(`check-up.${key}`, facts) ?? key;
  }
}

const WARNED = { fill: 'yellow', shape: 'ring' } as const;
