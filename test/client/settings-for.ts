/** Settings and requests the client tests start from. */
import { type ClientSurroundings, DataConnectClient } from '../../nodes/client/client';
import type { Answer, ServiceRequest } from '../../nodes/client/request';
import type { Access, ConnectionSettings } from '../../nodes/client/settings';
import { SignInMemory } from '../../nodes/client/sign-in/sign-in-memory';
import { Slots } from '../../nodes/client/slots/slots';
import { DataConnectError } from '../../nodes/errors';
import { Secret } from '../../nodes/secrets/secret';
import type { Emulator } from '../emulator';
import { answer, type Script, type ScriptedServer, startScriptedServer } from './scripted-server';

export const PASSWORD = 'p@ss/wörd "1"';
export const CLIENT_SECRET = 'client+secret&x=1';

/** Settings as the tests write them, with the secrets in plain sight. */
export type PlainSettings = Omit<ConnectionSettings, 'access'> & Access;

/** Settings as the client takes them. */
export function sealed({ authentication, tls, proxy, ...settings }: PlainSettings): ConnectionSettings {
  return { ...settings, access: new Secret({ authentication, tls, proxy }) };
}

/** No test may fail because the machine is busy: those of timeouts set their own. */
export const UNHURRIED: ConnectionSettings['timeouts'] = {
  connect: 60_000,
  firstByte: 60_000,
  idle: 60_000,
  total: 120_000,
};

export function settingsFor(url: string, changes: Partial<PlainSettings> = {}): PlainSettings {
  return {
    name: 'Head office',
    serviceUrl: url,
    tokenUrl: `${url}/v1`,
    authentication: { kind: 'token', accessToken: 'pasted-token-123456' },
    tls: undefined,
    proxy: { kind: 'none' },
    companyId: undefined,
    usePreferredEndpoint: false,
    requestsAtOnce: 4,
    retries: 0,
    timeouts: UNHURRIED,
    ...changes,
  };
}

export const BY_PASSWORD: Access['authentication'] = {
  kind: 'password',
  username: 'john',
  password: PASSWORD,
  clientId: 'the-client',
  clientSecret: CLIENT_SECRET,
};

/** Of an emulator, which takes them by user name and password. */
export function settingsOf(
  emulator: Pick<Emulator, 'serviceUrl' | 'tokenUrl' | 'credentials'>,
  changes: Partial<PlainSettings> = {},
): PlainSettings {
  const { username, password, clientId, clientSecret } = emulator.credentials;
  return settingsFor(emulator.serviceUrl, {
    tokenUrl: emulator.tokenUrl,
    authentication: { kind: 'password', username, password, clientId, clientSecret },
    ...changes,
  });
}

export function get(path: string, changes: Partial<ServiceRequest> = {}): ServiceRequest {
  return {
    method: 'GET',
    path,
    parameters: [],
    body: 'form',
    authenticated: true,
    weight: 'report',
    repeatable: true,
    ...changes,
  };
}

/** A signal nobody aborts. */
export function never(): AbortSignal {
  return new AbortController().signal;
}

/** The whole body as text. */
export async function textOf(received: Answer): Promise<string> {
  const chunks: Buffer[] = [];
  await received.consume((chunk) => {
    chunks.push(Buffer.from(chunk));
  });
  return Buffer.concat(chunks).toString('utf8');
}

/** What a promise rejects with, which must be an error of ours. */
export async function errorOf(work: Promise<unknown>): Promise<DataConnectError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof DataConnectError) return error;
    throw error;
  }
  throw new Error('it was expected to fail');
}

/** Sends a GET and reads the body. */
export async function fetchText(client: DataConnectClient, path: string, changes: Partial<ServiceRequest> = {}) {
  return textOf(await client.send(get(path, changes), { signal: never() }));
}

/** Servers and clients of one test, closed after it. */
export class TestBed {
  readonly #closing: (() => Promise<void>)[] = [];

  async server(script: Script, secure?: Parameters<typeof startScriptedServer>[1]): Promise<ScriptedServer> {
    const server = await startScriptedServer(script, secure);
    this.#closing.unshift(() => server.close());
    return server;
  }

  /** A client with a queue and a memory of its own, so that tests do not meet in one. */
  client(settings: PlainSettings, surroundings: Partial<ClientSurroundings> = {}) {
    const client = new DataConnectClient(sealed(settings), {
      slots: new Slots(),
      memory: new SignInMemory(),
      ...surroundings,
    });
    this.#closing.unshift(() => client.close());
    return client;
  }

  /** Something else to close. */
  closes<T extends { close(): Promise<void> }>(thing: T): T {
    this.#closing.unshift(() => thing.close());
    return thing;
  }

  async close(): Promise<void> {
    for (const close of this.#closing.splice(0)) await close();
  }
}

/** A script that answers the token endpoint with token-1, token-2 …, and everything else by `script`. */
export function withTokens(script: Script, lifetime = 43_199): Script {
  let issued = 0;
  return (request, socket) => {
    if (request.path !== '/v1/oauth2/token') return script(request, socket);
    issued += 1;
    socket.write(
      answer(
        200,
        JSON.stringify({ access_token: `token-${issued}`, expires_in: lifetime, refresh_token: `refresh-${issued}` }),
      ),
    );
  };
}
