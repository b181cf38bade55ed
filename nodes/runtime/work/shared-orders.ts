/**
 * The orders of a node whose windows several instances share. What is known of them lies in the store of all, under a
 * lease while it is changed, so that whoever is there plans on; a copy lies with each instance, for the store may lose
 * it. One order is worked on at a time, each as a job of its own.
 */
import { randomUUID } from 'node:crypto';
import type { CursorStore } from '../../incremental/cursor/cursor-store';
import type { DeadWindow, JobProgress, RetryPolicy, SharedWindow, WorkQueue } from '../../work/work-queue';
import { Positions } from './positions';
import { currentOrder, readWorkState, together, type WorkOrder, type WorkState } from './work-state';

export interface OrdersOptions {
  work: WorkQueue;
  cursors: CursorStore;
  /** Of what is known of the orders, in the store of cursors. */
  name: string;
  retry: RetryPolicy;
  /** What this machine remembers; undefined where it does not. */
  copy?: { read(): Promise<WorkState | undefined>; keep(state: WorkState, isUrgent: boolean): void };
  /** The windows at these positions of an order. Their ids are the same on every instance. */
  windowsAt(order: WorkOrder, positions: readonly number[]): SharedWindow[];
  /** The queue had lost so many windows of an order; they are planned again. */
  onLost(order: WorkOrder, windows: number): void;
  /** Told once, on the instance that notes it. */
  onEnd(order: WorkOrder): void;
  /** Milliseconds since 1970; for tests. */
  now?: () => number;
}

export type AskedOrder = Pick<WorkOrder, 'key' | 'name' | 'sets' | 'cut' | 'windows'>;

/** Where an order is. `done` as it is known here. */
export interface OrderCounts extends Pick<JobProgress, 'active' | 'dead' | 'done'> {
  windows: number;
}

/** Windows that lie ready. */
const AHEAD = { least: 250, most: 500 };
/** Milliseconds: of the lease under which something is changed. */
const LEASE = 15_000;
/** Milliseconds behind its end in which an order that asks for the same is the same. */
const SAME_FOR = 10 * 60_000;
/** Milliseconds for which windows that were given up can be asked for again. */
const KEPT_FOR = 7 * 24 * 3_600_000;
/** Milliseconds before somebody who has the lease is asked once more. */
const AGAIN = 50;

export class SharedOrders {
  readonly #now: () => number;
  /** Done here, whether the store has heard of it or not. */
  readonly #doneHere = new Map<string, Positions>();
  #state: WorkState | undefined;
  #counts: OrderCounts | undefined;
  #loaded: Promise<void> | undefined;

  constructor(readonly options: OrdersOptions) {
    this.#now = options.now ?? Date.now;
  }

  /** As they were when somebody looked last. */
  get orders(): readonly WorkOrder[] {
    return this.#state?.orders ?? [];
  }

  get current(): WorkOrder | undefined {
    return this.#state && currentOrder(this.#state);
  }

  /** Of the order that is worked on. */
  get counts(): OrderCounts | undefined {
    return this.#counts;
  }

  jobOf({ id }: Pick<WorkOrder, 'id'>): string {
    return `${this.options.name} ${id}`;
  }

  /** A window is done, whatever becomes of the queue. */
  noteDone(order: string, position: number): void {
    const done = this.#doneHere.get(order) ?? new Positions();
    done.add(position);
    this.#doneHere.set(order, done);
    if (this.#state) this.#keep(this.#state, false);
  }

  isDone(order: string, position: number): boolean {
    return this.#doneHere.get(order)?.has(position) ?? false;
  }

  /**
   * @param wait is awaited before the lease is asked for once more; throws to give up
   * @returns the order that was there already, where one asks for the same
   * @throws StoreError
   */
  async accept(
    asked: AskedOrder,
    wait: (milliseconds: number) => Promise<void>,
  ): Promise<{ order: WorkOrder; isNew: boolean }> {
    return this.#insist(wait, async (state) => {
      const alike = state.orders.filter(({ key }) => key === asked.key);
      const same = alike.find(({ ended }) => !ended || this.#now() - ended.at < SAME_FOR);
      if (same) return { order: same, isNew: false };
      for (const old of alike) this.#forget(state, old);
      const begun = this.#now();
      const id = `${asked.key}.${begun.toString(36)}`;
      const order: WorkOrder = { ...asked, id, begun, next: 0, added: 0, done: '' };
      state.orders.push(order);
      return { order, isNew: true };
    });
  }

