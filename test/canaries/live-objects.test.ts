import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import type { NodeAPI } from 'node-red';
import type { Answer } from '../../nodes/client/request';
import { makePlan } from '../../nodes/extract/make-plan';
import {
  type Connection,
  type ConnectionDef,
  type ConnectionNode,
  connectionOf,
} from '../../nodes/runtime/connection/connection';
import { SharedParts } from '../../nodes/runtime/shared-parts';
import { startConnectProxy } from '../client/connect-proxy';
import { answer, type Script } from '../client/scripted-server';
import { errorOf, get, never, TestBed, textOf } from '../client/settings-for';
import { orderFor } from '../extract/run-against';
import { formsOf } from '../secrets/search';
import { recordSecret } from '../secrets/transcript';
import { CANARIES, CLIENT_SECRET, COOKIE, echoing, PASSWORD, SIGN_INS, TOKEN } from './canaries';
import { exportedClasses, instancesOf, textsOn } from './live-objects';

const PROXY_PASSWORD = 'c4nary-proxy-password-6';
const PASSPHRASE = 'c4nary-tls-passphrase-7';
const SECRETS = [...Object.values(CANARIES), PROXY_PASSWORD, PASSPHRASE];
for (const secret of SECRETS) recordSecret(secret);

/** Classes that hold secrets or work with them; where a rename makes this list wrong, it has to be mended. */
const CENTRAL = ['Secret', 'Redactor', 'Connection', 'DataConnectClient', 'Transport', 'ConnectionPool', 'Exchange'];

describe('whoever looks at the objects of a live connection', () => {
  const bed = new TestBed();
  afterEach(() => bed.close());

  /** A connection of which one request was answered, one refused, one is under way and one waits for its turn. */
  async function busyConnection(signIn: string) {
    let refusing = false;
    const answering = echoing(() => ({ status: refusing ? 401 : 200, body: '[]' }));
    let arrived = () => {};
    const isUnderWay = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    const script: Script = (request, socket) => {
      if (request.path !== '/hanging') return answering(request, socket);
      socket.write(answer(200, '[]').subarray(0, -1));
      arrived();
    };
    const server = await bed.server(script);
    const proxy = bed.closes(
      await startConnectProxy({ leadTo: () => server.port, credentials: `anna:${PROXY_PASSWORD}` }),
    );
    const connection = bed.closes(connectionTo(server.url, proxy.url, signIn));
    const client = connection.client();
    const send = (path: string) => client.send(get(path), { signal: never() });
    await textOf(await send('/answered'));
    // As a run does that looks through an answer.
    client.redactor.redactData('an answer');
    const held: [answer: Promise<Answer>, Promise<unknown>] = [send('/hanging'), send('/waiting').catch(() => {})];
    await isUnderWay;
    refusing = true;
    const error = await errorOf(client.send(get('/refused', { weight: 'light' }), { signal: never() }));
    return { connection, client, error, held, requests: server.requests, asked: proxy.authorizations };
  }

  function connectionTo(serviceUrl: string, proxyUrl: string, signIn: string): Connection {
    const others: Record<string, object> = {
      tls: { valid: true, addTLSOptions: () => ({ passphrase: PASSPHRASE }) },
      proxy: { url: proxyUrl, credentials: { username: 'anna', password: PROXY_PASSWORD } },
    };
    const RED = { nodes: { getNode: (id: string) => others[id] ?? null, eachNode: () => {} } } as unknown as NodeAPI;
    const credentials = {
      ...{ username: 'anna', password: PASSWORD, clientId: 'app', clientSecret: CLIENT_SECRET },
      accessToken: TOKEN,
    };
    const node = { id: 'c', credentials, on: () => {}, warn: () => {} } as unknown as ConnectionNode;
    const stored = {
      ...{ environment: 'custom', serviceUrl, tokenUrl: `${serviceUrl}/v1`, authentication: signIn },
      ...{ tls: 'tls', proxy: 'proxy', requestsAtOnce: 2, firstByteTimeout: 60 },
    } as unknown as ConnectionDef;
    return connectionOf(RED, node, stored, new SharedParts());
  }

  function assertNoSecretOn(name: string, shown: readonly string[]): void {
    for (const secret of SECRETS) {
      for (const [form, written] of formsOf(secret)) {
        assert.ok(!shown.some((text) => text.includes(written)), `${name} shows a secret, ${form}`);
      }
    }
  }

  for (const signIn of Object.keys(SIGN_INS)) {
    it(`finds no secret in a field of any of them, with sign-in by ${signIn}`, async () => {
      const { connection, client, error, held, requests, asked } = await busyConnection(signIn);
      assert.ok(asked.every((authorization) => authorization?.startsWith('Basic ')));
      assert.ok(requests.some(({ headers }) => headers.cookie?.includes(COOKIE)));
      assert.equal(error.code, 'AUTH_FAILED');
      const classes = await exportedClasses(['client', 'secrets', 'extract', 'runtime']);
      assert.ok(CENTRAL.every((name) => classes.some((each) => each.name === name)));
      const instances = await instancesOf(classes);
      for (const each of instances) assertNoSecretOn(each.constructor.name, textsOn(each));
      const alive = new Set(instances.map((each) => each.constructor.name));
      assert.deepEqual(
        CENTRAL.filter((name) => !alive.has(name)),
        [],
      );
      const { plan } = makePlan(orderFor('availability', {}, connection.terms));
      const shown = { connection, client, error, plan, answer: await held[0], redactor: connection.redactor };
      assertNoSecretOn('what a log would show', [
        inspect(shown, { depth: Number.POSITIVE_INFINITY, showHidden: true, getters: true }),
        ...textsOn(shown),
      ]);
      (await held[0]).dispose();
    }).timeout(60_000);
  }
});
