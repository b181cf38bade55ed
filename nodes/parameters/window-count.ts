/** How many requests a range becomes where it is cut at the calendar, and how many are too many. */
import type { Span } from './date-axis';

/** Windows of one run: those of days reach over 27 years. */
export const MOST_WINDOWS = 10_000;

const DAYS_OF = { day: 1, week: 7, month: 30 } as const;
const MILLISECONDS_OF_A_DAY = 86_400_000;

/** About how many windows of `count` days, weeks or months these are. */
export function windowCount({ from, to }: Span, unit: keyof typeof DAYS_OF, count: number): number {
  return Math.ceil((to - from) / (DAYS_OF[unit] * count * MILLISECONDS_OF_A_DAY));
}
