/** Node-RED's admin pages on a socket that stays: for requests that a person gives up, which the test helper's own cannot. */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { recordOutput } from '../secrets/transcript';
import { helper } from './node-red';

/** As the test helper serves them now: it makes them anew with each flow. */
const admin = () => (helper as unknown as { _httpAdmin: RequestListener })._httpAdmin;

export interface AdminAnswer<Body> {
  status: number;
  body: Body;
}

export class AdminServer {
  #server: Server | undefined;

  /** Must be called inside a `describe`. */
  constructor() {
    before(async () => {
      const server = createServer((request, response) => admin()(request, response));
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      this.#server = server;
    });
    after(() => {
      this.#server?.closeAllConnections();
      this.#server?.close();
    });
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server!.address() as AddressInfo).port}`;
  }

  /** @param path below `/dataconnect/` @param body sent as JSON */
  async post<Body>(path: string, body: object, signal?: AbortSignal): Promise<AdminAnswer<Body>> {
    const answer = await fetch(`${this.url}/dataconnect/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: signal ?? null,
    });
    const read = (await answer.json()) as Body;
    recordOutput('admin', read);
    return { status: answer.status, body: read };
  }
}

/** Resolves when it has become so. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 2));
}
