/** What a node goes on from: kept when its first run has ended, so that each next run begins with the same. */
import { cpSync, existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { FIRST, WARM } from './flows';
import { isAgain, isOfList, type Order } from './order';

export class KeptState {
  readonly #folder: string;

  constructor(readonly userDirectory: string) {
    this.#folder = path.join(userDirectory, 'dataconnect');
  }

  /** Before Node-RED starts. */
  prepare(order: Order): void {
    rmSync(this.#folder, { recursive: true, force: true });
    if (isAgain(order)) cpSync(this.#keptFor(order), this.#folder, { recursive: true });
  }

  /** When it has ended. @returns bytes of the files that a run left */
  keep(order: Order): number {
    const kept = this.#keptFor(order);
    if (order.goesOn === 'new' || order.goesOn === 'changes') {
      rmSync(kept, { recursive: true, force: true });
      cpSync(this.#folder, kept, { recursive: true, filter: (file) => !path.basename(file).startsWith(WARM) });
    }
    return filesBelow(this.#folder)
      .filter((file) => path.basename(file).startsWith(FIRST))
      .reduce((sum, file) => sum + statSync(file).size, 0);
  }

  #keptFor(order: Order): string {
    return path.join(this.userDirectory, isOfList(order) ? 'kept-of-list' : 'kept-of-report');
  }
}

function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
}
