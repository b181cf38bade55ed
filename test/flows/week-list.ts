/** A list beside the report of a week: what comes of its changes, told to somebody who keeps a copy, is what is there. */
import type { Node, NodeAPI, NodeDef } from 'node-red';
import type { Emulator } from '../emulator';
import type { Random } from '../fuzz/random';
import type { Message } from './node-red';
import type { DataRow } from './week-table';

export const LIST_KEY = 'VendorID';

export class WeekList {
  readonly copy = new Map<unknown, DataRow>();
  isCalm = false;
  /** Of the next message: it is told and counts, and the flow fails all the same. */
  isNextToldInVain = false;
  #count = 40;

  /** @param span of the list's dates, as the dials of the emulator say them */
  constructor(
    readonly random: Random,
    readonly span: { from: string; to: string },
  ) {}

  readonly module = (RED: NodeAPI): void => {
    const take = (msg: Message) => this.#take(msg);
    RED.nodes.registerType('copy', function (this: Node, def: NodeDef) {
      RED.nodes.createNode(this, def);
      this.on('input', (msg, _send, done) => done(take(msg as Message) ? undefined : new Error('no room in the copy')));
    });
  };

  /** Some come and some go. @param count how many are there then */
  change({ dials }: Emulator, count = 40 + this.random.below(6)): number {
    const before = this.#count;
    this.#count = count;
    dials.set({ rows: { ...dials.get().rows, 'list-vendors': { count, ...this.span } } });
    return before;
  }

  /** @returns whether the flow is done with it; what it was told may count even so */
  #take(msg: Message): boolean {
    const isInVain = this.isNextToldInVain;
    this.isNextToldInVain = false;
    const isGood = !isInVain && (this.isCalm || !this.random.oneIn(6));
    if (!isGood && !isInVain && this.random.oneIn(2)) return false;
    const { change } = msg.dataconnect as { change?: string };
    for (const row of msg.payload as DataRow[]) {
      if (change === 'removed') this.copy.delete(row[LIST_KEY]);
      else this.copy.set(row[LIST_KEY], row);
    }
    return isGood;
  }
}
