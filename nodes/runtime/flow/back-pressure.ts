/**
 * Keeps one run in step with the flow: the next message goes out when every node that got the last one has completed
 * it. A node that does not complete in time is named, and unless the person chose to wait the run goes on without it.
 * Whoever sends is told the flow's verdict on each message that was followed; a bad one ends the run where the person
 * chose that.
 */
import type { NodeMessage } from 'node-red';
import { cancelled, type StopSignal } from '../../client/waiting/cancellation';
import { type Clock, systemClock } from '../../client/waiting/clock';
import type { DataConnectError } from '../../errors';
import type { Turns } from '../../extract/turns';
import type { NodeSettings } from '../../stored/stored-node';
import { labelsOf } from '../node-label';
import { Delivery, type DeliveryOwner, type Verdict } from './delivery';
import { NEXT_MESSAGE } from './delivery-rules';
import type { DeliveryTracker } from './delivery-tracker';
import type { FlowNode } from './flow-node';
import type { FlowTicks } from './flow-ticks';
import type { FollowedWindow } from './followed-window';
import { type HandedBatch, HandedOn } from './handed-on';

/** `auto`: at most that many seconds. `always`: as long as it takes. `off`: not at all. */
export type FlowChoice = NodeSettings['flow'];

/** Whether a run ends only when the flow is done with its last message, and as a failure where the flow failed. */
export function endsWithFlow({ stopOnFailure, wait }: FlowChoice): boolean {
  return stopOnFailure && wait !== 'off';
}

export interface BackPressureOptions {
  choice: FlowChoice;
  signal: StopSignal;
  /** For errors. */
  endpoint: string;
  turns: Turns;
  /** Messages that may go out in one turn of the event loop. */
  perTurn: number;
  /** Takes what goes out, and what becomes of it. Default: a new one. */
  handedOn?: HandedOn;
  /** Of which all messages are part. */
  window?: FollowedWindow;
  /** Rings when one wait has lasted that many milliseconds, with the names of the nodes; the wait goes on. */
  alarm?: { after: number; ring: (names: string[]) => void };
  send: (msg: NodeMessage) => void;
  /** Names of the nodes that the run has been waiting for, about once a second. */
  onWaiting: (names: string[]) => void;
  /** Names of the nodes that ran out of time for the first time, before the run goes on. */
  onOverdue: (names: string[]) => void;
  /** For tests. Default: `systemClock`. */
  clock?: Clock;
}

/** Milliseconds after which a wait is worth a status. */
const NOTICE = 1000;

interface Waiting {
  delivery: Delivery;
  since: number;
  /** True when only nodes that are not overdue already are waited for. */
  patienceOver: boolean;
  resolve: (verdict: Verdict) => void;
  reject: (error: Error) => void;
}

/** Sends the messages of one run. */
export class BackPressure implements DeliveryOwner {
  /** Milliseconds spent waiting for the flow. */
  waited = 0;
  readonly handedOn: HandedOn;
  readonly places = new Set<string>();
  #sent = 0;
  #delivery: Delivery | undefined;
  /** Deliveries that ran out of time, in a run that ends with the flow: what becomes of them later counts, too. */
  readonly #late = new Map<Delivery, HandedBatch>();
  #waiting: Waiting | undefined;
  #forgetTimer = () => {};
  #unhook: (() => void) | undefined;
  /** Nodes that ran out of time and have completed nothing since. */
  readonly #overdue = new Set<FlowNode>();
  readonly #clock: Clock;
  /** Waits in a row that ran out of time. */
  #timeouts = 0;

