/** Measures this process from one moment to another. */
import { readFileSync, writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Measured } from './order';

/** Milliseconds between two looks at the memory, where the system keeps no peak: one takes up to 3 ms of this process. */
const LOOKS = 250;
/** Milliseconds in which a stall at the very end is seen. */
const AFTER = 50;

export class Meter {
  readonly #begun: number;
  readonly #processorBefore: number;
  readonly #knowsPeak = forgetPeak();
  readonly #delays = monitorEventLoopDelay({ resolution: 1 });
  readonly #looking: NodeJS.Timeout;
  #largest: number;
  #first: number | undefined;

  /** @param atRest resident bytes of the process before it did anything */
  constructor(readonly atRest: number) {
    this.#largest = process.memoryUsage.rss();
    this.#looking = setInterval(() => this.#look(), LOOKS);
    this.#delays.enable();
    this.#processorBefore = processorTime();
    this.#begun = performance.now();
  }

  /** Records are here; the first call counts. */
  records(): void {
    this.#first ??= performance.now() - this.#begun;
  }

  /** Ends the measurement. Resolves a little later, so that a stall at the very end is seen. */
  async end(): Promise<Measured> {
    const time = performance.now() - this.#begun;
    const processor = processorTime() - this.#processorBefore;
    await new Promise((resolve) => setTimeout(resolve, AFTER));
    this.#look();
    clearInterval(this.#looking);
    this.#delays.disable();
    return {
      time,
      processor,
      first: this.#first ?? time,
      growth: this.#growth(),
      stall: this.#delays.max / 1e6,
      server: 0,
      disk: 0,
    };
  }

  #look(): void {
    this.#largest = Math.max(this.#largest, process.memoryUsage.rss());
  }

  #growth(): number {
    return (this.#knowsPeak ? peak() : this.#largest) - this.atRest;
  }
}

/** Begins a new peak of resident memory, on Linux. False where the system cannot. */
function forgetPeak(): boolean {
  try {
    writeFileSync('/proc/self/clear_refs', '5');
    return true;
  } catch {
    return false;
  }
}

/** Bytes. */
function peak(): number {
  return Number(/VmHWM:\s*(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))![1]) * 1024;
}

/** Milliseconds that this process has worked so far, on all its threads. */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
