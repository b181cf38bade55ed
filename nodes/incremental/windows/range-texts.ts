/**
 * The two dates that ask for a window, whatever the service takes them for (rules 5 and 6 of
 * docs/incremental.md, Which dates are asked for).
 */
import { DateTime } from 'luxon';
import { DAY, LAST_STEP, type StopDateMeaning } from '../../parameters/date-axis';
import type { DateFormat } from './grain';
import { hullOf } from './zone-calendar';

/** `unknown`: nobody has found out what the service takes StopDate for. */
export type StopDateReading = 'inclusive' | 'exclusive' | 'unknown';

/** How a request says dates. */
export interface DateWriting {
  zone: string;
  takes: DateFormat;
  stopDate: StopDateReading;
  /** With the zone behind them, as UTC; else the wall clock of the zone. Bare days have none. */
  zonedTexts: boolean;
}

/** As they are sent. */
export interface RangeTexts {
  start: string;
  stop: string;
}

/**
 * @param isFound whether the setting was found out by the check-up, or chosen by a person: a default is no knowledge.
 *   A bare day that is taken for its midnight leaves the day itself out, so that is not relied on
 */
export function stopDateReading(setting: StopDateMeaning, isFound: boolean, takes: DateFormat): StopDateReading {
  if (!isFound || (setting === 'instant' && takes === 'date')) return 'unknown';
  return setting === 'exclusive' ? 'exclusive' : 'inclusive';
}

/** @param window of instants, `to` is the first that does not belong to it */
export function rangeTexts(window: { from: number; to: number }, writing: DateWriting): RangeTexts {
  const { zone, takes, stopDate, zonedTexts } = writing;
  const lastStep = stopDate === 'inclusive' ? LAST_STEP : 0;
  if (takes === 'date-time' && zonedTexts) {
    return { start: instantText(window.from), stop: instantText(window.to - lastStep) };
  }
  const { least, end } = hullOf(window.from, window.to, zone);
  if (takes === 'date-time') return { start: wallText(least), stop: wallText(end - lastStep) };
  const firstNotInIt = Math.ceil(end / DAY) * DAY;
  return { start: dayText(least), stop: dayText(stopDate === 'inclusive' ? firstNotInIt - DAY : firstNotInIt) };
}

/** As the service's own records have it, without a zone. */
function wallText(wall: number): string {
  return instantText(wall).slice(0, -1);
}

function dayText(wall: number): string {
  return instantText(wall).slice(0, 'YYYY-MM-DD'.length);
}

function instantText(instant: number): string {
  return DateTime.fromMillis(instant, { zone: 'utc' }).toISO() ?? '';
}
