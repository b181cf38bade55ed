/** Makes the subjects of each kind from the world, in the order the service would give them. */
import type { World } from '../world';
import { CATEGORIES_IN_ORDER, VENDORS } from '../world/catalog';
import { DAY } from '../world/clock';
import type { Invoice, Line } from '../world/invoices';
import type { Movement } from '../world/movements';
import { placeOf, type Subject } from './subject';

/** Kinds of things a row can be about. */
export type Kind =
  | 'line'
  | 'invoice'
  | 'refund'
  | 'coupon'
  | 'payment'
  | 'product'
  | 'stock'
  | 'unit'
  | 'movement'
  | 'store'
  | 'employee'
  | 'customer'
  | 'change'
  | 'vendor'
  | 'category'
  | 'shift';

const gathered = new WeakMap<World, Map<Kind, readonly Subject[]>>();

/** All subjects of a kind, gathered once per world. */
export function subjectsOf(world: World, kind: Kind): readonly Subject[] {
  const known = gathered.get(world) ?? new Map<Kind, readonly Subject[]>();
  gathered.set(world, known);
  const subjects = known.get(kind) ?? gather[kind](world);
  known.set(kind, subjects);
  return subjects;
}

const gather: Record<Kind, (world: World) => Subject[]> = {
  line: (world) => world.lines.map((line, index) => ofLine(line, index)),
  invoice: (world) => world.invoices.map(ofInvoice),
  refund: (world) => world.invoices.filter((invoice) => invoice.original).map(ofInvoice),
  coupon: (world) => world.invoices.filter((invoice) => invoice.couponId !== undefined).map(ofInvoice),
  payment: (world) =>
    world.invoices.flatMap((invoice) =>
      invoice.payments.map((payment, index) => ({
        ...ofInvoice(invoice),
        key: `payment ${invoice.id} ${index}`,
        number: invoice.id * 10 + index,
        payment,
      })),
    ),
  product: (world) =>
    world.products.map((product) => ({ key: `product ${product.id}`, number: product.id, ...ofProduct(product) })),
  stock: (world) =>
    world.stock.map((stock, index) => ({
      key: `stock ${index}`,
      number: 1 + index,
      stock,
      ...ofProduct(stock.product),
      ...placeOf(stock.store),
    })),
  unit: (world) =>
    world.stock.flatMap((stock) =>
      stock.units.map((unit) => ({
        key: `unit ${unit.serial}`,
        number: stock.product.id,
        unit,
        stock,
        ...ofProduct(stock.product),
        ...placeOf(stock.store),
      })),
    ),
  movement: (world) => world.movements.map(ofMovement),
  store: (world) =>
    world.company.stores.map((store) => ({
      key: `store ${store.id}`,
      number: store.id,
      employee: world.employees.find((employee) => employee.store === store),
      ...placeOf(store),
    })),
  employee: (world) =>
    world.employees.map((employee) => ({
      key: `employee ${employee.id}`,
      number: employee.id,
      employee,
      employee2: world.employees[0],
      ...placeOf(employee.store),
    })),
  customer: (world) =>
    world.customers.map((customer) => ({
      key: `customer ${customer.id}`,
      number: customer.id,
      at: customer.createdAt,
      customer,
      employee: customer.employee,
      employee2: customer.employee,
      ...placeOf(customer.store),
    })),
  change: (world) =>
    world.changes.map((change) => ({
      key: `change ${change.thumbprint}`,
      number: change.customer.id,
      at: change.at,
      change,
      customer: change.customer,
      employee: change.customer.employee,
      ...placeOf(change.customer.store),
    })),
  vendor: () => VENDORS.map((vendor) => ({ key: `vendor ${vendor.id}`, number: vendor.id, vendor })),
  category: () =>
    CATEGORIES_IN_ORDER.map((category, index) => ({ key: `category ${category.number}`, number: 1 + index, category })),
  shift: (world) =>
    world.shifts.map((shift) => ({
      key: `shift ${shift.id}`,
      number: shift.id,
      at: shift.in,
      shift,
      employee: shift.employee,
      employee2: world.employees[0],
      ...placeOf(shift.employee.store),
    })),
};

