/**
 * Keeps one run in step with the flow: the next message goes out when every node that got the last one has completed
 * it. A node that does not complete in time is named, and unless the person chose to wait the run goes on without it.
 * Whoever sends is told the flow's verdict on each message that was followed.
 */
import type { NodeMessage } from 'node-red';
import { cancelled, type StopSignal } from '../../client/waiting/cancellation';
import { type Clock, systemClock } from '../../client/waiting/clock';
import type { DataConnectError } from '../../errors';
import type { Turns } from '../../extract/turns';
import type { NodeSettings } from '../../stored/stored-node';
import { nodeLabel } from '../node-label';
import { Delivery, type DeliveryOwner, type FlowNode, type Verdict } from './delivery';
import type { DeliveryTracker } from './delivery-tracker';
import type { FlowTicks } from './flow-ticks';

/** `auto`: at most that many seconds. `always`: as long as it takes. `off`: not at all. */
export type FlowChoice = NodeSettings['flow'];

export interface BackPressureOptions {
  choice: FlowChoice;
  signal: StopSignal;
  /** For errors. */
  endpoint: string;
  turns: Turns;
  /** Messages that may go out in one turn of the event loop. */
  perTurn: number;
  /** Whether the last message is followed, too. Default: false, the run is over when it is sent. */
  followLast?: boolean;
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

/** Kinds of verdicts, each worse than the one before. */
const WORSE: ReadonlyArray<Verdict['kind']> = ['completed', 'overdue', 'failed'];

interface Waiting {
  delivery: Delivery;
  since: number;
  /** True when only nodes that are not overdue already are waited for. */
  patienceOver: boolean;
  resolve: (verdict: Verdict) => void;
  reject: (error: Error) => void;
}

export class BackPressure implements DeliveryOwner {
  /** Milliseconds spent waiting for the flow. */
  waited = 0;
  /** The worst so far: failed before overdue before completed. Undefined while no message was followed. */
  verdict: Verdict | undefined;
  #sent = 0;
  #delivery: Delivery | undefined;
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
    options.signal.addEventListener('abort', this.#onAbort);
    ticks.runs.add(this);
  }

  get ticksCome(): boolean {
    return this.ticks.come;
  }

  /**
   * Sends a message that others follow, and resolves when the next may go out.
   * @param msg with an id that no other message has
   * @returns undefined where the flow is not followed
   * @throws DataConnectError `CANCELLED` as soon as the run is stopped
   */
  async send(msg: NodeMessage): Promise<Verdict | undefined> {
    const verdict = await this.#deliver(msg, this.options.choice.wait !== 'off');
    const { turns, perTurn } = this.options;
    await (++this.#sent % perTurn === 0 ? turns.next() : turns.take());
    this.#throwIfStopped();
    return verdict;
  }

  /**
   * Sends the run's last message. Nothing waits for the flow behind it, unless it is to be followed.
   * @returns undefined where it is not followed
   * @throws DataConnectError `CANCELLED` when the run was stopped
   */
  sendLast(msg: NodeMessage): Promise<Verdict | undefined> {
    const { choice, followLast = false } = this.options;
    return this.#deliver(msg, followLast && choice.wait !== 'off');
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
    this.#unhook?.();
    this.#unhook = undefined;
  }

  onCompleted(node: FlowNode): void {
    if (this.#overdue.delete(node) && this.#overdue.size === 0) this.#timeouts = 0;
  }

  onMoved(): void {
    if (this.#waiting && this.#isReady(this.#waiting)) this.#goOn(this.#waiting);
  }

  async #deliver(msg: NodeMessage, isFollowed: boolean): Promise<Verdict | undefined> {
    this.#throwIfStopped();
    if (!isFollowed) {
      this.options.send(msg);
      return undefined;
    }
    this.#unhook ??= this.tracker.open();
    const delivery = new Delivery(this);
    this.#delivery = delivery;
    this.tracker.follow(msg, delivery);
    delivery.enterHandler();
    this.options.send(msg);
    delivery.leaveHandler();
    const verdict = delivery.isOver ? delivery.verdict : await this.#untilReady(delivery);
    this.tracker.forget(delivery);
    this.#delivery = undefined;
    if (verdict.kind !== this.verdict?.kind) this.#note(verdict);
    return verdict;
  }

  #note(verdict: Verdict): void {
    if (!this.verdict || WORSE.indexOf(verdict.kind) > WORSE.indexOf(this.verdict.kind)) this.verdict = verdict;
  }

  async #untilReady(delivery: Delivery): Promise<Verdict> {
    const since = this.#clock.now();
    try {
      return await new Promise<Verdict>((resolve, reject) => {
        this.#waiting = { delivery, since, patienceOver: false, resolve, reject };
        this.#arm(this.#waiting);
      });
    } finally {
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
    if (waited >= NOTICE) this.options.onWaiting(names(waiting.delivery.holders));
    if (waited >= this.#limit) this.#runOut(waiting);
    else this.#arm(waiting);
  }

  #runOut(waiting: Waiting): void {
    const others = waiting.delivery.holders.filter((node) => !this.#overdue.has(node));
    for (const node of others) this.#overdue.add(node);
    if (others.length > 0) this.options.onOverdue(names(others));
    this.#goOn(waiting);
  }

  #isReady({ delivery, patienceOver }: Waiting): boolean {
    return delivery.isQuiet && delivery.holders.every((node) => patienceOver && this.#overdue.has(node));
  }

  /** The verdict is that of now: what a Complete node does next is its own. */
  #goOn({ delivery, resolve }: Waiting): void {
    if (delivery.holders.length > 0) this.#timeouts++;
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

/** What people see on the nodes: a name, else the type. */
function names(nodes: FlowNode[]): string[] {
  return nodes.map((node) => nodeLabel(node, node.type));
}