  /**
   * Windows that were given up are tried again.
   * @param id of an order; without it, of all
   * @returns how many
   */
  async retry(id: string | undefined, wait: (milliseconds: number) => Promise<void>): Promise<number> {
    return this.#insist(wait, async (state) => {
      let count = 0;
      for (const order of state.orders.filter((each) => id === undefined || each.id === id)) {
        const revived = await this.options.work.retryDead(this.jobOf(order));
        if (revived > 0) order.ended = undefined;
        count += revived;
      }
      return count;
    });
  }

  /**
   * What is under way of it is stopped on every instance.
   * @param id of an order; without it, all that have not ended
   * @returns how many orders
   */
  async cancel(id: string | undefined, wait: (milliseconds: number) => Promise<void>): Promise<number> {
    return this.#insist(wait, async (state) => {
      const meant = state.orders.filter((each) => (id === undefined ? !each.ended : each.id === id));
      for (const order of meant) this.#forget(state, order);
      return meant.length;
    });
  }

  /** Those of an order that were given up. */
  dead(order: WorkOrder): Promise<DeadWindow[]> {
    return this.options.work.dead(this.jobOf(order));
  }

  /**
   * Looks where the orders are, and does what there is to do: plans on, mends what was lost, notes an end.
   * @throws StoreError
   */
  async step(): Promise<void> {
    await this.#load();
    const stored = await this.options.cursors.read(this.options.name);
    const state = stored && readWorkState(stored.value);
    if (this.#isFine(state)) {
      this.#see(state, false);
      const order = currentOrder(state);
      const isIdle = order ? !(await this.#hasToDo(order)) : !state.orders.some((each) => this.#isOver(each));
      if (isIdle && !(await this.#isToBeReopened(state))) return;
    } else if (!state && !this.#state?.orders.length) return;
    await this.#change(async (known) => {
      for (const over of known.orders.filter((each) => this.#isOver(each))) this.#forget(known, over);
      for (const ended of known.orders.filter(hasDead)) await this.#reopen(ended);
      const order = currentOrder(known);
      if (order) await this.#tend(order);
    });
  }

  #isFine(state: WorkState | undefined): state is WorkState {
    return state !== undefined && (this.#state === undefined || this.#state.life === state.life);
  }

  async #hasToDo(order: WorkOrder): Promise<boolean> {
    const progress = await this.#progress(order);
    const { waiting, active, expected } = progress;
    const isNews = this.#unknownDone(order) !== undefined;
    if (isNews || expected < order.added) return true;
    return order.next < order.windows ? waiting < AHEAD.least : waiting + active === 0;
  }

  /** Windows that were given up are tried again, or the queue has lost the list of them. */
  async #isToBeReopened(state: WorkState): Promise<boolean> {
    for (const order of state.orders.filter(hasDead)) {
      const { expected, waiting, active } = await this.options.work.progress(this.jobOf(order));
      if (expected < order.added || waiting + active > 0) return true;
    }
    return false;
  }

  async #reopen(order: WorkOrder): Promise<void> {
    await this.#mend(order);
    const { waiting, active } = await this.options.work.progress(this.jobOf(order));
    if (waiting + active > 0) order.ended = undefined;
  }

  #isOver({ ended }: WorkOrder): boolean {
    return ended !== undefined && this.#now() - ended.at > (ended.dead > 0 ? KEPT_FOR : SAME_FOR);
  }

  async #tend(order: WorkOrder): Promise<void> {
    const { work, retry } = this.options;
    await this.#mend(order);
    const before = await this.#progress(order);
    const room = AHEAD.most - before.waiting;
    if (order.next < order.windows && room > 0) {
      const done = new Positions(order.done);
      const positions: number[] = [];
      let next = order.next;
      for (; next < order.windows && positions.length < room; next++) if (!done.has(next)) positions.push(next);
      await work.add(this.jobOf(order), this.options.windowsAt(order, positions), retry);
      order.next = next;
      order.added = (await this.#progress(order)).expected;
      return;
    }
    if (order.next === order.windows && before.waiting + before.active === 0) {
      order.ended = { at: this.#now(), dead: before.dead };
    }
  }

  /** What the queue does not know of any more is planned again, but for what is known to be done. */
  async #mend(order: WorkOrder): Promise<void> {
    const { expected } = await this.options.work.progress(this.jobOf(order));
    if (expected >= order.added) return;
    const windows = order.added - expected;
    const done = new Positions(order.done);
    let first = 0;
    while (first < order.next && done.has(first)) first++;
    Object.assign(order, { next: first, added: expected, ended: undefined, lost: { at: this.#now(), windows } });
  }

  async #progress(order: WorkOrder): Promise<JobProgress> {
    const progress = await this.options.work.progress(this.jobOf(order));
    const done = Math.max(progress.done, this.#allDone(order).size);
    const { windows } = order;
    this.#counts = { windows, done: Math.min(done, windows), active: progress.active, dead: progress.dead };
    return progress;
  }

  #allDone(order: WorkOrder): Positions {
    const done = new Positions(order.done);
    const here = this.#doneHere.get(order.id);
    if (here) done.addAll(here);
    return done;
  }

  /** What is done as all know it together; undefined where the store knows. */
  #unknownDone(order: WorkOrder): string | undefined {
    const all = this.#allDone(order);
    return all.size > new Positions(order.done).size ? all.text : undefined;
  }

  #forget(state: WorkState, order: WorkOrder): void {
    state.orders = state.orders.filter(({ id }) => id !== order.id);
  }

  async #insist<T>(
    wait: (milliseconds: number) => Promise<void>,
    change: (state: WorkState) => Promise<T>,
  ): Promise<T> {
    for (;;) {
      const changed = await this.#change(change);
      if (changed) return changed.to;
      await wait(AGAIN);
    }
  }

  /** @returns undefined where somebody else has the lease, or was quicker */
  async #change<T>(change: (state: WorkState) => Promise<T>): Promise<{ to: T } | undefined> {
    await this.#load();
    const { cursors, name } = this.options;
    const lease = await cursors.lease(name, LEASE);
    if (!lease) return undefined;
    try {
      const stored = await cursors.read(name);
      const state = this.#whole(stored && readWorkState(stored.value));
      const before = state.orders.map((order) => ({ order, isOpen: !order.ended, lostAt: order.lost?.at }));
      for (const order of state.orders) order.done = this.#unknownDone(order) ?? order.done;
      const to = await change(state);
      const value = JSON.stringify(state);
      if (value !== stored?.value && !(await cursors.write(name, value, stored?.version))) return undefined;
      this.#see(state, true);
      await this.#tell(before, state);
      return { to };
    } finally {
      await lease.release();
    }
  }

  /** What was changed is known to all. */
  async #tell(before: readonly Before[], { orders }: WorkState): Promise<void> {
    const { work, onEnd, onLost } = this.options;
    for (const { order, isOpen, lostAt } of before) {
      if (!orders.includes(order)) await work.cancel(this.jobOf(order));
      else if (order.lost && order.lost.at !== lostAt) onLost(order, order.lost.windows);
      else if (isOpen && order.ended) onEnd(order);
    }
  }

  /** Where the store had lost it, what this instance remembers is there again. */
  #whole(state: WorkState | undefined): WorkState {
    const remembered = this.#state && (structuredClone(this.#state) as WorkState);
    if (!state) return { life: randomUUID(), orders: remembered?.orders ?? [] };
    return !remembered || remembered.life === state.life ? state : together(state, remembered);
  }

  #see(state: WorkState, isUrgent: boolean): void {
    const isNews = JSON.stringify(state) !== JSON.stringify(this.#state);
    this.#state = state;
    for (const id of this.#doneHere.keys()) if (!state.orders.some((each) => each.id === id)) this.#doneHere.delete(id);
    if (!currentOrder(state)) this.#counts = undefined;
    if (isNews) this.#keep(state, isUrgent);
  }

  #keep(state: WorkState, isUrgent: boolean): void {
    const orders = state.orders.map((order) => ({ ...order, done: this.#unknownDone(order) ?? order.done }));
    this.options.copy?.keep({ ...state, orders }, isUrgent);
  }

  #load(): Promise<void> {
    this.#loaded ??= this.#read();
    return this.#loaded;
  }

  async #read(): Promise<void> {
    const state = await this.options.copy?.read();
    if (!state) return;
    this.#state = state;
    for (const { id, done } of state.orders) this.#doneHere.set(id, new Positions(done));
  }
}

/** An order before something was changed. */
interface Before {
  order: WorkOrder;
  isOpen: boolean;
  lostAt: number | undefined;
}

function hasDead({ ended }: WorkOrder): boolean {
  return ended !== undefined && ended.dead > 0;
}
