/** An instance in a process of its own, and what it says. */
import { type ChildProcess, fork } from 'node:child_process';
import path from 'node:path';
import type { ClusterStoreOptions } from '../../cluster/nodes/store/store-options';
import type { Order, Report } from './instance';

export class StartedInstance {
  readonly handled: string[] = [];
  readonly ended: Promise<void>;
  #end: string | undefined;
  #killed = false;
  readonly #process: ChildProcess;

  constructor() {
    this.#process = fork(path.join(__dirname, 'instance.ts'), { execArgv: ['--import', 'tsx'] });
    this.ended = new Promise((resolve) => {
      this.#process.once('exit', (code, signal) => {
        this.#end = `ended with ${code ?? signal}`;
        resolve();
      });
    });
    this.#process.on('message', (report: Report) => {
      if (report.kind === 'handled') this.handled.push(report.id);
    });
  }

  /** Why it ended, where nobody wanted it. */
  get trouble(): string | undefined {
    return this.#killed ? undefined : this.#end;
  }

  open(options: ClusterStoreOptions, clockAhead: number): Promise<number> {
    return this.order({ kind: 'open', options, clockAhead });
  }

  /** @returns the milliseconds that it took there */
  order(order: Order): Promise<number> {
    return new Promise((resolve, reject) => {
      const hear = (report: Report) => {
        if (report.kind !== 'done' || report.order !== order.kind) return;
        this.#process.off('message', hear);
        resolve(report.after);
      };
      this.#process.on('message', hear);
      void this.ended.then(() => reject(new Error(`the instance ${this.#end}`)));
      this.#process.send(order);
    });
  }

  async kill(): Promise<void> {
    this.#killed = true;
    this.#process.kill('SIGKILL');
    await this.ended;
  }
}
