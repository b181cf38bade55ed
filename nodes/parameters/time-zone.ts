/** By zone: to make one takes longer than all the rest of a plan. */
const clocks = new Map<string, Intl.DateTimeFormat>();

/** @throws RangeError for a name that is no time zone's */
export function clockOf(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone);
  if (known) return known;
  const clock = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  clocks.set(zone, clock);
  return clock;
}

/** True for a name of a time zone that dates can be counted in: `America/Toronto`, not `UTC0` or `Etc/Unknown`. */
export function isTimeZone(name: string | undefined): name is string {
  if (!name) return false;
  try {
    clockOf(name);
    return true;
  } catch {
    return false;
  }
}
