/** Asks the server again and again, while somebody looks. */
export class AskingAgain {
  #stop: AbortController | undefined;

  /** @param ask asks once; milliseconds until it is asked again. It does not throw */
  constructor(readonly ask: (signal: AbortSignal) => Promise<number>) {}

  start(): void {
    if (this.#stop) return;
    this.#stop = new AbortController();
    void this.#goOn(this.#stop.signal);
  }

  stop(): void {
    this.#stop?.abort();
    this.#stop = undefined;
  }

  /** Asks now: a person has done something. */
  again(): void {
    if (!this.#stop) return;
    this.stop();
    this.start();
  }

  async #goOn(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) await pause(await this.ask(signal), signal);
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
