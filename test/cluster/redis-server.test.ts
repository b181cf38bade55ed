import assert from 'node:assert/strict';
import { certificateFor } from '../client/certificates';
import { type RedisServer, startRedis } from './redis-server';

describe('a Redis for tests', () => {
  let server: RedisServer | undefined;
  afterEach(async () => {
    await server?.stop();
    server = undefined;
  });
  const started = async (test: Mocha.Context, options = {}): Promise<RedisServer> => {
    server = await startRedis(options);
    return server ?? test.skip();
  };

  it('keeps what it was told over a crash, with an append-only file', async function () {
    const redis = await started(this, { appendOnly: true });
    await redis.command('SET', 'a', 'kept');
    await redis.crash();
    await redis.startAgain();
    assert.equal(await redis.command('GET', 'a'), '$4\r\nkept\r\n');
  });

  it('loses all in a crash without one, and answers who knows the password, encrypted', async function () {
    const redis = await started(this, { password: 'not so secret', tls: await certificateFor(['localhost']) });
    await redis.command('SET', 'a', 'lost');
    await redis.crash();
    await redis.startAgain();
    assert.equal(await redis.command('GET', 'a'), '$-1\r\n');
  });

  it('says nothing while it stands still', async function () {
    const redis = await started(this);
    redis.pause();
    let hasAnswered = false;
    const answer = redis.command('PING').then((text) => {
      hasAnswered = true;
      return text;
    });
    await new Promise(setImmediate);
    assert.equal(hasAnswered, false);
    redis.goOn();
    assert.equal(await answer, '+PONG\r\n');
  });
});
