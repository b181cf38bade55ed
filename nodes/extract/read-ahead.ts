/**
 * Hands the batches of a run on, each when the one before has been taken. Meanwhile the reading goes on, until one batch
 * more is ready: a database and the reading of what it gets next work side by side. What became of a batch counts before
 * what became of the reading behind it, as though one came after the other.
 */
import { Stop } from '../client/waiting/cancellation';
import { incomplete } from './incomplete';
import type { FinishedBatch, RunOptions } from './run-options';
import { windowsInWords } from './window';

export class ReadAhead {
  /** For the reading: it stops with the run, and at once when a batch was not taken. */
  readonly signal: Stop;
  readonly #take: RunOptions['take'];
  /** Settles when the last batch that was handed on has been taken. */
  #taking = Promise.resolve();

  constructor({ take, signal }: Pick<RunOptions, 'take' | 'signal'>) {
    this.#take = take;
    this.signal = new Stop(signal);
  }

  /**
   * Resolves when the batch is on its way, and not before the one before was taken.
   * @throws what became of that one
   */
  async handOn(batch: FinishedBatch): Promise<void> {
    await this.#taking;
    this.#taking = this.#follow(this.#give(batch), batch.windows);
    // Whoever hands on the next one, or ends, meets the failure; until then it must not end the process.
    this.#taking.catch(() => undefined);
  }

  /**
   * Must be called when the reading is over, however it ended. Resolves when all has been taken.
   * @throws what became of a batch that was not
   */
  async end(): Promise<void> {
    await this.#taking.finally(() => this.signal.end());
  }

  /** Nothing here keeps the records of a batch that is on its way: those who got them may let go of them. */
  async #give(batch: FinishedBatch): Promise<void> {
    return this.#take(batch);
  }

  async #follow(taken: Promise<void>, windows: readonly string[]): Promise<void> {
    try {
      await taken;
    } catch (error) {
      this.signal.stop(error);
      throw incomplete(error, windowsInWords(windows));
    }
  }
}
