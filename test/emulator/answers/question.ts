/** A request as an endpoint sees it: which endpoint, which company, and parameters by name in any case of letters. */
import { DateTime } from 'luxon';
import type { Endpoint } from '../../../nodes/catalogue';
import type { DialValues } from '../dials';
import type { World } from '../world';
import { DAY } from '../world/clock';
import { BadRequest } from './answer';

export interface Question {
  endpoint: Endpoint;
  parameters: Parameters;
  world: World;
  dials: DialValues;
}

/** Instants from `from` up to but not including `before`; unbounded where undefined. */
export interface DateRange {
  from: number | undefined;
  before: number | undefined;
}

/** A list that asks for everything. */
const EVERYTHING = new Set(['-1', '*']);

export class Parameters {
  readonly #values: ReadonlyMap<string, string>;

  constructor(pairs: Iterable<readonly [name: string, value: string]>) {
    const values = new Map<string, string>();
    for (const [name, value] of pairs) if (!values.has(name.toLowerCase())) values.set(name.toLowerCase(), value);
    this.#values = values;
  }

  /** The value, or undefined when it is missing or blank. */
  text(name: string): string | undefined {
    const value = this.#values.get(name.toLowerCase());
    return value?.trim() ? value : undefined;
  }

  /** Every value, by name in lower case. */
  all(): ReadonlyArray<readonly [name: string, value: string]> {
    return [...this.#values];
  }

  has(name: string): boolean {
    return this.text(name) !== undefined;
  }

  /** Items of a comma-separated list; undefined when it is missing, blank, `-1` or `*`. */
  list(name: string): string[] | undefined {
    const items = this.text(name)
      ?.split(',')
      .map((item) => item.trim())
      .filter((item) => item !== '');
    if (!items || items.length === 0 || items.some((item) => EVERYTHING.has(item))) return undefined;
    return items;
  }

  /** @throws BadRequest when it is not a whole number */
  integer(name: string): number | undefined {
    const text = this.text(name)?.trim();
    if (text === undefined) return undefined;
    if (!/^[+-]?\d+$/.test(text)) throw new BadRequest(`The value '${text}' of ${name} is not a whole number.`);
    return Number(text);
  }

  /** @throws BadRequest when it is neither true nor false */
  boolean(name: string): boolean | undefined {
    const text = this.text(name)?.trim().toLowerCase();
    if (text === undefined) return undefined;
    if (text === 'true' || text === '1') return true;
    if (text === 'false' || text === '0') return false;
    throw new BadRequest(`The value '${text}' of ${name} is not a boolean.`);
  }

  /** The window of two date parameters, with the last instant as the `stopDate` dial says. */
  range(startName: string, stopName: string, dials: DialValues): DateRange {
    const from = this.#instant(startName, dials);
    const stop = this.#instant(stopName, dials);
    if (from && stop && from.at > stop.at) throw new BadRequest(`${startName} is after ${stopName}.`);
    return { from: from?.at, before: stop && stop.at + beyondStop(dials, stop.dateOnly) };
  }

  /** @throws BadRequest when it is not a date */
  instant(name: string, dials: DialValues): number | undefined {
    return this.#instant(name, dials)?.at;
  }

  #instant(name: string, dials: DialValues): { at: number; dateOnly: boolean } | undefined {
    const text = this.text(name)?.trim();
    if (text === undefined) return undefined;
    const at = instantOf(text, dials);
    if (Number.isNaN(at)) throw new BadRequest(`The value '${text}' of ${name} is not a date.`);
    if (dials.timesOfDay === 'overlooked') return { at: Math.floor(at / DAY) * DAY, dateOnly: true };
    return { at, dateOnly: !text.includes(':') };
  }
}

/** Dates read before, because the same ones come again and again; forgotten when there are too many. */
const instants = new Map<string, number>();

type DateDials = Pick<DialValues, 'timeZone' | 'plainDates' | 'namedZones'>;

/** Wall-clock time of a date in the zone of the stored dates; NaN when it is none. */
function instantOf(written: string, { timeZone, plainDates, namedZones }: DateDials): number {
  const key = `${written} ${timeZone} ${plainDates} ${namedZones}`;
  const known = instants.get(key);
  if (known !== undefined) return known;
  const zone = written.includes(':') ? /(Z|[+-]\d\d:?\d\d)$/i.exec(written)?.[0] : undefined;
  const text = zone && namedZones === 'ignored' ? written.slice(0, -zone.length) : written;
  const isConverted = zone !== undefined && namedZones !== 'ignored';
  const at = isConverted
    ? DateTime.fromISO(text.replace(' ', 'T'), { zone: timeZone })
    : DateTime.fromISO(text.replace(' ', 'T'), { zone: 'UTC' }).setZone(plainDates === 'utc' ? timeZone : 'UTC');
  const isRefused = zone !== undefined && namedZones === 'refused';
  const instant = at.isValid && !isRefused ? at.setZone('UTC', { keepLocalTime: true }).toMillis() : Number.NaN;
  if (instants.size > 10_000) instants.clear();
  instants.set(key, instant);
  return instant;
}

/** Milliseconds from the stop date to the first instant that is no longer part of the answer. */
function beyondStop(dials: DialValues, dateOnly: boolean): number {
  if (dials.stopDate === 'exclusive') return 0;
  return dateOnly && dials.stopDate === 'inclusive' ? DAY : 1;
}
