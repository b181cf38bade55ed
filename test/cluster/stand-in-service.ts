/** Stands for a service that works on a request whether its client waits or not, and counts how many it has at once. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';

export class StandInService {
  /** Milliseconds that a request takes. */
  takes = 50;
  most = 0;
  requests = 0;
  #active = 0;
  readonly #server = http.createServer((_request, response) => {
    this.#active += 1;
    this.requests += 1;
    this.most = Math.max(this.most, this.#active);
    setTimeout(() => {
      this.#active -= 1;
      response.end('done');
    }, this.takes);
  });

  /** @returns its port */
  async listen(): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
