/** The tables of what a connection and a node store, with the words of their dialogs. */
import connectionWords from '../../locales/en-US/connection.json';
import dialogWords from '../../locales/en-US/dialog.json';
import sqlWords from '../../locales/en-US/sql.json';
import { PASSING_STATUS } from '../../nodes/client/failures/retry';
import type { Setting } from '../../nodes/stored/field';
import { type ConnectionFieldName, connectionFieldNames, connectionFields } from '../../nodes/stored/stored-connection';
import { nodeFields, settingKey, settingNames } from '../../nodes/stored/stored-node';
import { sqlFieldNames, sqlFields } from '../../nodes/stored/stored-sql';
import { cell, tableOf } from './markdown';

const words = { connection: connectionWords, dialog: dialogWords, sql: sqlWords } as Record<
  string,
  Record<string, string>
>;

/** The limits of a connection alone. */
export function limitsTable(): string {
  const limits = connectionFieldNames.filter((name) => connectionFields[name].section === 'limits');
  return tableOf(
    ['Limit', 'Default', 'What it bounds'],
    limits.map((name) => [word(keyOf(name)), defaultOf(connectionFields[name], keyOf(name)), aboutOf(name)]),
  );
}

export function connectionTable(): string {
  return table(connectionFieldNames.map((name) => row(connectionFields[name], keyOf(name), aboutOf(name))));
}

export function nodeTable(): string {
  return table(settingNames.map((name) => row(nodeFields[name], settingKey(name), nodeFields[name].about)));
}

export function sqlTable(): string {
  return table(sqlFieldNames.map((name) => row(sqlFields[name], `sql.${name}`, sqlFields[name].about)));
}

function table(rows: string[][]): string {
  return tableOf(['Setting', 'Default', 'May be', 'What it is'], rows);
}

function row(field: Setting, key: string, about: string): string[] {
  return [word(key), defaultOf(field, key), boundsOf(field, key), about];
}

function keyOf(name: ConnectionFieldName): string {
  return `connection.${name}`;
}

function aboutOf(name: ConnectionFieldName): string {
  return connectionFields[name].about.replace('__statuses__', passing());
}

/** What stands for it where a flow has nothing. */
function defaultOf(field: Setting, key: string): string {
  if (field.kind === 'choice') return word(`${key}-${field.byDefault}`);
  if (field.kind === 'flag') return field.byDefault ? 'on' : 'off';
  return field.kind === 'number' ? `${field.byDefault} ${unitOf(field, key)}`.trim() : cell(String(field.byDefault));
}

function boundsOf(field: Setting, key: string): string {
  if (field.kind === 'choice') return field.choices.map((value) => word(`${key}-${value}`)).join('; ');
  if (field.kind === 'flag') return 'on, off';
  if (field.kind !== 'number') return field.example ? `for example ${field.example}` : '';
  return `${field.least} to ${field.most.toLocaleString('en-US')} ${unitOf(field, key)}`.trim();
}

/** Only what a number counts; the dialog has more words behind it. */
function unitOf({ unit }: { unit: string }, key: string): string {
  word(`${key.split('.')[0]}.${unit}`);
  return ['seconds', 'records'].includes(unit) ? unit : '';
}

/** @throws Error where a setting has no words */
function word(key: string): string {
  const [file = '', name = ''] = key.split('.');
  const text = words[file]?.[name];
  if (text === undefined) throw new Error(`locales/en-US/${file}.json has no "${name}".`);
  return cell(text);
}

/** `502 to 504` where three or more follow one another. */
function passing(): string {
  const runs: number[][] = [];
  for (const status of [...PASSING_STATUS].sort()) {
    const last = runs.at(-1);
    if (last?.at(-1) === status - 1) last.push(status);
    else runs.push([status]);
  }
  return runs.map((run) => (run.length > 2 ? `${run[0]} to ${run.at(-1)}` : run.join(', '))).join(', ');
}
