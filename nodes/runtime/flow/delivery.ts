/** The way of one message through the flow: which nodes have it, and when the last one has completed it. */
import type { Node } from 'node-red';

/** A node of the runtime. What is not in its public face is read tolerantly. */
export type FlowNode = Node & {
  /** How many of its input handlers take `done`. */
  _expectedDoneCount?: number;
  /** Tells by `msg.tick` that it is ready for more (the protocol of node-red-contrib-postgresql). */
  tickProvider?: boolean;
};

/** The core's nodes that keep messages until they have all that belong together: they complete none before that. */
const COLLECTORS: ReadonlySet<string> = new Set(['join', 'batch', 'sort']);

/** Whoever waits for a message's delivery. */
export interface DeliveryOwner {
  /** The node that sends the message; it does not wait for itself. */
  readonly node: FlowNode;
  /** True once a tick came in: nodes that promised ticks do send them, so their `done` does not count instead. */
  readonly ticksCome: boolean;
  /** A node completed the message, or let go of it; also after the delivery ended. */
  onCompleted(node: FlowNode): void;
  /** Fewer nodes than before have the message. */
  onMoved(): void;
}

export class Delivery {
  ended = false;
  /** Ids under which it travels: its own, and those that nodes gave to what they made of it. */
  readonly ids: string[] = [];
  readonly #held = new Map<FlowNode, number>();
  readonly #travelling = new Map<object, number>();
  readonly #providers = new Set<FlowNode>();
  /** Handlers at work: what they will send is not known before they return. */
  #handlers = 0;

  constructor(readonly owner: DeliveryOwner) {}

  /** True when no node is at work on the message and none is about to get it; some may still keep it. */
  get isQuiet(): boolean {
    return this.#handlers === 0 && this.#travelling.size === 0;
  }

  /** Nodes that have the message and did not complete it. */
  get holders(): FlowNode[] {
    return [...this.#held.keys()];
  }

  enterHandler(): void {
    this.#handlers++;
  }

  leaveHandler(): void {
    this.#handlers--;
    this.#moved();
  }

  /** The message is on its way to a node. */
  depart(msg: object, source: FlowNode, destination: FlowNode): void {
    this.#travelling.set(msg, (this.#travelling.get(msg) ?? 0) + 1);
    if (source === this.owner.node && destination.tickProvider) this.#providers.add(destination);
  }

  arrive(msg: object, node: FlowNode): void {
    const copies = this.#travelling.get(msg) ?? 0;
    if (copies > 1) this.#travelling.set(msg, copies - 1);
    else this.#travelling.delete(msg);
    if (node === this.owner.node || COLLECTORS.has(node.type)) return;
    this.#held.set(node, (this.#held.get(node) ?? 0) + 1);
  }

  /** The node's handler returned. Without `done` there is no other end, unless the node has promised a tick. */
  returned(node: FlowNode): void {
    const completes = (node._expectedDoneCount ?? 0) > 0;
    if (!completes && !this.#providers.has(node)) this.release(node);
  }

  /** The node said that it is done with one copy of the message. */
  complete(node: FlowNode, failed: boolean): void {
    const tickFollows = this.#providers.has(node) && this.owner.ticksCome && !failed;
    if (!tickFollows) this.release(node);
  }

  /** A tick came in: the first node that owes one is ready for more. False when none does. */
  tick(): boolean {
    for (const node of this.#providers) {
      if (!this.#held.has(node)) continue;
      this.release(node);
      return true;
    }
    return false;
  }

  /** The node has one copy less. */
  release(node: FlowNode): void {
    const copies = this.#held.get(node);
    if (copies === undefined) return;
    if (copies > 1) this.#held.set(node, copies - 1);
    else this.#held.delete(node);
    this.owner.onCompleted(node);
    this.#moved();
  }

  #moved(): void {
    if (this.isQuiet) this.owner.onMoved();
  }
}
