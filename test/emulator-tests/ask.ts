/** Asks an emulator as any HTTP client would: nothing here comes from the package. */
import { type IncomingHttpHeaders, request } from 'node:http';
import { COMPANIES, type Emulator, type EmulatorOptions, startEmulator, worldOf } from '../emulator';

/** Milliseconds after which a test is stuck, on a machine that has other things to do. */
export const PATIENCE = 30_000;

export interface Asker {
  emulator: Emulator;
  /** Sends a request with the valid access token, unless other headers say otherwise. */
  ask(path: string, init?: RequestInit): Promise<Response>;
  json<T = Record<string, unknown>[]>(path: string, init?: RequestInit): Promise<T>;
}

/** One emulator for the tests of a `describe` block; the dials are reset and the log cleared before each test. */
export function emulated(options: EmulatorOptions = {}): Asker {
  const asker = { emulator: undefined as unknown as Emulator } as Asker;
  before(async function () {
    this.timeout(PATIENCE);
    asker.emulator = await startEmulator(options);
    worldOf(COMPANIES[0].id);
  });
  beforeEach(function () {
    this.currentTest?.timeout(PATIENCE);
    asker.emulator.dials.reset();
    asker.emulator.requests.clear();
  });
  after(async () => {
    await asker.emulator.close();
  });
  asker.ask = (path, init = {}) => {
    const headers = { authorization: `Bearer ${asker.emulator.credentials.accessToken}` };
    return fetch(asker.emulator.serviceUrl + path, {
      redirect: 'manual',
      ...init,
      headers: { ...headers, ...init.headers },
    });
  };
  asker.json = async <T>(path: string, init?: RequestInit) => (await (await asker.ask(path, init)).json()) as T;
  return asker;
}

/** A token request with a form body. */
export function askForToken(emulator: Emulator, form: Record<string, string>): Promise<Response> {
  const { clientId, clientSecret } = emulator.credentials;
  const body = new URLSearchParams({ client_id: clientId, client_secret: clientSecret, ...form });
  return fetch(`${emulator.tokenUrl}/oauth2/token`, { method: 'POST', body });
}

export function basic(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

/** An answer as it came over the wire, nothing decoded but the chunking. */
export interface Raw {
  status: number | undefined;
  headers: IncomingHttpHeaders;
  body: Buffer;
  /** Sizes of the pieces the body came in. */
  pieces: number[];
  /** True when the answer was whole as its framing says. */
  complete: boolean;
  /** Code of the socket's error, if it had one. */
  error: string | undefined;
}

/**
 * A GET on a connection of its own.
 * @param stop when the client hangs up: after so many bytes of the body (0: after the headers), or when told
 */
export function askRaw(
  the: Asker,
  path: string,
  headers: Record<string, string> = {},
  stop: { afterBytes?: number; signal?: AbortSignal } = {},
): Promise<Raw> {
  return new Promise((resolve) => {
    const raw: Raw = {
      status: undefined,
      headers: {},
      body: Buffer.alloc(0),
      pieces: [],
      complete: false,
      error: undefined,
    };
    const authorization = `Bearer ${the.emulator.credentials.accessToken}`;
    const sent = request(the.emulator.serviceUrl + path, {
      agent: false,
      headers: { authorization, ...headers },
      ...(stop.signal && { signal: stop.signal }),
    });
    const fail = (error: NodeJS.ErrnoException) => {
      raw.error = error.code ?? error.message;
    };
    sent.on('error', fail);
    sent.on('close', () => resolve(raw));
    sent.on('response', (response) => {
      raw.status = response.statusCode;
      raw.headers = response.headers;
      if (stop.afterBytes === 0) sent.destroy();
      response.on('error', fail);
      response.on('data', (piece: Buffer) => {
        raw.body = Buffer.concat([raw.body, piece]);
        raw.pieces.push(piece.length);
        if (raw.body.length >= (stop.afterBytes ?? Number.POSITIVE_INFINITY)) sent.destroy();
      });
      response.on('end', () => {
        raw.complete = response.complete;
      });
    });
    sent.end();
  });
}

/** Waits until something is true, and no longer than a stuck test may take. */
export async function until(isTrue: () => boolean): Promise<void> {
  const end = Date.now() + PATIENCE / 2;
  while (!isTrue()) {
    if (Date.now() > end) throw new Error(`It did not become true: ${isTrue}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
