/** A longer wait than a year is no wait that anybody means: a number of milliseconds, or a moment as a number. */
const LONGEST_SENSE = 31_536_000;

/**
 * Reads `Retry-After`: seconds, or an HTTP date. A date is measured against the answer's own `Date` header where there
 * is one, because this machine's clock may be wrong.
 * @returns milliseconds to wait, 0 for a date gone by; undefined for a value that is neither
 */
export function readRetryAfter(
  value: string | undefined,
  date: string | undefined,
  wallClock = Date.now(),
): number | undefined {
  if (value === undefined) return undefined;
  const text = value.trim();
  if (/^\d{1,12}(\.\d{0,12})?$/.test(text)) {
    return Number(text) > LONGEST_SENSE ? undefined : Math.ceil(Number(text) * 1000);
  }
  const moment = readHttpDate(text);
  if (moment === undefined) return undefined;
  return Math.max(0, moment - (readHttpDate(date ?? '') ?? wallClock));
}

/** `Sun, 06 Nov 1994 08:49:37 GMT`, or as it was written before: `Sunday, 06-Nov-94 08:49:37 GMT`. */
const DATE = /^[A-Z][a-z]{2,8}, \d{1,2}[ -][A-Z][a-z]{2}[ -]\d{2,4} \d\d:\d\d:\d\d (?:GMT|UTC)$/;

/** As `asctime` of C writes it, without its zone: `Sun Nov  6 08:49:37 1994`. */
const ASCTIME = /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}$/;

/** The three forms of RFC 9110, 5.6.7; `Date.parse` alone would accept far more. */
function readHttpDate(text: string): number | undefined {
  const written = ASCTIME.test(text) ? `${text} GMT` : DATE.test(text) ? text.replaceAll('-', ' ') : undefined;
  const moment = written === undefined ? Number.NaN : Date.parse(written);
  return Number.isNaN(moment) ? undefined : moment;
}
