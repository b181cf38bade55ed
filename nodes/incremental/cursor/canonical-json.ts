/** One text for one value: names in their order, so that a file can be told from one that changed. */

/** @param value plain data, as JSON has it; what JSON leaves out is left out, and an integer beyond a double is the text of its digits */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_name, inner: unknown) => {
    if (typeof inner === 'bigint') return String(inner);
    return isObject(inner) ? sorted(inner) : inner;
  });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sorted(value: Record<string, unknown>): Record<string, unknown> {
  const names = Object.keys(value).sort();
  // Names such as `__proto__` are data here.
  return Object.assign(Object.create(null), Object.fromEntries(names.map((name) => [name, value[name]])));
}
