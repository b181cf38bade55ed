/**
 * All messages of one window of an incremental run, followed together until the flow is done with every one of them.
 * Only what is proven counts as confirmed: a node that keeps messages, calls no `done` or reports an error leaves the
 * window where it is, and the next run sends it again.
 */
import { randomUUID } from 'node:crypto';
import type { NodeMessage } from 'node-red';
import { cancelled, onAbort, type StopSignal } from '../../client/waiting/cancellation';
import { type Clock, systemClock } from '../../client/waiting/clock';
import { labelsOf } from '../node-label';
import { Delivery, type DeliveryOwner } from './delivery';
import { WHOLE_WINDOW } from './delivery-rules';
import type { DeliveryTracker } from './delivery-tracker';
import type { FlowNode } from './flow-node';
import { decidesByTurn, dropsUnseen } from './quiet-types';

/**
 * How a window ended. `nodes`: labels of those it hangs on; none where nobody knows them.
 *
 * - `confirmed`: every message was completed without an error, or somebody said so by hand;
 * - `failed`: a node reported an error, a deploy came in between, or somebody said so;
 * - `unproven`: nobody has anything any longer, but these nodes never say when they are done;
 * - `open`: these nodes have messages still, and time has run out. It may end in another way later.
 */
export type WindowEnd =
  | { state: 'confirmed'; by: 'flow' | 'hand' }
  | { state: 'failed'; nodes: string[]; by: 'flow' | 'hand' | 'deploy' }
  | { state: 'unproven' | 'open'; nodes: string[] };

export interface WindowOptions {
  /** Whose word counts: that of the nodes that the messages went through, or only one said by hand. */
  confirmedBy: 'flow' | 'hand';
  /** Tells `msg.dataconnect.confirm` of this window from that of others. Default: a random one. */
  id?: string;
  /** For tests. Default: `systemClock`. */
  clock?: Clock;
}

/** How long somebody is waited for, in milliseconds. */
export interface Patience {
  /** Who has a message still; then the window ends as `open`. Undefined: as long as it takes. */
  open?: number;
  /** A node that never says when it is done, and might send something on; then it ends as `unproven`. */
  silence: number;
}

/**
 * Ids of messages kept, so that a window of a million messages does not keep a million of them. What comes of older
 * messages later is not known to be theirs, unless a node has them still.
 */
const MOST_IDS = 20_000;

export class FollowedWindow implements DeliveryOwner {
  readonly id: string;
  readonly ticksCome = false;
  readonly places = new Set<string>();
  readonly #delivery = new Delivery(this, WHOLE_WINDOW);
  readonly #clock: Clock;
  #unhook: (() => void) | undefined;
  /** All of its messages have been sent. */
  #isWhole = false;
  #byHand: WindowEnd | undefined;
  #onChange = () => {};
  #forgetAlarm = () => {};
  #forgetSilence = () => {};
  /** Goes on whenever something moved. */
  #looks = 0;

  /** @param node that sends the messages */
  constructor(
    readonly tracker: DeliveryTracker,
    readonly node: FlowNode,
    readonly options: WindowOptions,
  ) {
    this.id = options.id ?? randomUUID();
    this.#clock = options.clock ?? systemClock;
    if (node.z !== undefined) this.places.add(node.z);
    this.#unhook = tracker.open();
  }

  /** Takes a message in that is about to be sent. */
  follow(msg: NodeMessage): void {
    this.tracker.follow(msg, this.#delivery);
    this.tracker.trim(this.#delivery, MOST_IDS);
  }

  /** Labels of the nodes that have messages of it. */
  get holders(): string[] {
    return labelsOf(this.#delivery.holders);
  }

  /** Somebody said what became of it. */
  get isDecided(): boolean {
    return this.#byHand !== undefined;
  }

  /** Somebody says what became of it; who said something first is believed. */
  decide(isGood: boolean): void {
    this.#byHand ??= isGood ? { state: 'confirmed', by: 'hand' } : { state: 'failed', nodes: [], by: 'hand' };
    this.#onChange();
  }

  /**
   * Call it when all messages have been sent, and once more for a window that was open and is waited for all the same.
   * @param patience milliseconds
   * @throws DataConnectError the reason of the signal
   */
  async end(patience: Patience, signal: StopSignal, endpoint: string): Promise<WindowEnd> {
    this.#isWhole = true;
    let unlisten = () => {};
    try {
      return await new Promise<WindowEnd>((resolve, reject) => {
        unlisten = onAbort(signal, () => reject(cancelled(signal, endpoint)));
        this.#setAlarm(patience.open, () => resolve({ state: 'open', nodes: this.holders }));
        this.#onChange = () => this.#look(patience, resolve);
        this.#onChange();
      });
    } finally {
      unlisten();
      this.#rest();
    }
  }

  /** Nothing of it is followed any longer. */
  close(): void {
    this.#rest();
    this.tracker.forget(this.#delivery);
    this.#unhook?.();
    this.#unhook = undefined;
  }

  #setAlarm(after: number | undefined, ring: () => void): void {
    this.#forgetAlarm = after === undefined ? () => {} : this.#clock.after(after, ring);
  }

  #rest(): void {
    this.#onChange = () => {};
    this.#forgetAlarm();
    this.#forgetSilence();
  }

  onCompleted(): void {}

  onMoved(): void {
    this.#onChange();
  }

  /**
   * What a Complete node starts, and what a node sends right after its `done`, comes within the turn. A filter decides
   * on one message in each turn, and says nothing of those that it drops.
   */
  #look(patience: Patience, resolve: (end: WindowEnd) => void): void {
    this.#forgetSilence();
    this.#looks++;
    if (!this.#known) return;
    const { silent } = this.#delivery;
    const filtered = [...silent].filter(([node]) => decidesByTurn(node)).reduce((sum, [, copies]) => sum + copies, 0);
    this.#afterTurns(1 + filtered, () => {
      const end = this.#known;
      if (!end) return;
      if (end.state === 'unproven' ? !this.#mayStillSend : [...silent.keys()].every(decidesByTurn)) return resolve(end);
      this.#forgetSilence = this.#clock.after(patience.silence, () => resolve(end));
    });
  }

  /** Turns of the event loop, unless something moves meanwhile. */
  #afterTurns(turns: number, action: () => void): void {
    const look = this.#looks;
    const turn = (left: number) => {
      if (look !== this.#looks) return;
      if (left === 0) action();
      else setImmediate(turn, left - 1);
    };
    turn(turns);
  }

  get #mayStillSend(): boolean {
    return [...this.#delivery.silent.keys()].some(({ wires }) => wires?.some((each) => each.length > 0));
  }

  /** The end as it is known by now. */
  get #known(): WindowEnd | undefined {
    const { verdict, silent } = this.#delivery;
    if (this.#byHand) return this.#byHand;
    if (verdict.kind === 'failed' && verdict.byDeploy) return { state: 'failed', nodes: [], by: 'deploy' };
    if (this.options.confirmedBy === 'hand') return undefined;
    if (verdict.kind === 'failed') return { state: 'failed', nodes: labelsOf(verdict.nodes), by: 'flow' };
    if (verdict.kind === 'overdue' || !this.#isWhole) return undefined;
    if (!this.tracker.canFollow) return { state: 'unproven', nodes: [] };
    const doubtful = [...silent.keys()].filter((node) => !dropsUnseen(node));
    return doubtful.length > 0 ? { state: 'unproven', nodes: labelsOf(doubtful) } : { state: 'confirmed', by: 'flow' };
  }
}
