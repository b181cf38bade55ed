import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import connectionWords from '../../locales/en-US/connection.json';
import dialogWords from '../../locales/en-US/dialog.json';
import sqlWords from '../../locales/en-US/sql.json';
import { setHelp } from '../../nodes/build/locales';
import { nodeSets } from '../../nodes/build/node-set';
import { setPage } from '../../nodes/build/registration';
import { endpoints } from '../../nodes/catalogue';
import { checkOutput } from '../../nodes/editor/check-node';
import { connectionProblem, readConnectionValues } from '../../nodes/editor/connection-values';
import { readDraft } from '../../nodes/editor/draft';
import { checkSql } from '../../nodes/editor/sql/check-sql';
import type { FieldProblem } from '../../nodes/parameters/problem';
import type { Setting } from '../../nodes/stored/field';
import { type ConnectionFieldName, connectionFields, readStoredConnection } from '../../nodes/stored/stored-connection';
import { nodeFields, readStoredNode, settingKey } from '../../nodes/stored/stored-node';
import { readStoredSql, sqlFields } from '../../nodes/stored/stored-sql';
import { editorNode, words } from '../editor/stand-in';
import { registeredTypes } from '../package/registered-types';
import { type Promised, promisedOfConnection, promisedOfNode, promisedOfSql } from './promised';

const root = path.join(__dirname, '..', '..');
const text = (...parts: string[]) => readFileSync(path.join(root, ...parts), 'utf8');

/** What the code has, in the form of the table. */
function asPromised(field: Setting): Omit<Promised, 'source'> {
  const { byDefault } = field;
  if (field.kind === 'choice') return { byDefault, choices: field.choices };
  return field.kind === 'number' ? { byDefault, bounds: [field.least, field.most] } : { byDefault };
}

/** Settings that count where the next dates are asked for. */
function ofNew(...names: string[]): Record<string, object | undefined> {
  return Object.fromEntries(names.map((name) => [`incremental.${name}`, { mode: 'new' }]));
}

function withoutSource(table: Readonly<Record<string, Promised>>) {
  return Object.fromEntries(Object.entries(table).map(([name, { source: _, ...promised }]) => [name, promised]));
}

/** A value that a run takes for a field, and one that it refuses, for each edge of what is promised. */
function edgesOf({ bounds, choices, byDefault }: Promised): { right: unknown[]; wrong: unknown[] } {
  if (choices) return { right: [...choices], wrong: ['another', ''] };
  if (bounds) return { right: [...bounds], wrong: [bounds[0] - 0.0001, bounds[1] + 1, 'many'] };
  return typeof byDefault === 'boolean' ? { right: [true, false], wrong: ['maybe'] } : { right: [''], wrong: [{}] };
}

describe('what is promised of the settings', () => {
  it('is what is stored, setting by setting', () => {
    assert.deepEqual(
      Object.fromEntries(Object.entries(connectionFields).map(([name, field]) => [name, asPromised(field)])),
      withoutSource(promisedOfConnection),
    );
    assert.deepEqual(
      Object.fromEntries(Object.entries(nodeFields).map(([name, field]) => [name, asPromised(field)])),
      withoutSource(promisedOfNode),
    );
    assert.deepEqual(
      Object.fromEntries(Object.entries(sqlFields).map(([name, field]) => [name, asPromised(field)])),
      withoutSource(promisedOfSql),
    );
  });

  it('is what Records to SQL begins with, in the palette', () => {
    const [set] = nodeSets(['output'], endpoints);
    const [{ definition }] = registeredTypes(setPage(set!)) as [ReturnType<typeof registeredTypes>[number]];
    const begun = JSON.parse(JSON.stringify(definition.defaults)) as Record<string, { value: unknown }>;
    for (const [name, { byDefault }] of Object.entries(promisedOfSql)) {
      assert.deepEqual(begun[name]!.value, byDefault, name);
    }
  });

  it('is what a connection begins with, in the palette and in its dialog', () => {
    const sets = nodeSets(['connection'], endpoints);
    const [{ definition }] = registeredTypes(setPage(sets[0]!)) as [ReturnType<typeof registeredTypes>[number]];
    const values: Record<string, string> = readConnectionValues(editorNode('dataconnect-connection'));
    for (const [name, { byDefault }] of Object.entries(promisedOfConnection)) {
      assert.equal((definition.defaults![name] as { value: unknown }).value, byDefault, name);
      assert.equal(values[name], String(byDefault), name);
    }
  });

  for (const [name, promised] of Object.entries(promisedOfConnection)) {
    it(`holds for ${name} of a connection, in the dialog and in the run`, () => {
      const isRefused = (value: unknown) => {
        const faults: FieldProblem[] = [];
        readStoredConnection({ [name]: value }, faults);
        return faults.length > 0;
      };
      const isMarked = (value: unknown) =>
        connectionProblem(name as ConnectionFieldName, { authentication: 'none', [name]: value } as never, words) !==
        undefined;
      const { right, wrong } = edgesOf(promised);
      for (const value of right) assert.deepEqual([isRefused(value), isMarked(value)], [false, false], String(value));
      for (const value of wrong) assert.deepEqual([isRefused(value), isMarked(value)], [true, true], String(value));
    });
  }

  for (const [name, promised] of Object.entries(promisedOfSql)) {
    it(`holds for ${name} of Records to SQL, in the dialog and in the run`, () => {
      const complete = { table: 'sales', write: name === 'dateColumn' ? 'replace' : 'update', key: ['Id'] };
      const isRefused = (value: unknown) => {
        const faults: FieldProblem[] = [];
        readStoredSql({ ...complete, [name]: value }, faults);
        return faults.length > 0;
      };
      const isMarked = (value: unknown) => {
        const node = editorNode('dataconnect-records-to-sql', { ...complete, [name]: value });
        return checkSql.call(node, node.table, {}) !== true;
      };
      const { right, wrong } = edgesOf(promised);
      // A table and a key must be there.
      const filled = right.filter((value) => value !== '' || name === 'dateColumn');
      for (const value of filled) assert.deepEqual([isRefused(value), isMarked(value)], [false, false], String(value));
      for (const value of wrong) assert.deepEqual([isRefused(value), isMarked(value)], [true, true], String(value));
    });
  }

  for (const [name, promised] of Object.entries(promisedOfNode)) {
    it(`holds for ${name} of a node, in the dialog and in the run`, () => {
      const [group, field] = name.split('.') as [string, string];
      // The choice beside it that gives a number its meaning.
      const beside = {
        'output.batchSize': { mode: 'batches' },
        'windows.count': { kind: 'day' },
        'incremental.removed': { mode: 'changes' },
        ...ofNew('from', 'lookback', 'delay', 'step', 'most', 'alarm'),
      }[name];
      const stored = (value: unknown) => ({ [group]: { ...beside, [field]: value } });
      const isRefused = (value: unknown) => readStoredNode(stored(value)).faults.length > 0;
      const isMarked = (value: unknown) => {
        const node = editorNode('dataconnect-list-stores', stored(value));
        return checkOutput.call(node, node.output, {}) !== true;
      };
      const { right, wrong } = edgesOf(promised);
      for (const value of right) assert.deepEqual([isRefused(value), isMarked(value)], [false, false], String(value));
      for (const value of wrong) assert.deepEqual([isRefused(value), isMarked(value)], [true, true], String(value));
      assert.deepEqual(readDraft(editorNode('dataconnect-list-stores')).output, {});
    });
  }
});

