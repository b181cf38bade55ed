/** Is asked before each batch of a flow, and may break its sink then; is told how the runs end. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HARMLESS } from './sink-flows';

/** What Complete or Catch node had of the end of a run. */
export interface RunEnd {
  dataconnect: { flow?: Record<string, unknown> };
  error?: { code: string; message: string };
}

/** What is done before a batch goes to its sink. @returns what the flow gets to read; harmless where nothing */
export type Sabotage = (batch: number) => Promise<string | undefined> | string | undefined;

export class Saboteur {
  sabotage: Sabotage = () => undefined;
  readonly #ends: RunEnd[] = [];
  #onEnd = () => {};

  private constructor(
    readonly server: ReturnType<typeof createServer>,
    /** Without a slash at its end. */
    readonly url: string,
  ) {
    server.on('request', (request, response) => void this.#answer(request, response));
  }

  static async open(): Promise<Saboteur> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new Saboteur(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  }

  /** The end of the run that goes on. */
  async end(): Promise<RunEnd> {
    while (this.#ends.length === 0) await new Promise<void>((resolve) => (this.#onEnd = resolve));
    return this.#ends.shift()!;
  }

  /** Ends that nobody has asked for: a run must have one only. */
  get others(): number {
    return this.#ends.length;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, what, chain = '', batch] = (request.url ?? '').split('/');
    let body = '';
    for await (const piece of request) body += String(piece);
    if (what === 'batch') {
      const said = await this.sabotage(Number(batch) + 1);
      response.end(said ?? HARMLESS[chain.split('-')[0]!] ?? '');
      return;
    }
    response.end();
    this.#ends.push(JSON.parse(body) as RunEnd);
    this.#onEnd();
  }
}
