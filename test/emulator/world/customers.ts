/** Customers and what was changed about them over time. */
import { DAY, WORLD_END, WORLD_START } from './clock';
import type { Company, Store } from './company';
import type { Employee } from './people';
import { Random } from './random';

export interface Customer {
  id: number;
  guid: string;
  legacyId: number;
  firstName: string;
  lastName: string;
  name: string;
  companyName: string | undefined;
  /** 0 Company, 3 Individual (`enums.TypeOfCustomer`). */
  typeId: number;
  title: string;
  address: string;
  address2: string | undefined;
  city: string;
  state: string;
  zip: string;
  country: string;
  phone: string;
  email: string | undefined;
  notes: string | undefined;
  vip: boolean;
  memberNumber: string;
  accountNumber: string;
  employee: Employee;
  store: Store;
  createdAt: number;
}

/** One change of a customer; the first is its creation. */
export interface CustomerChange {
  customer: Customer;
  at: number;
  operation: 'I' | 'U' | 'D';
  thumbprint: string;
}

const FIRST = ['Jane', 'Bob', 'Alice', 'Renée', 'Jürgen', 'Søren', 'Chloé', 'Ana', 'Владимир', '花子', 'Mary "Mae"'];
const LAST = [
  'Doe',
  'Jones',
  'Smith',
  'L’Écuyer',
  'Peña',
  'Müller',
  "D'Angelo",
  'Tremblay',
  'Иванов',
  '山田',
  '<Null>',
];

export function customersOf(company: Company, employees: readonly Employee[], count: number): Customer[] {
  const random = new Random(`customers ${company.id}`);
  return Array.from({ length: count }, (_, index) => customerOf(index, random, random.pick(employees)));
}

export function changesOf(customers: readonly Customer[]): CustomerChange[] {
  const random = new Random('changes');
  const changes = customers.flatMap((customer) => {
    const later = Array.from({ length: random.between(0, 3) }, () =>
      random.between(customer.createdAt + 1, WORLD_END - 1),
    );
    return [customer.createdAt, ...later.sort((a, b) => a - b)].map((at, index): CustomerChange => {
      const operation = index === 0 ? 'I' : random.chance(0.03) ? 'D' : 'U';
      return { customer, at, operation, thumbprint: random.guid() };
    });
  });
  return changes.sort((a, b) => a.at - b.at);
}

function customerOf(index: number, random: Random, employee: Employee): Customer {
  const firstName = random.pick(FIRST);
  const lastName = random.pick(LAST);
  const isCompany = index % 17 === 3;
  const store = employee.store;
  return {
    id: 131_000 + index,
    guid: random.guid(),
    legacyId: index + 1,
    firstName,
    lastName,
    name: `${firstName} ${lastName}`,
    companyName: isCompany ? random.pick(['Kentel, Inc.', 'Brume & Fils', '"Quoted" LLC', 'A;B|C Ltd']) : undefined,
    typeId: isCompany ? 0 : 3,
    title: random.pick(['', 'Mr', 'Mrs', 'Dr']),
    address: `${random.between(1, 9999)} ${random.pick(['Cornwall Ave', 'Rue de l’Église', 'Elm St, Unit 5'])}`,
    address2: random.chance(0.2) ? `Unit ${random.between(1, 90)}` : undefined,
    city: store.city,
    state: store.state,
    zip: store.zip,
    country: store.country,
    phone: `555${random.digits(7)}`,
    email: random.chance(0.8) ? `customer${index}@example.test` : undefined,
    notes: random.chance(0.1) ? 'Prefers e-mail,\ncalls back "later"' : undefined,
    vip: random.chance(0.05),
    memberNumber: `0${random.digits(9)}`,
    accountNumber: random.digits(9),
    employee,
    store,
    createdAt: WORLD_START + Math.floor((index / 1000) * 600 * DAY) + random.between(0, DAY - 1),
  };
}
