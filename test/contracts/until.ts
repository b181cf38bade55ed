/** Waiting for what comes by itself, from a store that may be far away. */

const LONGEST_WAIT = 30_000;

/** @throws Error that says what was waited for */
export async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  const latest = performance.now() + LONGEST_WAIT;
  while (!(await isSo())) {
    if (performance.now() > latest) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** What is told from outside that something may go on. */
export class Gate {
  open: () => void = () => {};
  readonly passed = new Promise<void>((resolve) => {
    this.open = resolve;
  });
}

/** What a test does to instances of a store; to that of one process nothing can be done. */
export interface Harm<Store> {
  /** Ends an instance as a crash does: nothing is given back by it. */
  kill(store: Store): Promise<void>;
  /** From now on no instance reaches the engine, which keeps what it has. */
  cutOff(): Promise<void>;
  /** It is reached again. */
  connect(): Promise<void>;
}
