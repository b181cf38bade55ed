/** Messages about the progress of one run, for the second output: at most one a second, and one at the end. */
import type { NodeMessage } from 'node-red';
import type { RunPhase, RunState } from './run-state';
import type { RunEnd } from './status-line';
import { Throttle } from './throttle';

type ProgressMessage = NodeMessage & { dataconnect: Record<string, unknown> };

export class ProgressMessages {
  readonly #throttle: Throttle<() => ProgressMessage>;

  /**
   * @param run id of the run and of its endpoint, and whether its data is invented
   * @param send gives a message to the second output
   */
  constructor(
    readonly run: { id: string; endpoint: string; isPractice?: boolean },
    readonly send: (msg: ProgressMessage) => void,
  ) {
    this.#throttle = new Throttle((write) => send(write()));
  }

  progress(state: RunState): void {
    this.#throttle.offer(() => this.#write(state, describePhase(state.phase)), 1);
  }

  end(state: RunState, end: RunEnd): void {
    this.close();
    this.send(this.#write(state, describeEnd(end)));
  }

  /** Sends nothing more. */
  close(): void {
    this.#throttle.stop();
  }

  #write({ records, recordsPerSecond, window }: RunState, what: Record<string, unknown>): ProgressMessage {
    const { endpoint, id, isPractice } = this.run;
    return {
      dataconnect: {
        endpoint,
        run: id,
        ...(isPractice && { practice: true }),
        ...what,
        records,
        ...(recordsPerSecond !== undefined && { recordsPerSecond }),
        ...(window && { window: window.number, windows: window.known }),
      },
    };
  }
}

/** Times in milliseconds. */
function describePhase(phase: RunPhase): Record<string, unknown> {
  if (phase.kind === 'retrying') return { state: 'retrying', retryIn: phase.delay, attempt: phase.attempt };
  const { kind: state, ...facts } = phase;
  return { state, ...facts };
}

function describeEnd(end: RunEnd): Record<string, unknown> {
  if (end.kind === 'failed') return { state: 'failed', code: end.code };
  if (end.kind === 'unconfirmed') return { state: 'unconfirmed', nodes: end.nodes };
  return { state: end.kind === 'cancelled' ? 'cancelled' : 'done' };
}
