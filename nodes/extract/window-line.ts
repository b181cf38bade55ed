/**
 * The windows of a run in the order of their records. Those behind the first are asked for ahead of time, because a
 * report takes the service longer than its records take us; their answers wait unread until it is their turn.
 */
import type { Answer, RequestProgress } from '../client/request';
import { Stop, type StopSignal } from '../client/waiting/cancellation';
import type { Window } from './window';

type SendWindow = (
  window: Window,
  signal: StopSignal,
  onProgress: (progress: RequestProgress) => void,
) => Promise<Answer>;

interface Waiting {
  window: Window;
  /** Undefined until it is asked for. */
  request?: { answer: Promise<Answer> };
  /** Of the request that was sent ahead, until its answer is read. */
  stop?: Stop;
}

export class WindowLine {
  readonly #waiting: Waiting[];
  #finished = 0;

  /**
   * @param ahead how many windows behind the first are asked for ahead of time
   * @param signal ends the requests sent ahead, too
   */
  constructor(
    windows: readonly Window[],
    readonly ahead: number,
    readonly send: SendWindow,
    readonly signal: StopSignal,
  ) {
    this.#waiting = windows.map((window) => ({ window }));
  }

  get first(): Window | undefined {
    return this.#waiting[0]?.window;
  }

  /** Windows finished so far, and all that are known of. */
  get progress(): { finished: number; known: number } {
    return { finished: this.#finished, known: this.#finished + this.#waiting.length };
  }

  /** The answer for the first window: the one sent ahead, or a fresh one. Asks for the next windows on the way. */
  async request(onProgress: (progress: RequestProgress) => void): Promise<Answer> {
    const first = this.#waiting[0]!;
    const early = first.request;
    first.request = undefined;
    const answer =
      early?.answer ?? this.send(first.window, this.signal, (progress) => this.#report(progress, onProgress));
    this.#askAhead();
    return answer;
  }

  /** Puts smaller windows in the place of the first. */
  replace(parts: readonly Window[]): void {
    const [first] = this.#waiting.splice(0, 1, ...parts.map((window) => ({ window })));
    first?.stop?.end();
  }

  /** Goes on to the next window. */
  finish(): void {
    this.#waiting.shift()?.stop?.end();
    this.#finished++;
  }

  /** Drops every request sent ahead. */
  close(): void {
    for (const waiting of this.#waiting) drop(waiting);
  }

  /**
   * A request sent ahead holds a slot until its answer is read. When the first window itself must queue for one, the
   * others give way, or two runs could wait for each other forever. Those that wait for a slot, too: after a window was
   * cut they stand before its parts, and would have the only one.
   */
  #report(progress: RequestProgress, onProgress: (progress: RequestProgress) => void): void {
    if (progress.kind === 'queued') this.#waiting.slice(1).forEach(drop);
    onProgress(progress);
  }

  #askAhead(): void {
    for (const waiting of this.#waiting.slice(1, 1 + this.ahead)) {
      if (waiting.request) continue;
      const stop = new Stop(this.signal);
      const answer = this.send(waiting.window, stop, () => undefined);
      // Whoever reads the window meets the failure; until then it must not end the process.
      answer.catch(() => undefined);
      waiting.request = { answer };
      waiting.stop = stop;
    }
  }
}

function drop(waiting: Waiting): void {
  waiting.stop?.stop('the records were not wanted any more');
  waiting.stop?.end();
  waiting.request?.answer.then(
    (answer) => answer.dispose(),
    () => undefined,
  );
  waiting.request = undefined;
}