describe('the documents', () => {
  const label = (key: string, value: unknown) => {
    const [file, name] = key.split('.') as ['connection' | 'dialog' | 'sql', string];
    const catalog: Record<string, string> = { dialog: dialogWords, connection: connectionWords, sql: sqlWords }[file];
    return catalog[value === undefined ? name : `${name}-${value}`]!;
  };
  const said = ({ byDefault, choices }: Promised, key: string) => {
    if (choices) return label(key, byDefault);
    if (typeof byDefault !== 'boolean') return String(byDefault);
    return byDefault ? 'on' : 'off';
  };
  /** The cells of the rows that begin with the label of a setting. */
  const rowsOf = (file: string, key: string) =>
    text(...file.split('/'))
      .split('\n')
      .map((line) => line.split('|').map((cell) => cell.trim()))
      .filter((cells) => cells[1] === label(key, undefined));

  for (const [key, promised] of [
    ...Object.entries(promisedOfConnection).map(([name, each]) => [`connection.${name}`, each] as const),
    ...Object.entries(promisedOfNode).map(([name, each]) => [settingKey(name), each] as const),
    ...Object.entries(promisedOfSql).map(([name, each]) => [`sql.${name}`, each] as const),
  ]) {
    it(`say what is promised of ${key}`, () => {
      const rows = rowsOf('docs/settings.md', key);
      const wanted = said(promised, key);
      const row = rows.find(([, , byDefault]) => byDefault!.replace(/ (seconds|records)$/, '') === wanted);
      assert.ok(row, `${wanted}: ${JSON.stringify(rows)}`);
      const [least, most] = promised.bounds ?? [];
      if (most !== undefined) assert.ok(row[3]!.startsWith(`${least} to ${most.toLocaleString('en-US')}`), row[3]);
      for (const choice of promised.choices ?? []) assert.ok(row[3]!.includes(label(key, choice)), choice);
      for (const [, , byDefault] of rowsOf('README.md', key))
        assert.match(byDefault!, new RegExp(`^${wanted}( seconds)?$`));
    });
  }

  const english = text('locales', 'en-US', 'connection.html');
  for (const language of readdirSync(path.join(root, 'locales'))) {
    it(`among them the help in ${language}, has the longest wait, and no number of its own`, () => {
      const source = text('locales', language, 'connection.html');
      const numbers = (html: string) =>
        html
          .replaceAll(/[\s\u00a0\u202f,.]+(?=\d{3}\b)/g, '')
          .match(/\d+/g)!
          .sort();
      assert.deepEqual(numbers(source), numbers(english));
      assert.ok(!/\b(4|10|30|60|600|7200|1000)\b/.test(source.replaceAll(/<h3>/g, '')), 'a default is written out');
      const messages = { errors: {}, help: {} };
      const [connection] = nodeSets(['connection'], endpoints);
      assert.match(setHelp(connection!, { messages, help: { connection: source } }), /\b30 se[cg]/);
    });
  }
});
