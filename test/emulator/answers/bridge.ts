/** The bridge endpoints: raw tables of the database with their schema and what changed in them. */
import type { Column } from '../../../nodes/catalogue';
import { presentOf } from '../world/clock';
import { type Answer, BadRequest, type Row } from './answer';
import { rowOf } from './column-value';
import { within } from './filters';
import { type Kind, subjectsOf } from './gather';
import { dateTime, guid, integer, money, text } from './kinds-of-columns';
import type { Question } from './question';

interface Table {
  name: string;
  kind: Kind;
  columns: readonly Column[];
}

const varchar = (name: string, length: number): Column => text(name, `VARCHAR(${length})`);

/** Every table ends with these four. */
const TRACKING: readonly Column[] = [
  guid('RowThumbprint'),
  dateTime('RowInserted'),
  dateTime('RowUpdated'),
  varchar('Operation', 1),
];

const TABLES: readonly Table[] = [
  {
    name: 'CarrierIntegrationCustomerHandsets',
    kind: 'line',
    columns: [
      guid('CarrierCustomerHandsetID'),
      integer('SaleInvoiceID'),
      integer('StoreID'),
      varchar('PhoneModel', 100),
      varchar('IMEI', 20),
    ],
  },
  {
    name: 'iQclerk_SaleInvoices',
    kind: 'invoice',
    columns: [
      integer('SaleInvoiceID'),
      varchar('InvoiceIDByStore', 14),
      integer('StoreID'),
      integer('EmployeeID'),
      dateTime('DateCreated'),
      money('TotalInvoiced'),
    ],
  },
  {
    name: 'iQclerk_Customers',
    kind: 'change',
    columns: [
      integer('CustomerID'),
      varchar('FirstName', 50),
      varchar('LastName', 50),
      varchar('City', 50),
      varchar('PostalCode', 15),
    ],
  },
  {
    name: 'iQplanner_HR_RequestedTimeOff',
    kind: 'shift',
    columns: [integer('EmployeeID'), dateTime('TimeIn'), dateTime('TimeOut')],
  },
];

/** The answer of a bridge endpoint; undefined for any other endpoint. */
export function bridgeAnswer(question: Question): Answer | undefined {
  switch (question.endpoint.id) {
    case 'bridge-table-schema':
      return schemaAnswer(question);
    case 'bridge-table-data':
      return dataAnswer(question);
    case 'bridge-table-delta':
      return deltaAnswer(question);
    default:
      return undefined;
  }
}

function schemaAnswer({ endpoint }: Question): Answer {
  const facts = TABLES.flatMap((table) =>
    [...table.columns, ...TRACKING].map((column, index) => ({
      TableName: table.name,
      Column_Name: column.name,
      Type: (column.sqlType ?? 'INT').replace(/\(.*/, '').toLowerCase(),
      Length: Number(/\((\d+)\)/.exec(column.sqlType ?? '')?.[1] ?? 8),
      ORDINAL_POSITION: index + 1,
    })),
  );
  const cellOf = (row: (typeof facts)[number], name: string) => row[name as keyof typeof row] ?? null;
  return {
    columns: endpoint.columns,
    count: facts.length,
    rows: () => facts.map((row): Row => endpoint.columns.map((column) => cellOf(row, column.name))),
  };
}

function dataAnswer({ parameters, world }: Question): Answer {
  const table = tableNamed(parameters.text('Table'));
  const columns = [...table.columns, ...TRACKING];
  const subjects = subjectsOf(world, table.kind);
  return { columns, count: subjects.length, rows: () => subjects.map((subject) => rowOf(subject, columns)) };
}

function deltaAnswer({ endpoint, parameters, world, dials }: Question): Answer {
  const table = tableNamed(parameters.text('Table'));
  const since = parameters.instant('RowDateTime', dials);
  const range = { from: since, before: undefined };
  const changed = subjectsOf(world, table.kind).filter(({ at }) => at === undefined || within(at, range));
  const seconds = since === undefined ? 0 : Math.max(0, Math.round((presentOf(dials).wall - since) / 1000));
  const row = { Table: table.name, DeltaCount: changed.length, DeltaTimeSec: seconds };
  const values = endpoint.columns.map((column) => row[column.name as keyof typeof row] ?? null);
  return { columns: endpoint.columns, count: 1, rows: () => [values] };
}

function tableNamed(name: string | undefined): Table {
  const table = TABLES.find((candidate) => candidate.name.toLowerCase() === name?.toLowerCase());
  if (!table) throw new BadRequest(`There is no table '${name ?? ''}'.`);
  return table;
}
