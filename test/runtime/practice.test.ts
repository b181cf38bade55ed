import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Connection, type ConnectionSource } from '../../nodes/runtime/connection/connection';
import { type ConnectionSurroundings, readConnection } from '../../nodes/runtime/connection/connection-settings';
import { Practice, type PracticeModule } from '../../nodes/runtime/practice/practice';
import { openDoor } from '../../nodes/runtime/practice/practice-door';
import { SharedParts } from '../../nodes/runtime/shared-parts';
import { startPractice } from '../emulator/practice';
import { recordSecret } from '../secrets/transcript';

type Options = Parameters<PracticeModule['startPractice']>[0];
type Started = Options & { port: number; isClosed: boolean };

/** A real account, as Node-RED would hold it for the connection. */
const STORED = {
  username: 'real-user',
  password: 'real-password-4711',
  clientId: 'real',
  clientSecret: 'real-secret-4711',
};

describe('the practice service', () => {
  let shared: SharedParts;
  let loads: number;
  let started: Started[];
  const connections: Connection[] = [];
  beforeEach(() => {
    loads = 0;
    started = [];
    shared = Object.assign(new SharedParts(), { practice: new Practice(load) });
  });
  afterEach(async () => {
    await Promise.all(connections.splice(0).map((connection) => connection.close()));
    assert.ok(started.every(({ isClosed }) => isClosed));
  });

  /** The emulator, and with it what it was started with. */
  async function load(): Promise<PracticeModule> {
    loads++;
    return {
      startPractice: async (options) => {
        recordSecret(options.user.password);
        const server = await startPractice(options);
        const noted = { ...options, port: server.port, isClosed: false };
        started.push(noted);
        const close = async () => {
          await server.close();
          noted.isClosed = true;
        };
        return { ...server, close };
      },
    };
  }

  function practising(stored: object = {}): Connection {
    const around: ConnectionSurroundings = {
      tls: { ca: 'of a company' },
      proxy: { kind: 'url', url: 'http://proxy.example:1', noProxy: [] },
    };
    const read = readConnection({ environment: 'practice', ...stored }, STORED, around);
    const connection = new Connection({ ...read, label: 'practice' } satisfies ConnectionSource, shared);
    connections.push(connection);
    return connection;
  }

  const works = (connection: Connection) => connection.client().diagnose(new AbortController().signal);

  it('is loaded by the first request and by nothing before it', async () => {
    const connection = practising();
    connection.client();
    assert.equal(loads, 0);
    await works(connection);
    assert.equal(loads, 1);
  });

  it('is one for all, and ends with the last of them', async () => {
    const [one, other] = [practising(), practising()];
    await Promise.all([works(one), works(other)]);
    assert.equal(started.length, 1);
    await one.close();
    assert.equal(started[0]!.isClosed, false);
    await other.close();
    assert.equal(started[0]!.isClosed, true);
    await assert.rejects(once(connect(started[0]!.port, '127.0.0.1'), 'connect'), { code: 'ECONNREFUSED' });
  });

  it('has other secrets each time it is started', async () => {
    for (let time = 0; time < 2; time++) {
      const connection = practising();
      await works(connection);
      await connection.close();
    }
    const [first, second] = started as [Started, Started];
    assert.notEqual(first.user.password, second.user.password);
    assert.ok(!first.key.knock.equals(second.key.knock) && !first.key.reply.equals(second.key.reply));
  });

  it('takes nothing of what is stored for a service, and does not mind what is wrong with it', async () => {
    const strange = { authentication: 'sorcery', companyId: 'nobody', stopDate: 'never', tls: 1, paths: '=' };
    const connection = practising({ ...strange, serviceUrl: 'https://service.example', postBody: 'json' });
    assert.equal(connection.isUsable, true);
    const { terms } = connection;
    assert.equal(terms.serviceUrl, 'http://practice.localhost');
    assert.deepEqual(
      [terms.companyId, terms.stopDate, terms.postBody, terms.paths.size],
      [undefined, 'inclusive', 'form', 0],
    );
    assert.equal((await works(connection)).ok, true);
    assert.ok(!JSON.stringify(started).includes('real-'));
  });

  it('says layer by layer that there is no network', async () => {
    const { ok, layers } = await works(practising());
    assert.equal(ok, true);
    const said = Object.fromEntries(layers.map(({ layer, state, text }) => [layer, `${state}: ${text}`]));
    for (const layer of ['name-lookup', 'proxy', 'connect', 'tls']) {
      assert.equal(said[layer], 'skipped: Not needed: practice data is made inside Node-RED.');
    }
    assert.equal(said['sign-in'], 'ok: Signed in as practice.');
  });

  it('begins anew where its start failed', async () => {
    const practice = new Practice(() => (loads++ === 0 ? Promise.reject(new Error('no room')) : load()));
    Object.assign(shared, { practice });
    const connection = practising();
    assert.equal((await works(connection)).ok, false);
    assert.equal((await works(connection)).ok, true);
  });

  it('ends while it starts', async () => {
    const connection = practising();
    const asking = works(connection).catch(() => undefined);
    await connection.close();
    await asking;
    assert.ok(started.every(({ isClosed }) => isClosed));
  });

  describe('on its port', () => {
    let service: Started;
    beforeEach(async () => {
      await works(practising());
      service = started[0]!;
    });

    const HELLO = 'GET /ping HTTP/1.1\r\nHost: practice.localhost\r\n\r\n';

    /** What comes until the other side ends the connection, or `enough` bytes. */
    async function heard(socket: Socket, enough = Number.POSITIVE_INFINITY): Promise<string> {
      let text = '';
      socket.on('data', (piece: Buffer) => {
        text += piece.toString('latin1');
        if (text.length >= enough) socket.destroy();
      });
      await once(socket, 'close');
      return text;
    }

    async function asking(request: string): Promise<string> {
      const socket = await openDoor(service.port, service.key, new AbortController().signal);
      socket.write(request);
      return heard(socket, 20);
    }

    it('says nothing to a browser or whoever else comes by', async () => {
      for (const first of [
        `${HELLO}${' '.repeat(200)}`,
        randomBytes(200),
        Buffer.concat([service.key.reply, randomBytes(50)]),
      ]) {
        const socket = connect(service.port, '127.0.0.1');
        socket.on('error', () => {});
        socket.write(first);
        assert.equal(await heard(socket), '');
      }
    });

    it('refuses the name of another host', async () => {
      assert.match(await asking(HELLO), /^HTTP\/1\.1 200/);
      for (const host of ['localhost', `127.0.0.1:${service.port}`, 'evil.example']) {
        assert.match(await asking(HELLO.replace('practice.localhost', host)), /^HTTP\/1\.1 421/);
      }
    });

    it('knows one user only, and nobody of the tests', async () => {
      const request = (user: string) =>
        `GET /lists/stores HTTP/1.1\r\nHost: practice.localhost\r\nAuthorization: Basic ${Buffer.from(user).toString('base64')}\r\n\r\n`;
      assert.match(await asking(request(`practice:${service.user.password}`)), /^HTTP\/1\.1 200/);
      for (const user of ['practice:', 'practice:practice', 'John.Bates@KENTEL:p@ss w0rd&more=1']) {
        assert.match(await asking(request(user)), /^HTTP\/1\.1 401/);
      }
    });

    it('has no dials', async () => {
      for (const path of ['/_emulator', '/_emulator/dials', '/_emulator/faults']) {
        assert.match(await asking(HELLO.replace('/ping', path)), /^HTTP\/1\.1 4\d\d/, path);
      }
    });

    it('is not mistaken for who has taken its place', async () => {
      const wrong = { ...service.key, reply: randomBytes(32) };
      await assert.rejects(openDoor(service.port, wrong, new AbortController().signal), { code: 'ECONNRESET' });
    });
  });
});
