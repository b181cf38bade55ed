/** Measures this process from one moment to another. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Measured } from './order';

/** Milliseconds between two looks at the memory: one takes up to 3 ms of this process. */
const LOOKS = 250;
/** Milliseconds in which a stall at the very end is seen. */
const AFTER = 50;

export class Meter {
  readonly #begun: number;
  readonly #processorBefore: number;
  readonly #peakBefore: number;
  readonly #delays = monitorEventLoopDelay({ resolution: 1 });
  readonly #looking: NodeJS.Timeout;
  #largest: number;
  #first: number | undefined;

  /** @param atRest resident bytes of the process before it did anything */
  constructor(readonly atRest: number) {
    this.#largest = process.memoryUsage.rss();
    this.#peakBefore = peak();
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
    return { time, processor, first: this.#first ?? time, growth: this.#growth(), stall: this.#delays.max / 1e6 };
  }

  #look(): void {
    this.#largest = Math.max(this.#largest, process.memoryUsage.rss());
  }

  /** The system knows a peak between two looks, unless the start of the process had a higher one. */
  #growth(): number {
    const highest = peak() > this.#peakBefore ? peak() : this.#largest;
    return Math.max(highest, this.#largest) - this.atRest;
  }
}

/** Bytes. */
function peak(): number {
  return process.resourceUsage().maxRSS * 1024;
}

/** Milliseconds that this process has worked so far, on all its threads. */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
