/** What moved in and out of stock other than by a sale: orders, receipts, transfers, returns to vendors, adjustments. */
import type { Product } from './catalog';
import { DAY, HOUR, WORLD_END, WORLD_START } from './clock';
import type { Store } from './company';
import type { Customer } from './customers';
import type { Employee } from './people';
import { Random } from './random';

export interface Movement {
  id: number;
  idByStore: string;
  at: number;
  completedAt: number;
  store: Store;
  /** The other end of a transfer. */
  otherStore: Store;
  employee: Employee;
  employee2: Employee;
  product: Product;
  customer: Customer;
  quantity: number;
  unitCostCents: number;
  serial: string | undefined;
  reference: string;
  comments: string;
}

interface Participants {
  stores: readonly Store[];
  employees: readonly Employee[];
  products: readonly Product[];
  customers: readonly Customer[];
}

/** @param end what moved before `WORLD_END` is the same for every one */
export function movementsOf(
  seed: number,
  { stores, employees, products, customers }: Participants,
  end: number,
): Movement[] {
  const random = new Random(`movements ${seed}`);
  const inTwoYears = stores.length * 100;
  const step = Math.floor((WORLD_END - WORLD_START) / inTwoYears);
  const count = Math.floor((inTwoYears * (end - WORLD_START)) / (WORLD_END - WORLD_START));
  return Array.from({ length: count }, (_, index) => {
    const at = WORLD_START + index * step + random.between(0, step - 1);
    const store = random.pick(stores);
    const product = random.pick(products);
    return {
      id: 70_001 + index,
      idByStore: `${store.abbreviation}PO${index + 1}`,
      at,
      completedAt: at + random.between(1, 12) * DAY + random.between(0, 9) * HOUR,
      store,
      otherStore: random.pick(stores),
      employee: random.pick(employees),
      employee2: random.pick(employees),
      product,
      customer: random.pick(customers),
      quantity: product.serialized ? 1 : random.between(1, 12),
      unitCostCents: product.costCents,
      serial: product.serialized ? `98${random.digits(13)}` : undefined,
      reference: `REF-${random.digits(6)}`,
      comments: random.chance(0.2) ? 'Box damaged, "as seen"; compté à la main' : '',
    };
  });
}
