/** What one row is about. Columns and filters look at the parts by name; a part that a row has nothing to do with is missing. */
import type { Category, Product, Vendor } from '../world/catalog';
import type { Channel, District, Region, Store } from '../world/company';
import type { Customer, CustomerChange } from '../world/customers';
import type { Invoice, Line, Payment } from '../world/invoices';
import type { Movement } from '../world/movements';
import type { Employee } from '../world/people';
import type { Shift } from '../world/shifts';
import type { Stock, Unit } from '../world/stock';

export interface Subject {
  /** The same in every answer about the same thing; made-up values derive from it. */
  key: string;
  /** A number for columns that hold the thing's own id. */
  number: number;
  /** The instant by which dates filter. */
  at?: number | undefined;
  /** The instant a report was asked for, where it compares periods that end there. */
  asOf?: number | undefined;
  /** What a row of a summary is the sum of. */
  members?: readonly Subject[];
  /** Sales lines that sums and counts are taken over. */
  lines?: readonly Line[];
  line?: Line | undefined;
  invoice?: Invoice | undefined;
  payment?: Payment | undefined;
  product?: Product | undefined;
  category?: Category | undefined;
  vendor?: Vendor | undefined;
  stock?: Stock | undefined;
  unit?: Unit | undefined;
  movement?: Movement | undefined;
  shift?: Shift | undefined;
  store?: Store | undefined;
  district?: District | undefined;
  region?: Region | undefined;
  channel?: Channel | undefined;
  /** Who sold or did it. */
  employee?: Employee | undefined;
  /** Who took the money or did the second step. */
  employee2?: Employee | undefined;
  customer?: Customer | undefined;
  change?: CustomerChange | undefined;
}

/** Everything a place knows about its place in the tree. */
export function placeOf(store: Store): Pick<Subject, 'store' | 'district' | 'region' | 'channel'> {
  return { store, district: store.district, region: store.district.region, channel: store.district.region.channel };
}
