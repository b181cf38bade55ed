/** The end of the playground, whenever it comes: what was started last is stopped first. */
export class Stopping {
  readonly #stops: (() => Promise<unknown>)[] = [];
  readonly #abort = new AbortController();

  /** From now on Ctrl-C, and what ends programs otherwise, stops in order. */
  constructor() {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => this.#stopNow());
  }

  /** Aborts what has no end of its own. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  add(stop: () => Promise<unknown>): void {
    this.#stops.push(stop);
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    for (const stop of this.#stops.splice(0).reverse()) await stop();
  }

  #stopNow(): void {
    if (this.signal.aborted) return;
    console.log('\nStopping ...');
    // What is being started at this moment ends with this process.
    this.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  }
}
