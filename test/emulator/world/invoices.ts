/** Two years of sales: invoices with their lines, taxes, payments, coupons and refunds. Money is in cents. */
import type { Product } from './catalog';
import { DAY, HOUR, WORLD_START } from './clock';
import type { Company, Store } from './company';
import type { Customer } from './customers';
import type { Employee } from './people';
import { Random } from './random';

export interface Line {
  invoice: Invoice;
  /** Counts from 1 within the invoice. */
  priority: number;
  rowGuid: string;
  product: Product;
  /** Negative on a refund. */
  quantity: number;
  serial: string | undefined;
  listCents: number;
  /** What one unit was sold for. */
  unitCents: number;
  unitCostCents: number;
  /** Of the whole line. */
  taxCents: number;
  couponCents: number;
  used: boolean;
}

export interface Payment {
  invoice: Invoice;
  method: PaymentMethod;
  amountCents: number;
  authorization: string;
  lastFour: string;
}

export type PaymentMethod = 'Cash' | 'Credit Card' | 'Debit' | 'Gift Card';

export interface Invoice {
  id: number;
  idByStore: string;
  rowGuid: string;
  at: number;
  store: Store;
  soldBy: Employee;
  tenderedBy: Employee;
  customer: Customer | undefined;
  lines: Line[];
  payments: Payment[];
  /** The invoice a refund takes back. */
  original: Invoice | undefined;
  comments: string;
  couponId: number | undefined;
}

export const COUPONS = [
  { id: 1, name: 'Welcome 5 %', sku: 'CP000001' },
  { id: 2, name: 'Rabais d’été', sku: 'CP000002' },
  { id: 3, name: 'Staff, friends & family', sku: 'CP000003' },
] as const;

/** The people, products and places sales are made of. */
export interface Trade {
  company: Company;
  employees: readonly Employee[];
  products: readonly Product[];
  customers: readonly Customer[];
}

/** @param end what was sold before `WORLD_END` is the same for every one */
export function invoicesOf(trade: Trade, end: number): Invoice[] {
  const random = new Random(`invoices ${trade.company.id}`);
  const perStore = new Map<Store, Invoice[]>(trade.company.stores.map((store) => [store, []]));
  const invoices: Invoice[] = [];
  for (let day = WORLD_START; day < end; day += DAY) {
    for (const at of openingMinutes(random, trade.company.stores.length)) {
      const store = random.pick(trade.company.stores);
      const earlier = perStore.get(store) as Invoice[];
      const original = random.chance(0.04) ? earlier.at(-random.between(1, 20)) : undefined;
      const taken = { id: 100_001 + invoices.length, at: day + at, store, sequence: earlier.length + 1 };
      const invoice = original ? refundOf(original, taken, random) : saleOf(trade, taken, random);
      invoices.push(invoice);
      earlier.push(invoice);
    }
  }
  return invoices;
}

/** Times of day at which something is sold, in order, with the uneven milliseconds a DATETIME has. */
function openingMinutes(random: Random, stores: number): number[] {
  const count = random.between(Math.ceil(stores / 6), Math.ceil(stores * 0.7));
  return Array.from({ length: count }, () => random.between(9 * HOUR, 21 * HOUR)).sort((a, b) => a - b);
}

interface Taken {
  id: number;
  at: number;
  store: Store;
  sequence: number;
}

function saleOf(trade: Trade, taken: Taken, random: Random): Invoice {
  const staff = staffOf(trade, taken.store);
  const invoice = emptyInvoice(taken, random, {
    soldBy: random.pick(staff),
    tenderedBy: random.pick(staff),
    customer: random.chance(0.85) ? random.pick(trade.customers) : undefined,
    original: undefined,
    couponId: random.chance(0.05) ? random.pick(COUPONS).id : undefined,
    comments: random.chance(0.04) ? 'Customer said: "call me",\r\nthen left – très content' : '',
  });
  const count = random.between(1, 4);
  for (let index = 0; index < count; index++)
    invoice.lines.push(soldLine(invoice, random.pick(trade.products), index, random));
  pay(invoice, random);
  return invoice;
}

/** Employees are dealt to the stores in turn. */
function staffOf(trade: Trade, store: Store): readonly Employee[] {
  const turn = trade.company.stores.indexOf(store);
  return trade.employees.filter((_, index) => index % trade.company.stores.length === turn);
}

function refundOf(original: Invoice, taken: Taken, random: Random): Invoice {
  const invoice = emptyInvoice(taken, random, {
    soldBy: original.soldBy,
    tenderedBy: original.tenderedBy,
    customer: original.customer,
    original,
    couponId: original.couponId,
    comments: 'Return',
  });
  const returned = original.lines.filter((line) => line.quantity > 0).slice(0, 1);
  invoice.lines = (returned.length > 0 ? returned : original.lines.slice(0, 1)).map((line) => ({
    ...line,
    invoice,
    rowGuid: random.guid(),
    quantity: -Math.abs(line.quantity),
    taxCents: -Math.abs(line.taxCents),
    couponCents: -Math.abs(line.couponCents),
  }));
  pay(invoice, random);
  return invoice;
}

type Parties = Pick<Invoice, 'soldBy' | 'tenderedBy' | 'customer' | 'original' | 'couponId' | 'comments'>;

function emptyInvoice(taken: Taken, random: Random, parties: Parties): Invoice {
  const { id, at, store, sequence } = taken;
  const idByStore = `${store.abbreviation}IN${sequence}`;
  return { id, idByStore, rowGuid: random.guid(), at, store, lines: [], payments: [], ...parties };
}

function soldLine(invoice: Invoice, product: Product, index: number, random: Random): Line {
  const quantity = product.serialized ? 1 : random.between(1, 3);
  const unitCents = random.chance(0.15) ? Math.round(product.priceCents * 0.9) : product.priceCents;
  const couponCents = invoice.couponId && index === 0 ? Math.round(unitCents * quantity * 0.05) : 0;
  return {
    invoice,
    priority: index + 1,
    rowGuid: random.guid(),
    product,
    quantity,
    serial: product.serialized ? imei(random) : undefined,
    listCents: product.priceCents,
    unitCents,
    unitCostCents: product.costCents,
    taxCents: Math.round(((unitCents * quantity - couponCents) * invoice.store.taxPerMille) / 1000),
    couponCents,
    used: random.chance(0.02),
  };
}

/** 15 digits; every tenth or so starts with 0, which a reader must not lose. */
function imei(random: Random): string {
  return random.chance(0.1) ? `0${random.digits(14)}` : `35${random.digits(13)}`;
}

function pay(invoice: Invoice, random: Random): void {
  const due = totalAfterTax(invoice.lines);
  const split = due > 20_000 && random.chance(0.1) ? Math.round(due / 2) : due;
  for (const amountCents of split === due ? [due] : [split, due - split]) {
    invoice.payments.push({
      invoice,
      method: random.pick(['Cash', 'Credit Card', 'Debit', 'Gift Card'] as const),
      amountCents,
      authorization: `A${random.digits(5)}`,
      lastFour: random.digits(4),
    });
  }
}

/** Cents due for lines: price less coupons, plus tax. */
export function totalAfterTax(lines: readonly Line[]): number {
  return lines.reduce((sum, line) => sum + line.unitCents * line.quantity - line.couponCents + line.taxCents, 0);
}
