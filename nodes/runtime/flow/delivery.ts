/**
 * The way of messages through the flow: which nodes have them, when the last one has completed them, and the verdict.
 * One delivery may stand for several messages: whatever is followed under it counts together.
 */
import type { DeliveryRules } from './delivery-rules';
import type { FlowNode } from './flow-node';
import { sendsTicks } from './flow-ticks';
import { endsByError, endsBySending, isDoneInVain, takesDone } from './quiet-types';

/** How the flow dealt with what was delivered. */
export type Verdict =
  /**
   * Every node that got it has completed it: called `done`, sent a tick, sent it on where it is of a type that tells it
   * so, or returned from its handler where it takes no `done`. A Join, Batch or Sort node that has taken it in counts as done. What Complete nodes start is not waited for.
   */
  | { kind: 'completed' }
  /**
   * Nodes reported an error for it, by `done(error)` or `node.error`, whatever became of its other branches and whether
   * or not a Catch node took the error. Without names: of a node that had let go of it already. `byDeploy`: a deploy
   * came in between, and what it met may be lost.
   */
  | { kind: 'failed'; nodes: FlowNode[]; byDeploy?: true }
  /** Time ran out. The nodes still have it; without any, it was dropped on its way. */
  | { kind: 'overdue'; nodes: FlowNode[] };

const COMPLETED: Verdict = { kind: 'completed' };

/** Whoever waits for a message's delivery. */
export interface DeliveryOwner {
  /** The node that sends the message; it does not wait for itself. */
  readonly node: FlowNode;
  /** True once a tick came in: nodes that promised ticks do send them, so their `done` does not count instead. */
  readonly ticksCome: boolean;
  /** Tabs and subflows that its messages have been in. */
  readonly places: Set<string>;
  /** A node completed the message, or let go of it; also after the delivery ended. */
  onCompleted(node: FlowNode): void;
  /** Fewer nodes than before have the message. */
  onMoved(): void;
}

export class Delivery {
  ended = false;
  /** The delivery whose message this one sends on: what is known of this one counts for that, too. */
  parent: Delivery | undefined;
  /** Ids under which it travels: its own, and those that nodes gave to what they made of it. */
  readonly ids: string[] = [];
  readonly #held = new Map<FlowNode, number>();
  readonly #travelling = new Map<object, number>();
  readonly #providers = new Set<FlowNode>();
  /** Nodes that reported an error; undefined while all is well. */
  #failing: Set<FlowNode> | undefined;
  #byDeploy = false;
  /** Handlers at work: what they will send is not known before they return. */
  #handlers = 0;
  /** Copies that nodes have which said nothing of them when their handler returned, where that is no end. */
  readonly #silent = new Map<FlowNode, number>();
  /** All that got it; kept only where whoever let go of it may still report an error. */
  readonly #met = new Set<FlowNode>();
  /** Nodes at work on it that have sent something on. */
  readonly #saying = new Set<FlowNode>();

  constructor(
    readonly owner: DeliveryOwner,
    readonly rules: DeliveryRules,
  ) {}

  /** True when no node is at work on the message and none is about to get it; some may still keep it. */
  get isQuiet(): boolean {
    return this.#handlers === 0 && this.#travelling.size === 0;
  }

  /** True when it is quiet and nobody keeps it. */
  get isOver(): boolean {
    return this.isQuiet && this.#held.size === 0;
  }

