import assert from 'node:assert/strict';
import net, { type AddressInfo } from 'node:net';
import words from '../../cluster/locales/en-US/cluster.json';
import type { Target, TriedLayer } from '../../cluster/nodes/layers';
import { testCluster } from '../../cluster/nodes/test-cluster';
import { certificateFor } from '../client/certificates';
import { recordOutput, recordSecret } from '../secrets/transcript';
import { type RedisOptions, type RedisServer, startRedis } from './redis-server';

const sentences: Readonly<Record<string, string>> = words.cluster;

const PASSWORD = 'Kennwort für Redis 7!';
const WRONG = 'another password 8?';

/** Stands still until it is told. */
const never = new AbortController().signal;

describe('Test connection of the cluster', () => {
  const servers: { stop(): Promise<void> }[] = [];
  before(() => {
    recordSecret(PASSWORD);
    recordSecret(WRONG);
  });
  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.stop()));
  });

  const redis = async (test: Mocha.Context, options: RedisOptions): Promise<RedisServer> => {
    const server = await startRedis(options);
    if (!server) return test.skip();
    servers.push(server);
    return server;
  };
  const impostor = async (said: string | undefined): Promise<number> => {
    const server = net.createServer((socket) => {
      socket.on('error', () => {});
      if (said === undefined) socket.destroy();
      else socket.on('data', () => socket.write(said));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    servers.push({ stop: () => new Promise((resolve) => server.close(() => resolve())) });
    return (server.address() as AddressInfo).port;
  };
  const tried = async (changes: Partial<Target>, signal = never, patience?: number): Promise<TriedLayer[]> => {
    const target = { host: '127.0.0.1', port: 1, tls: undefined, username: undefined, password: undefined };
    const layers = await testCluster({ ...target, database: 0, prefix: 'dataconnect', ...changes }, signal, patience);
    recordOutput('admin', layers);
    for (const { key, facts } of layers) {
      const sentence = sentences[`test-${key}`] ?? assert.fail(`no sentence for ${key}`);
      const asked = [...sentence.matchAll(/__(\w+?)__/g)].map(([, fact]) => fact!);
      assert.deepEqual(
        asked.filter((fact) => facts[fact] === undefined),
        [],
        key,
      );
    }
    return layers;
  };
  const said = (layers: TriedLayer[]) => layers.map(({ layer, state, key }) => `${layer} ${state} ${key}`);
  /** The layer that failed, those before it well and those behind it not tried. */
  const failure = (layers: TriedLayer[]) => {
    const at = layers.findIndex(({ state }) => state === 'failed');
    assert.ok(at >= 0, JSON.stringify(layers));
    for (const { state, key } of layers.slice(at + 1)) assert.deepEqual([state, key], ['skipped', 'not-tried']);
    return `${layers[at]!.layer} ${layers[at]!.key}`;
  };

  it('goes through all of it', async function () {
    const { port } = await redis(this, {
      password: PASSWORD,
      appendOnly: true,
      lines: ['maxmemory-policy noeviction'],
    });
    assert.deepEqual(said(await tried({ host: 'localhost', port, password: PASSWORD })), [
      'name ok name-found',
      'tcp ok tcp-open',
      'tls skipped tls-off',
      'login ok login-passed',
      'version ok version-known',
      'permission ok permission-given',
      'settings ok settings-safe',
    ]);
  });

  it('goes through all of it, encrypted, and says when nobody looks at the certificate', async function () {
    const certificate = await certificateFor(['localhost']);
    const { port } = await redis(this, { tls: certificate });
    const known = await tried({ host: 'localhost', port, tls: { ca: certificate.cert } });
    assert.deepEqual(said(known).slice(2, 4), ['tls ok tls-open', 'login warning login-open']);
    const unchecked = await tried({ port, tls: { rejectUnauthorized: false } });
    assert.equal(said(unchecked)[2], 'tls warning tls-unchecked');
    assert.equal(failure(await tried({ port, host: 'localhost', tls: {} })), 'tls tls-failed');
    assert.equal(failure(await tried({ port, tls: undefined })), 'login closed');
  });

  it('names the layer that fails', async function () {
    const { port } = await redis(this, { password: PASSWORD });
    assert.equal(failure(await tried({ host: 'nowhere.invalid', port })), 'name name-unknown');
    const closed = net.createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => closed.once('listening', resolve));
    const { port: free } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    assert.equal(failure(await tried({ port: free })), 'tcp tcp-refused');
    assert.equal(failure(await tried({ port, tls: {} }, never, 200)), 'tls tls-late');
    assert.equal(failure(await tried({ port })), 'login login-needed');
    assert.equal(failure(await tried({ port, password: WRONG })), 'login login-wrong');
    assert.equal(failure(await tried({ port, username: 'nobody', password: PASSWORD })), 'login login-wrong');
    assert.equal(failure(await tried({ port, password: PASSWORD, database: 99 })), 'login database-missing');
  });

  it('says that a password was not asked for', async function () {
    const { port } = await redis(this, {});
    assert.equal(said(await tried({ port, password: PASSWORD }))[3], 'login warning login-not-wanted');
  });

  it('knows what is no Redis', async () => {
    const page = 'HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n';
    assert.equal(failure(await tried({ port: await impostor(page) })), 'login not-redis');
    assert.equal(failure(await tried({ port: await impostor(undefined) })), 'login closed');
  });

  it('says what a user may not do, and of which keys', async function () {
    const rights = [
      `user reader on ">${PASSWORD}" ~* +@all -@write`,
      `user stranger on ">${PASSWORD}" ~other:* +@all`,
      `user mute on ">${PASSWORD}" ~* +@all -info`,
      `user right on ">${PASSWORD}" ~dataconnect:* +@all -@dangerous +info`,
    ];
    const { port } = await redis(this, { lines: rights });
    const as = (username: string) => tried({ port, username, password: PASSWORD });
    assert.equal(failure(await as('reader')), 'permission no-permission');
    assert.equal(failure(await as('stranger')), 'permission no-permission');
    assert.equal(failure(await as('mute')), 'version version-no-permission');
    assert.equal(said(await as('right'))[5], 'permission ok permission-given');
  });

  it('knows a copy that takes nothing, a memory that is full, and a cluster of Redis’ own', async function () {
    const main = await redis(this, {});
    const copy = await redis(this, { lines: [`replicaof 127.0.0.1 ${main.port}`] });
    assert.equal(failure(await tried({ port: copy.port })), 'permission read-only');
    const full = await redis(this, { lines: ['maxmemory 1'] });
    assert.equal(failure(await tried({ port: full.port })), 'permission out-of-memory');
    const own = await redis(this, { lines: ['cluster-enabled yes'] });
    assert.equal(failure(await tried({ port: own.port })), 'version redis-cluster');
  });

  it('warns of a Redis that forgets', async function () {
    const warned = async (options: RedisOptions) => {
      const { port } = await redis(this, options);
      const { state, key } = (await tried({ port })).at(-1)!;
      return `${state} ${key}`;
    };
    const lru = { lines: ['maxmemory-policy allkeys-lru'] };
    assert.equal(await warned({}), 'warning settings-append-only');
    assert.equal(await warned({ appendOnly: true, ...lru }), 'warning settings-policy');
    assert.equal(await warned(lru), 'warning settings-policy-and-append-only');
  });

  it('ends soon when it is stopped, though Redis says nothing', async function () {
    const server = await redis(this, {});
    server.pause();
    const stop = new AbortController();
    const testing = tried({ port: server.port }, stop.signal);
    stop.abort();
    assert.match(failure(await testing), / stopped$/);
  });
});
