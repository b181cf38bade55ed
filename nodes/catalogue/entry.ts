/** How a domain file writes its endpoints: what can be derived is left out of the entries. */
import type { DomainId } from './domains';
import type { Column, Endpoint, Variant } from './schema';

/** An endpoint without its domain; `method` only where it is not GET, `example` only where the columns don't give it. */
export type Entry = Omit<Endpoint, 'domain' | 'method'> & { method?: 'POST' };

export function endpointsOf(domain: DomainId, entries: Entry[]): Endpoint[] {
  return entries.map((entry) => {
    const example = entry.example ?? sampleOf(entry.columns);
    return { ...entry, domain, method: entry.method ?? 'GET', ...(example && { example }) };
  });
}

/** The columns that come back when `parameter` has `value`; `name` is what that part of the report is called. */
export function variant(
  parameter: string,
  value: Variant['value'],
  name: string,
  columns: Column[],
  more: Pick<Variant, 'recordDate'> = {},
): Variant {
  const example = sampleOf(columns);
  return { name, parameter, value, columns, ...more, ...(example && { example }) };
}

/** The sample record that the columns' examples make, or nothing where none has one. */
function sampleOf(columns: Column[]): Record<string, unknown> | undefined {
  const known = columns.filter((column) => column.example !== undefined);
  return known.length > 0 ? Object.fromEntries(known.map((column) => [column.name, column.example])) : undefined;
}
