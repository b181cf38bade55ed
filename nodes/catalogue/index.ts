/** The catalogue: what DataConnect offers, as plain data. One file per domain; shared parameters and labels beside them. */
import { bridge } from './bridge';
import { customers } from './customers';
import { deltas } from './deltas';
import { employees } from './employees';
import { finance } from './finance';
import { inventory } from './inventory';
import { lists } from './lists';
import { operations } from './operations';
import { partner } from './partner';
import { partnerFeeds } from './partner-feeds';
import { performance } from './performance';
import { rebates } from './rebates';
import { sales } from './sales';
import type { Endpoint } from './schema';
import { service } from './service';

export { type DomainId, domains } from './domains';
export * from './going-on';
export { labelOf, paletteLabel } from './label';
export * from './roles';
export type {
  Choice,
  Column,
  Cursor,
  DateRange,
  Endpoint,
  Evidence,
  Key,
  Late,
  Lookup,
  Parameter,
  Variant,
} from './schema';
export * from './shared-parameters';

/** Every endpoint, in palette order. */
export const endpoints: readonly Endpoint[] = [
  ...service,
  ...lists,
  ...inventory,
  ...sales,
  ...customers,
  ...employees,
  ...rebates,
  ...finance,
  ...performance,
  ...operations,
  ...deltas,
  ...bridge,
  ...partner,
  ...partnerFeeds,
];

const byId = new Map(endpoints.map((endpoint) => [endpoint.id, endpoint]));

export function endpointById(id: string): Endpoint | undefined {
  return byId.get(id);
}
