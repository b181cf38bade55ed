/** What stands behind the flows: notes which window came from whom, and when a nightly run was at work. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { NIGHTLY } from './instances-flow';

export interface Row {
  endpoint: string;
  order?: string;
  /** Of a shared window. */
  day?: string;
  /** Why a nightly run asked for nothing. */
  reason?: string;
  /** Of the window of a nightly run. */
  from?: string;
  /** Only says that a nightly run has ended. */
  over?: boolean;
  instance: string;
}

/** Milliseconds that a nightly row takes, so that runs would overlap. */
const NIGHTLY_TAKES = 150;

export class Table {
  readonly rows: Row[] = [];
  /** Nightly rows that are being written at once, at most. */
  mostNightly = 0;
  #nightly = 0;
  /** Ids of orders. */
  #before = new Set<string>();
  readonly #server = http.createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8');
    request.on('data', (piece: string) => {
      text += piece;
    });
    request.on('end', () => void this.#take(JSON.parse(text) as Row).then(() => response.end('ok')));
  });

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  /** What comes is of another order from now on. */
  begin(): void {
    this.#before = new Set(this.rows.flatMap(({ order }) => order ?? []));
  }

  /** Of the order. */
  get ordered(): Row[] {
    return this.rows.filter(({ order }) => order !== undefined && !this.#before.has(order));
  }

  /** Each day that came of it. */
  get days(): Set<string> {
    return new Set(this.ordered.flatMap(({ day }) => day ?? []));
  }

  async #take(row: Row): Promise<void> {
    if (row.endpoint === NIGHTLY && row.reason === undefined && !row.over) {
      this.mostNightly = Math.max(this.mostNightly, ++this.#nightly);
      await pause(NIGHTLY_TAKES);
      this.#nightly--;
    }
    this.rows.push(row);
  }
}
