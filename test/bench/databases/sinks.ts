/** What stands between a report and a database in the flows that are compared. */
import { databaseAccount } from '../../counterparts/account';
import type { FlowNode, Step } from '../flows';
import { BATCH, type Contender, type Database, type DatabaseAddress } from '../order';
import { columns, KEY, TABLE } from './report-table';

/** Nodes behind the one that asks the service, the last of them the database's own. */
export interface Sink {
  /** What the first of them is given. */
  wants: 'records' | 'text';
  steps: Step[];
  configuration: FlowNode[];
  credentials: object;
}

export const NO_SINK: Sink = { wants: 'records', steps: [], configuration: [], credentials: {} };

/** Messages that come out of a database's node for so many records. */
export function messagesOf(contender: Contender, database: Database, records: number): number {
  if (contender === 'row') return records;
  return contender === 'core' && BEST[database].wants === 'text' ? 1 : Math.ceil(records / BATCH);
}

export function sinkFor(contender: Contender, database: Database, address: DatabaseAddress): Sink {
  if (contender === 'records') return NO_SINK;
  if (contender === 'text') return { ...NO_SINK, steps: [toSql(database)] };
  const { wants, steps } =
    contender === 'node' ? ours(database) : contender === 'row' ? ROWS[database] : BEST[database];
  return {
    wants,
    steps,
    configuration: [configuration(database, address)],
    credentials: { database: databaseAccount },
  };
}

type Steps = Pick<Sink, 'wants' | 'steps'>;

function ours(database: Database): Steps {
  return { wants: 'records', steps: [toSql(database), databaseNode(database)] };
}

function toSql(database: Database): Step {
  return {
    type: 'dataconnect-records-to-sql',
    ...{ database, table: TABLE, write: 'update', key: [KEY], createTable: true, addColumns: false, misfits: 'error' },
  };
}

const names = columns.map(({ name }) => name);
const list = names.join(', ');
const updatesFrom = (form: (name: string) => string) =>
  names
    .filter((name) => name !== KEY)
    .map((name) => `${name} = ${form(name)}`)
    .join(', ');
const onConflict = `ON CONFLICT (${KEY}) DO UPDATE SET ${updatesFrom((name) => `excluded.${name}`)}`;
const onDuplicate = `ON DUPLICATE KEY UPDATE ${updatesFrom((name) => `VALUES(${name})`)}`;

/** PostgreSQL's names without quotes are lower case, and our table has those of the service. */
const quotedNames = names.map((name) => `"${name}"`);
const quotedConflict = `ON CONFLICT ("${KEY}") DO UPDATE SET ${quotedNames.map((name) => `${name} = excluded.${name}`).join(', ')}`;

/** What everybody draws first: a message for each record, and a function node that gives its values to an INSERT. */
const ROWS: Readonly<Record<Database, Steps>> = {
  sqlite: {
    wants: 'records',
    steps: [
      functionNode(`const record = msg.payload;
msg.params = {};
for (const name in record) msg.params['$' + name] = record[name];
return msg;`),
      {
        ...databaseNode('sqlite'),
        sqlquery: 'prepared',
        sql: `INSERT INTO ${TABLE} (${list}) VALUES (${names.map((name) => `$${name}`).join(', ')}) ${onConflict}`,
      },
    ],
  },
  postgresql: {
    wants: 'records',
    steps: [
      functionNode('msg.params = Object.values(msg.payload);\nreturn msg;'),
      {
        ...databaseNode('postgresql'),
        query: `INSERT INTO ${TABLE} (${quotedNames.join(', ')}) VALUES (${names.map((_, index) => `$${index + 1}`).join(', ')}) ${quotedConflict}`,
      },
    ],
  },
  mysql: {
    wants: 'records',
    steps: [
      functionNode(`msg.topic = ${JSON.stringify(`INSERT INTO ${TABLE} (${list}) VALUES (?) ${onDuplicate}`)};
msg.payload = [Object.values(msg.payload)];
return msg;`),
      databaseNode('mysql'),
    ],
  },
};

/**
 * The quickest that we found of what core nodes and a function node can do. PostgreSQL takes the text of the answer as it
 * is, in one piece; batches of 1000 took it and us 1.7 times the work. SQLite took 1.4 times as long so, and MariaDB
 * refuses so large a piece: they get batches, in the forms of SQL that are the quickest for them.
 */
const BEST: Readonly<Record<Database, Steps>> = {
  sqlite: {
    wants: 'records',
    steps: [
      functionNode(`const literal = (value) =>
  value === null ? 'NULL' : typeof value === 'string' ? "'" + value.replaceAll("'", "''") + "'" : String(value);
const rows = msg.payload.map((record) => '(' + Object.values(record).map(literal).join(',') + ')');
msg.topic = 'INSERT INTO ${TABLE} (${list}) VALUES ' + rows.join(',') + ' ${onConflict}';
return msg;`),
      databaseNode('sqlite'),
    ],
  },
  postgresql: {
    wants: 'text',
    steps: [
      functionNode('msg.params = [msg.payload];\nreturn msg;'),
      {
        ...databaseNode('postgresql'),
        query: `INSERT INTO ${TABLE} SELECT * FROM json_populate_recordset(NULL::${TABLE}, $1) ${quotedConflict}`,
      },
    ],
  },
  mysql: {
    wants: 'records',
    steps: [
      functionNode(`msg.topic = 'INSERT INTO ${TABLE} (${list}) VALUES ? ${onDuplicate}';
msg.payload = [msg.payload.map((record) => Object.values(record))];
return msg;`),
      databaseNode('mysql'),
    ],
  },
};

function functionNode(func: string): Step {
  return { type: 'function', func, outputs: 1 };
}

function databaseNode(database: Database): Step {
  switch (database) {
    case 'sqlite':
      return { type: 'sqlite', mydb: 'database', sqlquery: 'batch' };
    case 'postgresql':
      return { type: 'postgresql', postgreSQLConfig: 'database', query: '', split: false, rowsPerMsg: 1, outputs: 1 };
    case 'mysql':
      return { type: 'mysql', mydb: 'database' };
  }
}

function configuration(database: Database, address: DatabaseAddress): FlowNode {
  const { port, file } = { port: 0, file: '', ...address };
  const { database: name } = databaseAccount;
  switch (database) {
    case 'sqlite':
      return { id: 'database', type: 'sqlitedb', db: file, mode: 'RWC' };
    case 'postgresql':
      return {
        ...{
          id: 'database',
          type: 'postgreSQLConfig',
          host: '127.0.0.1',
          hostFieldType: 'str',
          port,
          portFieldType: 'num',
        },
        ...{ database: name, databaseFieldType: 'str', ssl: 'false', sslFieldType: 'bool' },
        ...{ max: '10', maxFieldType: 'num', idle: '1000', idleFieldType: 'num' },
        ...{ connectionTimeout: '10000', connectionTimeoutFieldType: 'num' },
        ...{ userFieldType: 'cred', passwordFieldType: 'cred' },
      };
    case 'mysql':
      return {
        id: 'database',
        type: 'MySQLdatabase',
        host: '127.0.0.1',
        port,
        db: name,
        charset: 'UTF8MB4_GENERAL_CI',
      };
  }
}
