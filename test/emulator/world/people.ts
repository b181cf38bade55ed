/** Employees of the company, three or more at each store. */
import { DAY, WORLD_START } from './clock';
import type { Company, Store } from './company';
import { Random } from './random';

export interface Employee {
  id: number;
  entityId: number;
  firstName: string;
  lastName: string;
  name: string;
  username: string;
  email: string;
  phone: string;
  title: string;
  role: string;
  specialIdentifier: string;
  address: string;
  city: string;
  state: string;
  zip: string;
  country: string;
  store: Store;
  partTime: boolean;
  enabled: boolean;
  hiredAt: number;
  terminatedAt: number | undefined;
  /** Share of the profit, in thousandths. */
  commissionPerMille: number;
  groupId: number;
}

export const EMPLOYEE_GROUPS = [
  { id: 1, name: 'Sales' },
  { id: 2, name: 'Management' },
  { id: 3, name: 'Back office' },
] as const;

const FIRST_NAMES = [
  'Sam',
  'Alice',
  'Bob',
  'Zoë',
  'José',
  'François',
  'Mary-Ann',
  'Jim',
  'Björk',
  'Nguyễn',
  'Olga',
  '李',
];
const LAST_NAMES = [
  'Smith',
  "O'Neil",
  'Bouchard-Côté',
  'Muñoz',
  'van der Berg',
  'Kim',
  'Davis',
  'Łukasz',
  'Bates',
  '明',
];

export function employeesOf(company: Company): Employee[] {
  const random = new Random(`employees ${company.id}`);
  return Array.from({ length: Math.max(40, company.stores.length * 3) }, (_, index) => {
    const store = company.stores[index % company.stores.length] as Store;
    const firstName = index === 0 ? 'John' : random.pick(FIRST_NAMES);
    const lastName = index === 0 ? 'Bates' : index === 7 ? 'Smith, "Jr."' : random.pick(LAST_NAMES);
    const left = random.chance(0.1) && index > 0;
    return {
      id: index === 0 ? 5121 : 20 + index,
      entityId: 280_494 + index,
      firstName,
      lastName,
      name: `${firstName} ${lastName}`,
      username: index === 0 ? 'John.Bates' : `${firstName}.${index}`.replaceAll(' ', ''),
      email: `employee${index}@kentel.example`,
      phone: `555${random.digits(7)}`,
      title: random.pick(['Wireless Consultant', 'Store Manager', 'Sales Representative']),
      role: random.pick(['Administrator', 'Sales Representative', 'Manager']),
      specialIdentifier: `0${random.digits(8)}`,
      address: `${random.between(1, 999)} Starlight Lane, Apt. ${random.between(1, 40)}`,
      city: store.city,
      state: store.state,
      zip: store.zip,
      country: store.country,
      store,
      partTime: random.chance(0.3),
      enabled: !left,
      hiredAt: WORLD_START - random.between(30, 3000) * DAY,
      terminatedAt: left ? WORLD_START + random.between(1, 600) * DAY : undefined,
      commissionPerMille: random.between(10, 90),
      groupId: random.pick(EMPLOYEE_GROUPS).id,
    };
  });
}
