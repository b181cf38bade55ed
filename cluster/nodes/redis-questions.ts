/** What Redis is asked by Test connection: login, version, permission, and the settings that keep what is told to it. */
import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { type Ask, LayerFailure, type Note, type Target } from './layers';

/** BullMQ asks for it. */
const OLDEST = [6, 2] as const;

/** What the windows and slots need of it: strings, hashes, lists, sorted sets, streams and scripts. */
const TRIAL = `redis.call('HSET', KEYS[1], 'a', '1') redis.call('DEL', KEYS[1])
redis.call('RPUSH', KEYS[1], '1') redis.call('DEL', KEYS[1])
redis.call('ZADD', KEYS[1], 1, '1') redis.call('DEL', KEYS[1])
redis.call('XADD', KEYS[1], '*', 'a', '1') redis.call('DEL', KEYS[1])
redis.call('SET', KEYS[1], '1', 'PX', 1000) return redis.call('DEL', KEYS[1])`;

/**
 * @returns the connection, which is the caller's to end
 * @throws LayerFailure
 */
export async function askRedis(target: Target, ask: Ask, note: Note): Promise<Redis> {
  const redis = open(target);
  try {
    await ask(redis.connect()).catch((error: unknown) => {
      throw error instanceof LayerFailure ? error : new LayerFailure('closed');
    });
    await login(redis, target, ask, note);
    await version(redis, ask, note);
    await permission(redis, target, ask, note);
    await settings(redis, ask, note);
    return redis;
  } catch (error) {
    redis.disconnect();
    throw error;
  }
}

/** It signs in when it is told to, so that what Redis says to that is known. */
function open({ host, port, tls }: Target): Redis {
  const redis = new Redis({
    host,
    port,
    ...(tls && { tls }),
    lazyConnect: true,
    enableReadyCheck: false,
    // The other one says something, and wants a sign-in, before it is told to.
    protocol: 2,
    disableClientInfo: true,
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
  });
  // Whoever asks something is told.
  redis.on('error', () => {});
  return redis;
}

async function login(redis: Redis, target: Target, ask: Ask, note: Note): Promise<void> {
  const { password, database } = target;
  const isWanted = await signIn(redis, target, ask);
  await ask(redis.ping()).catch((error: unknown) => {
    throw refused(error, { NOAUTH: 'login-needed', NOPERM: 'login-no-ping', DENIED: 'login-protected' }, 'not-redis');
  });
  await ask(redis.select(database)).catch((error: unknown) => {
    throw refused(error, { ERR: 'database-missing' }, 'login-failed', { database });
  });
  if (password === undefined) note('login', 'login-open', {}, 'warning');
  else if (isWanted) note('login', 'login-passed');
  else note('login', 'login-not-wanted', {}, 'warning');
}

/** @returns false where no password is asked for, which ends no connection of the store either */
async function signIn(redis: Redis, { username, password = '' }: Target, ask: Ask): Promise<boolean> {
  if (username === undefined && password === '') return true;
  try {
    await ask(username === undefined ? redis.auth(password) : redis.auth(username, password));
    return true;
  } catch (error) {
    const failure = refused(error, { WRONGPASS: 'login-wrong', ERR: 'login-not-wanted' }, 'login-failed');
    if (failure.key === 'login-not-wanted') return false;
    throw failure;
  }
}

async function version(redis: Redis, ask: Ask, note: Note): Promise<void> {
  const info = await ask(redis.info('server')).catch((error: unknown) => {
    throw refused(error, { NOPERM: 'version-no-permission' }, 'version-failed');
  });
  const isValkey = fact(info, 'valkey_version') !== undefined;
  const number = fact(info, 'valkey_version') ?? fact(info, 'redis_version') ?? '';
  const facts = { product: isValkey ? 'Valkey' : 'Redis', version: number };
  const [major = 0, minor = 0] = number.split('.').map(Number);
  if (number === '') return note('version', 'version-unknown', {}, 'warning');
  if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) throw new LayerFailure('version-old', facts);
  if (fact(info, 'redis_mode') === 'cluster') throw new LayerFailure('redis-cluster', facts);
  if (fact(info, 'redis_mode') === 'sentinel') throw new LayerFailure('redis-sentinel', facts);
  note('version', 'version-known', facts);
}

async function permission(redis: Redis, { prefix }: Target, ask: Ask, note: Note): Promise<void> {
  const key = `${prefix}:test:${randomUUID()}`;
  await ask(redis.eval(TRIAL, 1, key)).catch((error: unknown) => {
    const known = { NOPERM: 'no-permission', READONLY: 'read-only', OOM: 'out-of-memory', MISCONF: 'disk-full' };
    throw refused(error, known, 'permission-failed', { prefix });
  });
  note('permission', 'permission-given', { prefix });
}

/** Where a hosted service does not tell them, that is said: nobody else can look. */
async function settings(redis: Redis, ask: Ask, note: Note): Promise<void> {
  const info = await ask(redis.info()).catch(() => '');
  const policy = fact(info, 'maxmemory_policy');
  const aof = fact(info, 'aof_enabled');
  const wrong = [
    ...(policy !== undefined && policy !== 'noeviction' ? ['policy'] : []),
    ...(aof === '0' ? ['append-only'] : []),
  ];
  if (policy === undefined || aof === undefined) note('settings', 'settings-unknown', {}, 'warning');
  else if (wrong.length === 0) note('settings', 'settings-safe');
  else note('settings', `settings-${wrong.join('-and-')}`, { policy }, 'warning');
}

/** Of a right that is missing Redis speaks in other words where a script needs it. */
const FORBIDDEN_IN_SCRIPT = /executing the script can't|ACL failure in script|NOPERM/;

/** Redis begins what it refuses with a word. Its text stays here: it may have what was sent in it. */
function refused(
  error: unknown,
  known: Readonly<Record<string, string>>,
  otherwise: string,
  facts: Readonly<Record<string, string | number>> = {},
): LayerFailure {
  if (error instanceof LayerFailure) return error;
  const text = error instanceof Error ? error.message : '';
  if (/^Connection is closed/.test(text)) return new LayerFailure('closed');
  const word = FORBIDDEN_IN_SCRIPT.test(text) ? 'NOPERM' : (/^-?([A-Z]+)\b/.exec(text)?.[1] ?? '');
  return new LayerFailure(known[word] ?? otherwise, { ...facts, detail: word || '?' });
}

/** A line of what INFO says. */
function fact(info: string, name: string): string | undefined {
  return new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1];
}