  /** @param node the node that sends; its ticks go to the run that has waited longest */
  constructor(
    readonly tracker: DeliveryTracker,
    readonly node: FlowNode,
    readonly ticks: FlowTicks,
    readonly options: BackPressureOptions,
  ) {
    this.#clock = options.clock ?? systemClock;
    this.handedOn = options.handedOn ?? new HandedOn();
    options.signal.addEventListener('abort', this.#onAbort);
    ticks.runs.add(this);
    if (node.z !== undefined) this.places.add(node.z);
  }

  get ticksCome(): boolean {
    return this.ticks.come;
  }

  /**
   * Sends a message that others follow, and resolves when the next may go out.
   * @param msg with an id that no other message has
   * @param records in it
   * @returns undefined where the flow is not followed
   * @throws DataConnectError as soon as the run is stopped, or `FLOW_FAILED`
   */
  async send(msg: NodeMessage, records = 0): Promise<Verdict | undefined> {
    const verdict = await this.#deliver(msg, records, this.options.choice.wait !== 'off');
    const { turns, perTurn } = this.options;
    await (++this.#sent % perTurn === 0 ? turns.next() : turns.take());
    this.#throwIfStopped();
    return verdict;
  }

  /**
   * Sends the run's last message. Nothing waits for the flow behind it, unless the run ends with the flow.
   * @param records in it
   * @returns undefined where it is not followed
   * @throws DataConnectError when the run was stopped, or `FLOW_FAILED`
   */
  sendLast(msg: NodeMessage, records = 0): Promise<Verdict | undefined> {
    return this.#deliver(msg, records, endsWithFlow(this.options.choice));
  }

  /** A tick came in. False when this run waits for none. */
  tick(): boolean {
    return this.#delivery?.tick() ?? false;
  }

  /** Must be called when the run is over, however it ended. */
  close(): void {
    this.#forgetTimer();
    this.options.signal.removeEventListener('abort', this.#onAbort);
    this.ticks.runs.delete(this);
    if (this.#delivery) this.tracker.forget(this.#delivery);
    for (const delivery of this.#late.keys()) this.tracker.forget(delivery);
    this.#unhook?.();
    this.#unhook = undefined;
  }

  onCompleted(node: FlowNode): void {
    if (this.#overdue.delete(node) && this.#overdue.size === 0) this.#timeouts = 0;
  }

  onMoved(): void {
    if (this.#waiting && this.#isReady(this.#waiting)) this.#goOn(this.#waiting);
  }

  async #deliver(msg: NodeMessage, records: number, isFollowed: boolean): Promise<Verdict | undefined> {
    this.#throwIfStopped();
    const batch = this.handedOn.next(records);
    this.options.window?.follow(msg);
    if (!isFollowed) {
      this.options.send(msg);
      return undefined;
    }
    this.#unhook ??= this.tracker.open();
    const delivery = new Delivery(this, NEXT_MESSAGE);
    this.#delivery = delivery;
    this.tracker.follow(msg, delivery);
    delivery.enterHandler();
    this.options.send(msg);
    delivery.leaveHandler();
    const verdict = delivery.isOver ? delivery.verdict : await this.#untilReady(delivery);
    this.handedOn.settle(batch, verdict);
    if (verdict.kind === 'overdue' && this.#endsWithFlow) this.#late.set(delivery, batch);
    else this.tracker.forget(delivery);
    this.#delivery = undefined;
    this.#settleLate();
    this.#throwIfFailed();
    return verdict;
  }

  get #endsWithFlow(): boolean {
    return endsWithFlow(this.options.choice);
  }

  #settleLate(): void {
    for (const [delivery, batch] of this.#late) {
      const { verdict } = delivery;
      if (verdict.kind === 'overdue') continue;
      this.handedOn.settle(batch, verdict);
      this.#late.delete(delivery);
      this.tracker.forget(delivery);
    }
  }

  #throwIfFailed(): void {
    const { handedOn, options } = this;
    if (handedOn.failure && this.#endsWithFlow) throw handedOn.error(options.endpoint);
  }

  async #untilReady(delivery: Delivery): Promise<Verdict> {
    const since = this.#clock.now();
    const { alarm } = this.options;
    const forgetAlarm = alarm && this.#clock.after(alarm.after, () => alarm.ring(labelsOf(delivery.holders)));
    try {
      return await new Promise<Verdict>((resolve, reject) => {
        this.#waiting = { delivery, since, patienceOver: false, resolve, reject };
        this.#arm(this.#waiting);
      });
    } finally {
      forgetAlarm?.();
      this.#forgetTimer();
      this.#waiting = undefined;
      this.waited += this.#clock.now() - since;
    }
  }

  /**
   * Nodes that are overdue already get half the time of the last wait, so that a node which never completes anything
   * costs a run twice the time in all, and one that is only slow is not flooded.
   */
  get #patience(): number {
    return this.#limit / 2 ** this.#timeouts;
  }

  /** Milliseconds one wait may last. */
  get #limit(): number {
    const { wait, seconds } = this.options.choice;
    return wait === 'always' ? Number.POSITIVE_INFINITY : seconds * 1000;
  }

  #arm(waiting: Waiting): void {
    const waited = this.#clock.now() - waiting.since;
    const left = (waiting.patienceOver ? this.#limit : this.#patience) - waited;
    this.#forgetTimer = this.#clock.after(Math.min(NOTICE, Math.max(1, left)), () => this.#onTimer(waiting));
  }

  #onTimer(waiting: Waiting): void {
    const waited = this.#clock.now() - waiting.since;
    waiting.patienceOver = waited >= this.#patience;
    if (this.#isReady(waiting)) {
      this.#goOn(waiting);
      return;
    }
    if (waited >= NOTICE) this.options.onWaiting(labelsOf(waiting.delivery.holders));
    if (waited >= this.#limit) this.#runOut(waiting);
    else this.#arm(waiting);
  }

  #runOut(waiting: Waiting): void {
    const others = waiting.delivery.holders.filter((node) => !this.#overdue.has(node));
    for (const node of others) this.#overdue.add(node);
    if (others.length > 0) this.options.onOverdue(labelsOf(others));
    this.#goOn(waiting);
  }

  /**
   * A node that failed may never be done with the message: a run that ends by it does not wait for that. Nor does one
   * whose window somebody spoke of by hand.
   */
  #isReady({ delivery, patienceOver }: Waiting): boolean {
    if (this.options.window?.isDecided) return delivery.isQuiet;
    const isWaitedFor = (node: FlowNode) =>
      !(patienceOver && this.#overdue.has(node)) && !(this.#endsWithFlow && delivery.hasFailedAt(node));
    return delivery.isQuiet && !delivery.holders.some(isWaitedFor);
  }

  /** The verdict is that of now: what a Complete node does next is its own. */
  #goOn({ delivery, resolve }: Waiting): void {
    if (delivery.holders.some((node) => this.#overdue.has(node))) this.#timeouts++;
    this.#waiting = undefined;
    resolve(delivery.verdict);
  }

  readonly #onAbort = (): void => {
    this.#waiting?.reject(this.#stopped());
    this.#waiting = undefined;
  };

  #throwIfStopped(): void {
    if (this.options.signal.aborted) throw this.#stopped();
  }

  #stopped(): DataConnectError {
    const { endpoint, signal } = this.options;
    return cancelled(signal, endpoint);
  }
}
