/** A small retailer, made from a seed: everything the emulator's answers agree on. */
import { type Product, productsOf } from './catalog';
import { WORLD_END } from './clock';
import { type Company, companyOf } from './company';
import { type Customer, type CustomerChange, changesOf, customersOf } from './customers';
import { type Invoice, invoicesOf, type Line } from './invoices';
import { type Movement, movementsOf } from './movements';
import { type Employee, employeesOf } from './people';
import { type Shift, shiftsOf } from './shifts';
import { type Stock, stockOf } from './stock';

export interface World {
  company: Company;
  employees: Employee[];
  products: Product[];
  stock: Stock[];
  customers: Customer[];
  /** In the order they happened. */
  changes: CustomerChange[];
  /** In the order they were tendered. */
  invoices: Invoice[];
  lines: Line[];
  movements: Movement[];
  shifts: Shift[];
}

/** The companies the emulator's first user may read. The first is the user's own. */
export const COMPANIES = [
  { id: 42, name: 'KENTEL', stores: 12, products: 300, customers: 1000 },
  { id: 43, name: 'Prairie Wireless', stores: 4, products: 60, customers: 100 },
] as const;

const worlds = new Map<string, World>();

/**
 * The world of a company, made when first asked for; undefined for a company nobody knows.
 * @param end of sales, shifts and movements of stock, not before `WORLD_END`
 */
export function worldOf(companyId: number, end = WORLD_END): World | undefined {
  const facts = COMPANIES.find((company) => company.id === companyId);
  if (!facts) return undefined;
  const key = `${companyId} ${end}`;
  const known = worlds.get(key);
  if (known) return known;

  const company = companyOf(facts.id, facts.name, facts.stores);
  const employees = employeesOf(company);
  const products = productsOf(facts.id, facts.products);
  const customers = customersOf(company, employees, facts.customers);
  const invoices = invoicesOf({ company, employees, products, customers }, end);
  const world: World = {
    company,
    employees,
    products,
    stock: stockOf(company, products),
    customers,
    changes: changesOf(customers),
    invoices,
    lines: invoices.flatMap((invoice) => invoice.lines),
    movements: movementsOf(facts.id, { stores: company.stores, employees, products, customers }, end),
    shifts: shiftsOf(employees, end),
  };
  worlds.set(key, world);
  return world;
}
