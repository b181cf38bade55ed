/** An alarm that rings when a test says so: timers of just that time wait for it, all others go on as ever. */
export class AlarmBell {
  readonly #usual = globalThis.setTimeout;
  readonly #usualClear = globalThis.clearTimeout;
  readonly #set = new Map<object, () => void>();

  /** @param time of the alarm, in milliseconds, and of nothing else; until `remove` is called */
  constructor(readonly time: number) {
    const setTimeout = (action: (...given: unknown[]) => void, after?: number, ...given: unknown[]) => {
      const isAlarm = after === this.time;
      const timer = this.#usual(action, after, ...given);
      if (isAlarm) this.#set.set(timer, () => action(...given));
      return timer;
    };
    globalThis.setTimeout = Object.assign(setTimeout, this.#usual) as typeof globalThis.setTimeout;
    globalThis.clearTimeout = ((timer: object) => {
      this.#set.delete(timer);
      this.#usualClear(timer as NodeJS.Timeout);
    }) as typeof clearTimeout;
  }

  /** Resolves when somebody has set it; then it has rung. */
  async ring(): Promise<void> {
    while (this.#set.size === 0) await new Promise<void>((resolve) => setImmediate(resolve));
    for (const [timer, action] of this.#set) {
      clearTimeout(timer as NodeJS.Timeout);
      action();
    }
  }

  remove(): void {
    globalThis.setTimeout = this.#usual;
    globalThis.clearTimeout = this.#usualClear;
  }
}