  /** Nodes that have the message and did not complete it. */
  get holders(): FlowNode[] {
    return [...this.#held.keys()];
  }

  /** Nodes that got it and never say when they are done with it, with the number of copies that each has. */
  get silent(): ReadonlyMap<FlowNode, number> {
    return this.#silent;
  }

  /** The node of that id, if it has the message. */
  holder(id: string | undefined): FlowNode | undefined {
    return this.holders.find((node) => node.id === id);
  }

  /** The node of that id, if an error that it reports may be about the message. */
  suspect(id: string | undefined): FlowNode | undefined {
    return this.rules.returnIsEnd ? this.holder(id) : [...this.#met].find((node) => node.id === id);
  }

  /** As it is now, when nobody waits any longer. */
  get verdict(): Verdict {
    if (this.#failing) return { kind: 'failed', nodes: [...this.#failing], ...(this.#byDeploy && { byDeploy: true }) };
    return this.isOver ? COMPLETED : { kind: 'overdue', nodes: this.holders };
  }

  /** Whether the node has reported an error. */
  hasFailedAt(node: FlowNode): boolean {
    return this.#failing?.has(node) ?? false;
  }

  enterHandler(): void {
    this.parent?.enterHandler();
    this.#handlers++;
  }

  leaveHandler(): void {
    this.parent?.leaveHandler();
    this.#handlers--;
    this.#moved();
  }

  /** The message is on its way to a node. */
  depart(msg: object, source: FlowNode, destination: FlowNode): void {
    this.parent?.depart(msg, source, destination);
    addTo(this.#travelling, msg);
    if (source === this.owner.node && sendsTicks(destination)) this.#providers.add(destination);
  }

  arrive(msg: object, node: FlowNode): void {
    this.parent?.arrive(msg, node);
    takeFrom(this.#travelling, msg);
    if (node.z !== undefined) this.owner.places.add(node.z);
    if (node === this.owner.node || this.rules.isLetGoBy(node)) return;
    addTo(this.#held, node);
    if (!this.rules.returnIsEnd) this.#met.add(node);
  }

  /** The node's handler returned. Without `done` there is no other end, unless it tells by a tick or by what it sends. */
  returned(node: FlowNode): void {
    this.parent?.returned(node);
    const hasSaid = this.#saying.delete(node);
    if (takesDone(node) || endsBySending(node) || this.#isOwedTick(node)) return;
    if (!this.rules.returnIsEnd && !hasSaid && this.#held.has(node)) addTo(this.#silent, node);
    this.#release(node);
  }

  /** The node sent a message on: one that takes no `done` says by it that it is done with one copy. */
  sentOn(node: FlowNode): void {
    this.parent?.sentOn(node);
    if (this.rules.returnIsEnd || takeFrom(this.#silent, node) || !this.#held.has(node)) return;
    this.#saying.add(node);
  }

  /** The node said that it is done with one copy of the message. */
  complete(node: FlowNode, failed: boolean): void {
    this.parent?.complete(node, failed);
    if (failed || isDoneInVain(node)) this.#fail(node);
    const tickFollows = this.#isOwedTick(node) && this.owner.ticksCome && !failed;
    if (!tickFollows) this.#release(node);
  }

  /** A tick came in: the first node that owes one is ready for more. False when none does. */
  tick(): boolean {
    for (const node of this.#providers) {
      if (!this.#held.has(node)) continue;
      this.releaseByTick(node);
      return true;
    }
    return false;
  }

  /** The node has one copy less, by a tick that it sent. */
  releaseByTick(node: FlowNode): void {
    this.parent?.releaseByTick(node);
    if (this.rules.waitsForTicks) this.#release(node);
  }

  /** The node has one copy less. */
  release(node: FlowNode): void {
    this.parent?.release(node);
    this.#release(node);
  }

  /** @param node that reported an error; undefined for what no node did */
  fail(node?: FlowNode): void {
    this.parent?.fail(node);
    this.#fail(node);
  }

  /** @param id of the node that reported an error */
  failAt(id: string | undefined): void {
    this.parent?.failAt(id);
    this.#fail(this.suspect(id));
  }

  /** A deploy stops nodes that may have it. */
  failByDeploy(): void {
    this.parent?.failByDeploy();
    this.#byDeploy = true;
    this.#fail(undefined);
  }

  /** Forgets the nodes that a deploy has closed: they will complete nothing. */
  leaveClosed(): void {
    for (const node of this.holders) {
      if (node._inputCallback !== null || node._inputCallbacks !== null) continue;
      while (this.#held.has(node)) this.#release(node);
    }
  }

  #fail(node: FlowNode | undefined): void {
    this.#failing ??= new Set();
    if (node) this.#failing.add(node);
    if (node && endsByError(node)) this.#release(node);
    else this.#moved();
  }

  #isOwedTick(node: FlowNode): boolean {
    return this.rules.waitsForTicks && this.#providers.has(node);
  }

  #release(node: FlowNode): void {
    if (!takeFrom(this.#held, node)) return;
    this.owner.onCompleted(node);
    this.#moved();
  }

  #moved(): void {
    if (this.isQuiet) this.owner.onMoved();
  }
}

/** Copies of a message, by who has them or on which way they are. */
function addTo<Key>(copies: Map<Key, number>, key: Key): void {
  copies.set(key, (copies.get(key) ?? 0) + 1);
}

/** @returns false where there was none */
function takeFrom<Key>(copies: Map<Key, number>, key: Key): boolean {
  const count = copies.get(key);
  if (count === undefined) return false;
  if (count > 1) copies.set(key, count - 1);
  else copies.delete(key);
  return true;
}
