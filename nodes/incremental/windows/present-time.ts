/** Which time it is, by two clocks of which each may be wrong (docs/incremental.md, Which dates are asked for). */

/** What the `Date` header of the service's last answer said. */
export interface AnsweredDate {
  date: number;
  /** Milliseconds since then, by a clock that nobody sets (`performance.now`). */
  ago: number;
}

export interface PresentTime {
  now: number;
  /** How far this clock is ahead of the service's, in milliseconds; undefined where the two differ by little. */
  ahead?: number;
}

const WORTH_SAYING = 5 * 60_000;

/**
 * The earlier of the two: what is asked for too early is asked for again, what was confirmed too early is lost.
 * @param own what this machine's clock says
 * @param answered undefined where the service has not answered yet
 */
export function presentTime(own: number, answered: AnsweredDate | undefined): PresentTime {
  if (!answered) return { now: own };
  const theirs = answered.date + answered.ago;
  const ahead = own - theirs;
  return { now: Math.min(own, theirs), ...(Math.abs(ahead) >= WORTH_SAYING && { ahead }) };
}
