import assert from 'node:assert/strict';
import path from 'node:path';
import type { Node, NodeAPI } from 'node-red';
import type { ClusterTestAnswer } from '../../cluster/nodes/cluster-route';
import type { ClusterStore } from '../../nodes/cluster/cluster-store';
import { type RedisServer, startRedis } from '../cluster/redis-server';
import { anyFreePort } from '../counterparts/start-server';
import { repository } from '../package-files';
import { recordSecret } from '../secrets/transcript';
import { AdminServer, until } from './admin-server';
import { FlowFixture } from './flow-fixture';
import { helper } from './node-red';

const PASSWORD = 'Kennwort des Clusters 7!';
const KEPT = '__PWRD__';
/** Node-RED gives a node 15 s to close. */
const LONGEST_CLOSE = 12_000;

const registerCluster = require(path.join(repository, 'cluster', 'dist', 'cluster.js')).default as (
  RED: NodeAPI,
) => void;

describe('the node of a cluster', () => {
  const fixture = new FlowFixture();
  const admin = new AdminServer();
  let redis: RedisServer | undefined;
  before(async () => {
    recordSecret(PASSWORD);
    redis = await startRedis({ password: PASSWORD });
  });
  after(() => redis?.stop());
  afterEach(() => {
    delete process.env.CLUSTER_HOST;
  });

  const open = (changes: Record<string, unknown>, register = registerCluster) =>
    fixture.open([], {
      modules: [register],
      configNodes: [{ id: 'cluster', type: 'dataconnect-cluster', host: '127.0.0.1', ...changes }],
      otherCredentials: { cluster: { password: PASSWORD } },
    });
  const store = () => (helper.getNode('cluster') as Node & { clusterStore?: ClusterStore }).clusterStore;
  const said = () => helper.log().args.map(([entry]) => String((entry as { msg?: unknown }).msg));
  const test = async (form: object): Promise<string> => {
    const { status, body } = await admin.post<ClusterTestAnswer>('clusters/cluster/test', form);
    assert.equal(status, 200);
    if ('refused' in body) return `refused ${body.refused.map(({ key }) => key).join(' ')}`;
    const failed = body.layers.find(({ state }) => state === 'failed');
    return failed ? `${failed.layer} ${failed.key} ${failed.facts.host ?? ''}`.trim() : 'ok';
  };

  it('has a store that connects by itself, and is closed with it', async function () {
    if (!redis) return this.skip();
    const flow = await open({ port: redis.port });
    await until(() => store()?.state() === 'ready');
    assert.equal(store()!.contract, 1);
    await flow.close();
    const clients = async () => (await redis!.command('CLIENT', 'LIST')).match(/^id=/gm)?.length;
    // Redis hears of it a moment later; the one that asks is among them.
    while ((await clients()) !== 1) await new Promise((resolve) => setTimeout(resolve, 5));
  });

  it('lets Node-RED start and end in time while there is no Redis', async () => {
    const flow = await open({ port: await anyFreePort() });
    assert.equal(store()!.state(), 'connecting');
    const begun = performance.now();
    await flow.close();
    assert.ok(performance.now() - begun < LONGEST_CLOSE);
  });

  it('ends in time while Redis stands still', async function () {
    if (!redis) return this.skip();
    const flow = await open({ port: redis.port });
    await until(() => store()?.state() === 'ready');
    redis.pause();
    try {
      const begun = performance.now();
      await flow.close();
      assert.ok(performance.now() - begun < LONGEST_CLOSE);
    } finally {
      redis.goOn();
    }
  });

  it('says what is wrong with it, and has no store then', async () => {
    await open({ host: `redis://:${PASSWORD}@host`, port: 70_000 });
    assert.equal(store(), undefined);
    assert.ok(said().some((line) => line.includes('cluster.unusable')));
  });

  it('is tested as its form stands, with the stored password for its own server only', async function () {
    if (!redis) return this.skip();
    const { port } = redis;
    await open({ port });
    const form = { host: '127.0.0.1', port: String(port) };
    assert.equal(await test({ ...form, credentials: { password: PASSWORD } }), 'ok');
    assert.equal(await test({ ...form, credentials: { password: KEPT } }), 'ok');
    assert.equal(await test({ ...form, credentials: { password: '' } }), 'login login-needed');
    assert.equal(await test(form), 'login login-needed');
    for (const other of [{ host: 'localhost' }, { port: '6380' }, { encrypted: true }]) {
      const told = await test({ ...form, ...other, credentials: { password: KEPT } });
      assert.equal(told, 'refused problem-other-server');
    }
  });

  it('is not tested with what cannot be used', async () => {
    await open({ port: 1 });
    assert.equal(await test({ host: '' }), 'refused problem-host-missing');
    assert.equal(await test({ host: 'a', encrypted: true, tls: 'gone' }), 'refused problem-tls-missing');
    assert.equal(await test([]), 'refused problem-host-missing');
  });

  it('shows nothing of what the environment holds', async () => {
    process.env.CLUSTER_HOST = 'nowhere.invalid';
    await open({ port: 1 });
    assert.equal(await test({ host: `$\{CLUSTER_HOST}` }), `name name-unknown $\{CLUSTER_HOST}`);
  });

  it('is tested by nobody but who may write it', async () => {
    const asked: string[] = [];
    const needsPermission = (name: string) => {
      asked.push(name);
      return (_request: unknown, response: { sendStatus(status: number): void }) => response.sendStatus(401);
    };
    await open({ port: 1 }, (RED) =>
      registerCluster({ ...RED, auth: { ...RED.auth, needsPermission } } as unknown as NodeAPI),
    );
    assert.deepEqual(asked, ['dataconnect-cluster.write']);
    const { status } = await fetch(`${admin.url}/dataconnect/clusters/cluster/test`, { method: 'POST' });
    assert.equal(status, 401);
  });
});
