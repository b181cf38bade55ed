/**
 * `node-red-contrib-postgresql` is not in every registry of packages. `@flowfuse/nr-tables-nodes` is, and has its query
 * node, which takes the address of its database from FlowFuse. Here that query node is registered under the type of
 * the original, with a pool of connections that is made from a config node which stores what the original's does.
 */
const { createRequire } = require('node:module');

const load = createRequire(__filename);
const TABLES = '@flowfuse/nr-tables-nodes/nodes';

/**
 * @typedef {import('node-red').Node & { pgPool: LentPool, credentials: Record<string, string> }} PoolNode
 * @typedef {import('node-red').NodeDef & Record<string, string>} Stored
 * @typedef {import('node:events').EventEmitter & { release(failed?: unknown): void }} Client
 * @typedef {{ totalCount: number, connect(): Promise<Client> }} LentPool
 * @typedef {import('node:events').EventEmitter & LentPool & { end(): Promise<void> }} Pool
 * @typedef {(this: PoolNode, stored: Stored) => void} Constructor
 * @typedef {{
 *   createNode(node: PoolNode, stored: Stored): void,
 *   getNode(id: string | undefined): PoolNode | null,
 *   registerType(type: string, constructor: Constructor, options?: object): void,
 * }} Registry
 * @typedef {{ nodes: Registry, log: unknown }} Red
 */

/** @param {Red} RED */
module.exports = (RED) => {
  const QueryNode = queryNodeOf(RED);
  /** @type {{ Pool: new (options: object) => Pool }} */
  const { Pool } = load('pg');

  /** @type {Constructor} */
  function PostgreSqlConfig(stored) {
    RED.nodes.createNode(this, stored);
    const pool = new Pool({
      user: secretOf(this, stored, 'user'),
      password: secretOf(this, stored, 'password'),
      host: fieldOf(this, stored.hostFieldType, stored.host),
      port: fieldOf(this, stored.portFieldType, stored.port),
      database: fieldOf(this, stored.databaseFieldType, stored.database),
      ssl: fieldOf(this, stored.sslFieldType, stored.ssl),
      application_name: fieldOf(this, stored.applicationNameType, stored.applicationName),
      max: fieldOf(this, stored.maxFieldType, stored.max),
      idleTimeoutMillis: fieldOf(this, stored.idleFieldType, stored.idle),
      connectionTimeoutMillis: fieldOf(this, stored.connectionTimeoutFieldType, stored.connectionTimeout),
    });
    pool.on('error', (error) => this.error(error.message));
    this.pgPool = lent(pool);
    this.on('close', (/** @type {() => void} */ done) => pool.end().then(done, done));
  }

  /** @type {Constructor} */
  function PostgreSql(stored) {
    QueryNode.call(this, stored);
    const config = RED.nodes.getNode(stored.postgreSQLConfig);
    if (config) this.pgPool = config.pgPool;
  }

  const credentials = { user: { type: 'text' }, password: { type: 'password' } };
  RED.nodes.registerType('postgreSQLConfig', PostgreSqlConfig, { credentials });
  RED.nodes.registerType('postgresql', PostgreSql);
};

/**
 * The constructor that FlowFuse's package would register.
 * @param {Red} RED
 * @returns {Constructor}
 */
function queryNodeOf(RED) {
  // It asks for its databases at once, and is never answered: the pool comes from the config node.
  load(`${TABLES}/utils/ff-api.js`).getDatabases = () => new Promise(() => {});
  /** @type {Constructor[]} */
  const registered = [];
  load(`${TABLES}/query.js`)({
    nodes: {
      createNode: RED.nodes.createNode,
      getNode: RED.nodes.getNode,
      registerType: (/** @type {string} */ _type, /** @type {Constructor} */ node) => registered.push(node),
    },
    settings: { flowforge: { forgeURL: 'unused', teamID: 'unused', tables: { token: 'unused' } } },
    log: RED.log,
  });
  const [queryNode] = registered;
  if (!queryNode) throw new Error('@flowfuse/nr-tables-nodes registers no query node.');
  return queryNode;
}

/**
 * The query node listens for errors of a connection and never stops; here it does when it gives the connection back.
 * @param {Pool} pool
 * @returns {LentPool}
 */
function lent(pool) {
  return {
    get totalCount() {
      return pool.totalCount;
    },
    async connect() {
      const client = await pool.connect();
      const before = client.listeners('error');
      const release = client.release;
      client.release = (failed) => {
        const added = client.listeners('error').filter((listener) => !before.includes(listener));
        for (const listener of added) client.removeListener('error', /** @type {() => void} */ (listener));
        release.call(client, failed);
      };
      return client;
    },
  };
}

/**
 * @param {PoolNode} node
 * @param {Stored} stored
 * @param {'user' | 'password'} name
 */
function secretOf(node, stored, name) {
  const type = stored[`${name}FieldType`];
  const elsewhere = type === 'env' || type === 'global';
  return elsewhere ? fieldOf(node, type, stored[`${name}Env`]) : node.credentials[name];
}

/**
 * @param {PoolNode} node
 * @param {string | undefined} type
 * @param {string | undefined} value
 */
function fieldOf(node, type, value = '') {
  if (type === 'env') return process.env[value];
  if (type === 'global') return node.context().global.get(value);
  if (type === 'num') return Number.parseInt(value, 10);
  if (type === 'bool' || type === 'json') return JSON.parse(value);
  return value;
}