/** What the lines of a sales report are summed by. */
export type Grouping =
  | 'store'
  | 'store and month'
  | 'district'
  | 'region'
  | 'company'
  | 'employee'
  | 'category'
  | 'product'
  | 'customer'
  | 'day'
  | 'till';

/** Sums filtered subjects up: one subject per group, in the order the groups first appear, with all their lines. */
export function group(subjects: readonly Subject[], by: Grouping): Subject[] {
  const groups = new Map<string, { head: Subject; members: Subject[] }>();
  for (const subject of subjects) {
    const head = headOf(subject, by);
    const known = groups.get(head.key);
    if (known) known.members.push(subject);
    else groups.set(head.key, { head, members: [subject] });
  }
  return [...groups.values()].map(({ head, members }, index) => {
    const lines = members.flatMap((member) => member.lines ?? []);
    const number = head.number || index + 1;
    return { ...head, number, members, ...(members[0]?.lines && { lines }) };
  });
}

function headOf(subject: Subject, by: Grouping): Subject {
  const { store, district, region, employee, category, product, customer, at } = subject;
  switch (by) {
    case 'store':
      return store ? { key: `store ${store.id}`, number: store.id, ...placeOf(store) } : nobody('store');
    case 'store and month': {
      const month = monthOf(at ?? 0);
      return store
        ? { key: `store ${store.id} ${month}`, number: store.id, at: month, ...placeOf(store) }
        : nobody('store');
    }
    case 'district':
      return district ? { key: `district ${district.id}`, number: district.id, district } : nobody('district');
    case 'region':
      return region ? { key: `region ${region.id}`, number: region.id, region } : nobody('region');
    case 'employee':
      return employee
        ? { key: `employee ${employee.id}`, number: employee.id, employee, ...placeOf(employee.store) }
        : nobody('employee');
    case 'category':
      return category ? { key: `category ${category.number}`, number: 0, category } : nobody('category');
    case 'product':
      return product ? { key: `product ${product.id}`, number: product.id, ...ofProduct(product) } : nobody('product');
    case 'customer':
      return customer
        ? { key: `customer ${customer.id}`, number: customer.id, customer, employee: customer.employee }
        : nobody('customer');
    case 'day': {
      const day = dayOf(at ?? 0);
      return { key: `day ${day}`, number: 0, at: day };
    }
    case 'till': {
      const day = dayOf(at ?? 0);
      const key = `till ${store?.id} ${day} ${subject.payment?.method}`;
      return { key, number: 0, at: day, employee, employee2: employee, ...(store && placeOf(store)) };
    }
    case 'company':
      return { key: 'company', number: 1 };
  }
}

function dayOf(at: number): number {
  return Math.floor(at / DAY) * DAY;
}

function monthOf(at: number): number {
  const date = new Date(at);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
}

function nobody(what: string): Subject {
  return { key: `no ${what}`, number: -1 };
}

function ofLine(line: Line, index: number): Subject {
  return {
    ...ofInvoice(line.invoice),
    key: `line ${line.rowGuid}`,
    number: 500_000 + index,
    line,
    lines: [line],
    ...ofProduct(line.product),
  };
}

function ofInvoice(invoice: Invoice): Subject {
  return {
    key: `invoice ${invoice.id}`,
    number: invoice.id,
    at: invoice.at,
    invoice,
    lines: invoice.lines,
    employee: invoice.soldBy,
    employee2: invoice.tenderedBy,
    customer: invoice.customer,
    ...placeOf(invoice.store),
  };
}

function ofProduct(product: Line['product']): Pick<Subject, 'product' | 'category' | 'vendor'> {
  return { product, category: product.category, vendor: product.vendor };
}

function ofMovement(movement: Movement): Subject {
  return {
    key: `movement ${movement.id}`,
    number: movement.id,
    at: movement.at,
    movement,
    employee: movement.employee,
    employee2: movement.employee2,
    customer: movement.customer,
    ...ofProduct(movement.product),
    ...placeOf(movement.store),
  };
}
