/** What dates can be said to be: a day, an instant, or a range of time that moves along with today. */

export type CalendarUnit = 'day' | 'week' | 'month' | 'quarter' | 'year';
export type ClockUnit = 'minute' | 'hour';
export type DateUnit = CalendarUnit | ClockUnit;

export type DateExpression =
  /** One day, written out: `2024-02-29`. */
  | { kind: 'date'; date: string }
  /** One instant, written out, with or without a zone. It is sent as it was written. */
  | { kind: 'date-time'; text: string }
  | DateWords;

/** What is said in words of one language or another. */
export type DateWords =
  /** The day `today`, moved: `today-7d`, `tomorrow`. */
  | { kind: 'day'; shift: Shift | undefined }
  /** This instant, moved: `now`, `now-15m`. */
  | { kind: 'moment'; shift: Shift | undefined }
  /** The current unit and the `count - 1` before it: `last 7 days` is today and the six days before. */
  | { kind: 'last'; count: number; unit: DateUnit }
  /** The `count` whole units before the current one: `previous month`, `previous 7 days`. */
  | { kind: 'previous'; count: number; unit: DateUnit }
  /** The whole current unit, what lies ahead of it included: `this month`. */
  | { kind: 'this'; unit: CalendarUnit }
  /** From the beginning of the current unit to the end of today: `month to date`. */
  | { kind: 'to-date'; unit: CalendarUnit };

/** `amount` may be negative, and is not 0. */
export interface Shift {
  amount: number;
  unit: DateUnit;
}

export function isCalendar(unit: DateUnit): unit is CalendarUnit {
  return unit !== 'minute' && unit !== 'hour';
}
