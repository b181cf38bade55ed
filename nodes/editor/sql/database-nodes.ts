/** The node of each database that Records to SQL can stand before, and what must be set in it. */
import { databaseNodeTypes, type SqlSettings } from '../../stored/stored-sql';
import type { EditorNode } from '../red';

export type DatabaseName = SqlSettings['database'];

/** What is wrong with a node as it is wired; each has its words under `sql.wrong-…`. */
export interface WrongSetting {
  kind: string;
  value?: string;
}

export interface DatabaseNode {
  type: string;
  /** To be installed from the palette. */
  package: string;
  /** The property that names its config node, and the type of that. */
  config: { property: string; type: string };
  /** How a new one is set. */
  settings: Readonly<Record<string, unknown>>;
  /** @param config undefined where it names none that is there */
  wrongIn(node: EditorNode, config: EditorNode | undefined): WrongSetting[];
}

export const DATABASE_NODES: Readonly<Record<DatabaseName, DatabaseNode>> = {
  sqlite: {
    type: databaseNodeTypes.sqlite,
    package: 'node-red-node-sqlite',
    config: { property: 'mydb', type: 'sqlitedb' },
    settings: { sqlquery: 'batch' },
    wrongIn: ({ sqlquery }) => unless(sqlquery === 'batch', 'sqlquery'),
  },
  postgresql: {
    type: databaseNodeTypes.postgresql,
    package: 'node-red-contrib-postgresql',
    config: { property: 'postgreSQLConfig', type: 'postgreSQLConfig' },
    settings: { query: '', split: false },
    wrongIn: ({ query, split }) => [
      ...unless(typeof query !== 'string' || query.trim() === '', 'query'),
      ...unless(split !== true, 'split'),
    ],
  },
  mysql: {
    type: databaseNodeTypes.mysql,
    package: 'node-red-node-mysql',
    config: { property: 'mydb', type: 'MySQLdatabase' },
    settings: {},
    wrongIn: (_, config) => {
      if (!config) return [];
      const charset = typeof config.charset === 'string' ? config.charset : '';
      return unless(/^utf8mb4/i.test(charset), 'charset', charset);
    },
  },
  sqlserver: {
    type: databaseNodeTypes.sqlserver,
    package: 'node-red-contrib-mssql-plus',
    config: { property: 'mssqlCN', type: 'MSSQL-CN' },
    settings: {
      modeOptType: 'query',
      queryOptType: 'msg',
      queryOpt: 'query',
      paramsOptType: 'msg',
      paramsOpt: 'queryParams',
      parseMustache: false,
      throwErrors: '1',
    },
    wrongIn: (node) => [
      ...unless(node.queryOptType === 'msg' && node.queryOpt === 'query', 'mssql-query'),
      ...unless(node.paramsOptType === 'msg' && node.paramsOpt === 'queryParams', 'mssql-params'),
      ...unless(node.modeOptType === 'query' || node.modeOptType === undefined, 'mssql-mode'),
      ...unless(node.parseMustache === false, 'mustache'),
      ...unless(String(node.throwErrors) === '1', 'throw'),
    ],
  },
};

function unless(isRight: boolean, kind: string, value?: string): WrongSetting[] {
  return isRight ? [] : [{ kind, ...(value !== undefined && { value }) }];
}

/** The database that a node of a flow is for; undefined for every other node. */
export function databaseOf({ type }: Pick<EditorNode, 'type'>): DatabaseName | undefined {
  const names = Object.keys(DATABASE_NODES) as DatabaseName[];
  return names.find((name) => DATABASE_NODES[name].type === type);
}
