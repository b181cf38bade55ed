/** What lies in the stores: quantities, and the serial numbers of serialized products. */
import type { Product } from './catalog';
import { DAY, WORLD_END, WORLD_START } from './clock';
import type { Company, Store } from './company';
import { Random } from './random';

export interface Stock {
  product: Product;
  store: Store;
  quantity: number;
  onOrder: number;
  onBackOrder: number;
  inTransfer: number;
  nonSellable: number;
  onRma: number;
  /** One per unit in stock of a serialized product. */
  units: Unit[];
}

export interface Unit {
  serial: string;
  receivedAt: number;
}

export function stockOf(company: Company, products: readonly Product[]): Stock[] {
  const random = new Random(`stock ${company.id}`);
  return products.flatMap((product) => company.stores.map((store) => levelOf(product, store, random)));
}

function levelOf(product: Product, store: Store, random: Random): Stock {
  const quantity = random.chance(0.25) ? 0 : random.between(1, product.serialized ? 3 : product.maximum);
  return {
    product,
    store,
    quantity,
    onOrder: random.chance(0.2) ? random.between(1, 10) : 0,
    onBackOrder: random.chance(0.05) ? random.between(1, 5) : 0,
    inTransfer: random.chance(0.1) ? random.between(1, 3) : 0,
    nonSellable: random.chance(0.05) ? 1 : 0,
    onRma: random.chance(0.05) ? 1 : 0,
    units: product.serialized ? Array.from({ length: quantity }, () => unitOf(random)) : [],
  };
}

function unitOf(random: Random): Unit {
  const serial = random.chance(0.1) ? `0${random.digits(14)}` : `99${random.digits(13)}`;
  return { serial, receivedAt: random.between(WORLD_START - 90 * DAY, WORLD_END - 1) };
}
