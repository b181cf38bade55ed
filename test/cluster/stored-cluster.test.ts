import assert from 'node:assert/strict';
import {
  clusterDefaults,
  clusterProblems,
  fieldNumber,
  fieldText,
  isEnvironmentName,
  readAddress,
  type StoredCluster,
} from '../../cluster/nodes/stored-cluster';

describe('what a cluster node stores', () => {
  const problems = (changes: StoredCluster) =>
    clusterProblems({ ...clusterDefaults, host: 'redis', ...changes }).map(({ field, key }) => `${field} ${key}`);

  it('can be used as a new node has it, once there is a server', () => {
    assert.deepEqual(problems({}), []);
    assert.deepEqual(
      clusterProblems(clusterDefaults).map(({ key }) => key),
      ['host-missing'],
    );
  });

  it('may be left out of a flow that was written by hand, or be a number', () => {
    const stored = { host: 'redis', port: 6380 };
    assert.deepEqual(clusterProblems(stored), []);
    assert.deepEqual([fieldNumber('port', stored), fieldText('prefix', stored)], [6380, 'dataconnect']);
    assert.deepEqual([fieldNumber('lease', stored), fieldNumber('wait', { wait: '' })], [30, 60]);
  });

  for (const host of ['redis', 'redis.example.com', 'my_redis-1', '10.0.0.7', '::1', 'fe80::1', ' redis ']) {
    it(`takes ${host} for a server`, () => assert.deepEqual(problems({ host }), []));
  }

  for (const host of ['redis://a', 'a:6379', 'a/b', 'a b', 'user@a', '-a', 'a.', '[::1]', 'ä', {}]) {
    it(`takes ${JSON.stringify(host)} for none`, () =>
      assert.match(problems({ host }).join(), /^host host-(form|missing)$/));
  }

  const numbers: [Exclude<keyof StoredCluster, 'name'>, unknown[], unknown[]][] = [
    ['port', ['1', 65_535, ' 6379 '], ['0', '65536', '1.5', '-1', 'a', '1e3']],
    ['database', ['0', 15], ['-1', '1.5', 'a']],
    ['lease', ['5', 300], ['4', '301', '30 s']],
    ['wait', [1, '3600'], ['0', '3601', 'soon']],
  ];
  for (const [field, right, wrong] of numbers) {
    it(`has a whole number within its bounds for ${field}`, () => {
      for (const value of right) assert.deepEqual(problems({ [field]: value }), [], String(value));
      for (const value of wrong) assert.deepEqual(problems({ [field]: value }), [`${field} number`], String(value));
    });
  }

  it('has a prefix without what Redis or BullMQ take for something else', () => {
    for (const prefix of ['a', 'data.connect_2-x']) assert.deepEqual(problems({ prefix }), []);
    for (const prefix of ['a:b', '{a}', 'a*', 'a b', 'x'.repeat(61)]) {
      assert.deepEqual(problems({ prefix }), ['prefix prefix-form'], prefix);
    }
  });

  it('has the name of a variable where the environment says it', () => {
    assert.ok(isEnvironmentName(`$\{REDIS_HOST}`));
    for (const other of ['$REDIS_HOST', `a$\{REDIS_HOST}`, 6379, undefined]) assert.ok(!isEnvironmentName(other));
  });
});

describe('an address of Redis', () => {
  it('is taken apart', () => {
    assert.deepEqual(readAddress(' rediss://app:p%40ss@redis.example.com:6380/2 '), {
      host: 'redis.example.com',
      port: '6380',
      encrypted: 'true',
      database: '2',
      username: 'app',
      password: 'p@ss',
    });
    assert.equal(readAddress('redis://:100%@a')?.password, '100%');
    assert.deepEqual(readAddress('redis://10.0.0.7'), { host: '10.0.0.7', port: '6379', encrypted: 'false' });
    assert.deepEqual(readAddress('valkeys://:x@[::1]'), {
      host: '::1',
      port: '6379',
      encrypted: 'true',
      password: 'x',
    });
  });

  it('is left alone where it is none, or has no form', () => {
    for (const text of ['redis', 'http://redis', 'redis://', 'redis://a:b:c']) {
      assert.equal(readAddress(text), undefined, text);
    }
  });
});
