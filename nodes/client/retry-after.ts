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
  if (/^\d{1,12}$/.test(text)) return Number(text) * 1000;
  const moment = readHttpDate(text);
  if (moment === undefined) return undefined;
  return Math.max(0, moment - (readHttpDate(date ?? '') ?? wallClock));
}

/** `Sun, 06 Nov 1994 08:49:37 GMT`; `Date.parse` alone would accept far more. */
function readHttpDate(text: string): number | undefined {
  if (!/^[A-Z][a-z]{2,8}, .{1,30} GMT$/.test(text)) return undefined;
  const moment = Date.parse(text);
  return Number.isNaN(moment) ? undefined : moment;
}
