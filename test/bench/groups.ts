/** All orders, in groups whose members are measured in turns. */
import {
  type Contender,
  DATABASES,
  type Database,
  FORMATS,
  type Format,
  GOING_ON,
  type Load,
  type Order,
  WINDOW_DAYS,
} from './order';

export interface Group {
  name: string;
  orders: Order[];
  /** Where all its reports go, if they go into a database. */
  into?: Database;
  /** At most so many, where a round takes minutes. */
  rounds?: number;
}

const REPORT: Load = { kind: 'reports', count: 1 };

export const INCREMENTAL = 'incremental';

const MILLION = 1_048_576;

export const groups: Group[] = [
  {
    name: '10',
    orders: [1, 8].flatMap((atOnce) => {
      const load: Load = { kind: 'answers', count: 10_000, atOnce };
      return [order('node', 'Json', 10, load), order('core', 'Json', 10, load), order('body.json()', 'Json', 10, load)];
    }),
  },
  { name: '1,000', orders: comparison(1000, { kind: 'answers', count: 60, atOnce: 1 }, ['Json', 'Csv', 'Xml']) },
  { name: '100,000', orders: comparison(100_000, REPORT, ['Json', 'Csv', 'Xml']) },
  // Core nodes need a minute and 2.5 GB for a million records of Xml: nobody learns more from waiting for it.
  { name: '1,048,576', orders: comparison(MILLION, REPORT, ['Json', 'Csv']) },
  {
    name: '2,000,000',
    orders: [
      order('node', 'Json', 100_000, REPORT),
      order('node', 'Json', 100_000, { kind: 'reports', count: 20 }),
      order('node', 'Json', 2_000_000, REPORT),
    ],
  },
  {
    name: 'windows',
    orders: [1, 10, 100, 1000].map((windows) =>
      order('node', 'Json', 10_000, { kind: 'windows', days: WINDOW_DAYS / windows }),
    ),
  },
  {
    name: 'files',
    rounds: 3,
    orders: (['Csv', 'Json', 'Xml'] as const).flatMap((format) =>
      (['node', 'pipe'] as const).map((contender) => ({
        ...order(contender, format, 1_000_000, REPORT),
        toFile: true,
      })),
    ),
  },
  {
    name: INCREMENTAL,
    rounds: 3,
    orders: GOING_ON.map((goesOn) => ({
      ...order('node', 'Json', 1_000_000, REPORT),
      goesOn,
    })),
  },
  ...DATABASES.map((into) => ({
    ...{ name: into, into, rounds: 3 },
    orders: [
      ...(['node', 'core', 'bulk', 'records', 'text'] as const).map((contender) =>
        toDatabase(contender, 100_000, into),
      ),
      toDatabase('row', 3000, into),
    ],
  })),
  ...DATABASES.map((into) => ({
    ...{ name: `${into} million`, into, rounds: 1 },
    orders: (['node', 'bulk'] as const).map((contender) => toDatabase(contender, 1_000_000, into)),
  })),
];

function toDatabase(contender: Contender, rows: number, into: Database): Order {
  return { ...order(contender, 'Json', rows, REPORT), into };
}

/** Our node in all formats, plain and gzip, beside the others. */
function comparison(rows: number, load: Load, coreFormats: Format[]): Order[] {
  return [
    ...FORMATS.map((format) => order('node', format, rows, load)),
    ...FORMATS.map((format) => ({ ...order('node', format, rows, load), gzip: true })),
    ...coreFormats.map((format) => order('core', format, rows, load)),
    order('body.json()', 'Json', rows, load),
    order('socket', 'Json', rows, load),
  ];
}

function order(contender: Contender, format: Format, rows: number, load: Load): Order {
  return { contender, format, rows, gzip: false, load };
}
