/** True for a name of a time zone that dates can be counted in: `America/Toronto`, not `UTC0` or `Etc/Unknown`. */
export function isTimeZone(name: string | undefined): name is string {
  if (!name) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
