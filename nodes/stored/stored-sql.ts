/** What *Records to SQL* stores. Dialog, run and documentation all read it here. */
import type { FieldProblem } from '../parameters/problem';
import { choiceField, type Field, faultOf, flagField, onlyWith, readField, type Setting } from './field';
import { namesField } from './list-fields';
import { migrate, newestVersion, sqlSteps } from './migrations';
import { identifierField } from './text-fields';

/** In the order of the dialog and of the flow file. The texts are for the documentation. */
export const sqlFields = {
  database: {
    ...choiceField(['sqlite', 'postgresql', 'mysql', 'sqlserver'], 'sqlite'),
    about: 'Whose SQL is written: that of the database node behind it.',
  },
  table: { ...identifierField(), about: 'The table that gets the records.', example: 'sales_by_invoice' },
  write: {
    ...choiceField(['update', 'replace', 'append'], 'update'),
    about: 'What a second run of the same does with the rows of the first.',
  },
  key: {
    ...namesField(),
    about: 'The columns that no two records share: a row with the same values in them is updated.',
    ...onlyWith('write', 'update'),
    example: 'SaleInvoiceID',
  },
  dateColumn: {
    ...identifierField(),
    about: 'Which rows are of the period, and deleted before those of the run come. Blank: all rows of the table.',
    // No example: in the blank field it would look like what is replaced.
    ...onlyWith('write', 'replace'),
  },
  createTable: { ...flagField(true), about: 'With all columns that are known, unless the table is there.' },
  addColumns: {
    ...flagField(),
    about: 'A column that the table lacks is added to it. SQLite cannot: it gets all known columns with the table.',
  },
  misfits: {
    ...choiceField(['error', 'text'], 'error'),
    about: 'What becomes of a value that the database cannot hold as it came. It is never rounded.',
  },
} as const satisfies Record<string, Setting>;

export type SqlFieldName = keyof typeof sqlFields;
export const sqlFieldNames = Object.keys(sqlFields) as SqlFieldName[];

export const sqlVersion = newestVersion(sqlSteps);

type ValueOf<Read> = Read extends Field<infer Value> ? Value : never;
export type SqlSettings = { [Name in SqlFieldName]: ValueOf<(typeof sqlFields)[Name]> };

/** The type of each database's node, as its package registers it. */
export const databaseNodeTypes: Readonly<Record<SqlSettings['database'], string>> = {
  sqlite: 'sqlite',
  postgresql: 'postgresql',
  mysql: 'mysql',
  sqlserver: 'MSSQL',
};

/** As it stands in the flow file, where anything may stand. */
export type StoredSql = Readonly<Partial<Record<SqlFieldName | 'version', unknown>>>;

/**
 * @param node of any version
 * @param faults takes what is wrong, and what is missing; such a field has its default, which must not be used
 */
export function readStoredSql(node: StoredSql, faults: FieldProblem[], steps = sqlSteps): SqlSettings {
  const found: FieldProblem[] = [];
  const stored: StoredSql | undefined = migrate(node, steps, found);
  const settings = readFields(stored ?? {}, found);
  const isFaulty = (name: string) => found.some(({ facts }) => facts.field === name);
  const missing = stored && !isFaulty('write') ? missingIn(settings) : [];
  found.push(...missing.flatMap((name) => (isFaulty(name) ? [] : faultOf(name, 'field-missing', {}))));
  faults.push(...found);
  return settings;
}

/** What a run cannot do without. */
function missingIn({ table, write, key }: SqlSettings): SqlFieldName[] {
  const missing: SqlFieldName[] = table === '' ? ['table'] : [];
  return write === 'update' && key.length === 0 ? [...missing, 'key'] : missing;
}

/** A field that the choice beside it gives no meaning keeps what it held, and is not looked at. */
function readFields(stored: StoredSql, faults: FieldProblem[]): SqlSettings {
  const write = readField('write', sqlFields.write, stored.write, []);
  const read = sqlFieldNames.map((name) => {
    const { usedWith }: Setting = sqlFields[name];
    const isUsed = !usedWith || usedWith.values.includes(write);
    return [name, readField<unknown>(name, sqlFields[name], isUsed ? stored[name] : undefined, faults)];
  });
  return Object.fromEntries(read) as SqlSettings;
}
