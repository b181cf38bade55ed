/**
 * How finely a node goes on, and what holds where a person says nothing: rule 7 of
 * docs/incremental.md, Which dates are asked for.
 */
import type { Parameter } from '../../catalogue/schema';
import { type Duration, parseDuration } from '../../parameters/duration';

/** `day`: from midnight to midnight. `instant`: to the second. */
export type Grain = 'day' | 'instant';

/** How far a run looks back, how near it comes to now, and how it goes on after an outage. */
export interface Reach {
  /** Before now; what is younger is not asked for yet, for it may not be complete. */
  delay: Duration;
  /** Before the point that is confirmed; it is asked for again, for what came late. */
  lookback: Duration;
  /** Length of a window, which is confirmed as a whole; a minute at least. */
  step: Duration;
  /** Windows of one run at most. */
  most: number;
}

type Durations = Omit<Reach, 'most'>;

/**
 * Six hours cover a wrong zone within North America. The lookback of a day, where minutes count, is for stores in other
 * zones, which write their own wall clock: three hours and more late.
 */
export const usualReach: Readonly<Record<Grain, Durations>> = {
  day: {
    delay: { count: 6, unit: 'hour' },
    lookback: { count: 2, unit: 'day' },
    step: { count: 7, unit: 'day' },
  },
  instant: {
    delay: { count: 5, unit: 'minute' },
    lookback: { count: 1, unit: 'day' },
    step: { count: 1, unit: 'day' },
  },
};

/** As a person chose it: texts of durations, blank where the usual one of the grain holds. */
export type ChosenReach = Readonly<Record<keyof Durations, string>> & Pick<Reach, 'most'>;

/** What was chosen, and the usual of the grain for the rest; a text that is no duration counts as blank. */
export function reachOf(grain: Grain, { delay, lookback, step, most }: ChosenReach): Reach {
  const usual = usualReach[grain];
  return {
    delay: parseDuration(delay) ?? usual.delay,
    lookback: parseDuration(lookback) ?? usual.lookback,
    step: parseDuration(step) ?? usual.step,
    most,
  };
}

/** What the parameters of a range take: dates with a time, or bare days. */
export type DateFormat = 'date' | 'date-time';

/** Parameters that take bare days leave no choice; those that are not known are taken for dates with a time. */
export function grainOf(chosen: Grain, start: Pick<Parameter, 'format'> | undefined): Grain {
  return start?.format === 'date' ? 'day' : chosen;
}
