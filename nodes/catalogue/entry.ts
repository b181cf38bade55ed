/** How a domain file writes its endpoints: what can be derived is left out of the entries. */
import type { DomainId } from './domains';
import { withPreset } from './presets';
import { rangesOf } from './roles';
import type { Column, DateRange, Endpoint, Key, Late, Parameter, Variant } from './schema';

/**
 * An endpoint without its domain; `method` only where it is not GET, `example` only where the columns don't give it,
 * `range` only where the parameters have several pairs of dates.
 */
export type Entry = Omit<Endpoint, 'domain' | 'method'> & { method?: 'POST' };

/**
 * The entries of a domain with what is the same for most: GET, the only pair of dates as range, the sample record, what
 * a dropped node begins with.
 */
export function endpointsOf(domain: DomainId, entries: Entry[]): Endpoint[] {
  return entries.map((entry) => {
    const example = entry.example ?? sampleOf(entry.columns);
    const range = entry.range ?? onlyRange(entry);
    const late = entry.late ?? (range && lateBy(domain, entry));
    // What changes data begins with nothing: a person says all of it.
    const parameters = entry.changes ? entry.parameters : entry.parameters.map(withPreset);
    const method = entry.method ?? 'GET';
    const derived = { ...(range && { range }), ...(late && { late }), ...(example && { example }) };
    return { ...entry, parameters, domain, method, ...derived };
  });
}

/** Invoices of sales, and what stands on them. */
const SALES = /^(?:sale)?invoice_?(?:id|number)$|^rq invoice$/i;

/**
 * A sale is of its own day, and comes when the till is online again; a correction comes later still. Of other records
 * with a range nobody knows whether their days are ever complete.
 */
function lateBy(domain: DomainId, { columns }: Entry): Late {
  const isOfSales = domain === 'sales' || columns.some(({ name }) => SALES.test(name));
  return { days: null, evidence: isOfSales ? 'inferred' : 'unknown' };
}

/** A request that sends data in is not cut: it would send them once per window. */
function onlyRange({ parameters, changes }: Entry): DateRange | undefined {
  const [range, ...others] = rangesOf(parameters);
  return others.length === 0 && !changes ? range : undefined;
}

/** What a feed does not have from the report it repeats. */
export type Feed = Pick<Entry, 'id' | 'title' | 'label' | 'path' | 'pathEvidence' | 'sources'> & Partial<Entry>;

/**
 * A report that partners get once more, for one company of theirs.
 * @param company the parameter that names the company, before those of the report
 * @param form ends the description
 */
export function feedOf(report: Entry, company: Parameter, form: string, feed: Feed): Entry {
  const description = `${report.description} ${form}`;
  return { ...report, description, parameters: [company, ...report.parameters], ...feed };
}

/** The key that the columns and what the records are make plain. */
export function keyOf(...columns: string[]): Key {
  return { columns, evidence: 'inferred' };
}

/** Of records with a column that is filled long after their day: reconciled, completed, voided. */
export const changesLater: Late = { days: null, evidence: 'inferred' };

/** The columns that come back when `parameter` has `value`; `name` is what that part of the report is called. */
export function variant(
  parameter: string,
  value: Variant['value'],
  name: string,
  columns: Column[],
  more: Pick<Variant, 'recordDate' | 'key'> = {},
): Variant {
  const example = sampleOf(columns);
  return { name, parameter, value, columns, ...more, ...(example && { example }) };
}

/** The sample record that the columns' examples make, or nothing where none has one. */
function sampleOf(columns: Column[]): Record<string, unknown> | undefined {
  const known = columns.filter((column) => column.example !== undefined);
  return known.length > 0 ? Object.fromEntries(known.map((column) => [column.name, column.example])) : undefined;
}
