/**
 * Time as the client sees it: a steady clock that a change of the computer's clock does not move, and a timer.
 * Tests bring their own.
 */
export interface Clock {
  /** Milliseconds since some fixed moment. */
  now(): number;
  /** Runs `action` once after `milliseconds`; the returned function forgets it. */
  after(milliseconds: number, action: () => void): () => void;
}

/** Node's timers take at most this many milliseconds; a longer wait would fire at once. */
const LONGEST_TIMER = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => performance.now(),
  after: (milliseconds, action) => {
    const timer = setTimeout(action, Math.min(milliseconds, LONGEST_TIMER));
    return () => clearTimeout(timer);
  },
};

/** The same, with timers that no process stays alive for. */
export const backgroundClock: Clock = {
  now: systemClock.now,
  after: (milliseconds, action) => {
    const timer = setTimeout(action, Math.min(milliseconds, LONGEST_TIMER)).unref();
    return () => clearTimeout(timer);
  },
};
