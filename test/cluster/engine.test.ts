import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { RedisConnections } from '../../cluster/nodes/store/redis/redis-connections';
import { RedisEngine } from '../../cluster/nodes/store/redis/redis-engine';
import { doesTheSteps, type EngineBed } from './engine-contract';
import { ModelEngine } from './model/model-engine';
import { ModelInstance } from './model/model-instance';
import { ModelServer } from './model/model-server';
import { World } from './model/world';
import { type RedisServer, startRedis } from './redis-server';

const LEASE = 700;

describe('an engine', function () {
  this.timeout(60_000);

  describe('of BullMQ on Redis', () => {
    let redis: RedisServer;
    let connections: RedisConnections;
    let bed: EngineBed;
    before(async function () {
      const started = await startRedis();
      if (!started) return this.skip();
      redis = started;
      const { port } = redis;
      const account = { tls: undefined, username: undefined, password: undefined, database: 0 };
      connections = new RedisConnections({
        host: '127.0.0.1',
        port,
        ...account,
        prefix: 'x',
        lease: LEASE,
        wait: 5000,
      });
      const engine = new RedisEngine(connections, 'x', LEASE, randomUUID);
      bed = { engine, lease: LEASE, settled: (answer) => answer, pass: (milliseconds) => pause(milliseconds) };
    });
    after(async () => {
      connections?.close();
      await redis?.stop();
    });
    doesTheSteps(() => bed);
  });

  describe('of the model', () => {
    doesTheSteps(() => {
      const world = new World(1);
      const instance = new ModelInstance(world, 0);
      const network = { loses: 0, resends: 0, slowest: 2 };
      const engine = new ModelEngine(new ModelServer(world, LEASE), instance, network, 'x');
      const settled = async <T>(answer: Promise<T>) => {
        let isSettled = false;
        const settle = () => {
          isSettled = true;
        };
        answer.then(settle, settle);
        await world.run(() => isSettled, world.now + 100_000);
        return answer;
      };
      return { engine, lease: LEASE, settled, pass: (milliseconds) => settled(instance.sleep(milliseconds)) };
    });
  });
});
