/**
 * Follows messages through the flows by Node-RED's messaging hooks. The hooks are the process's, so there is one
 * registration for all our nodes, and none while nobody waits.
 */
import { randomUUID } from 'node:crypto';
import type { NodeAPI, NodeMessage } from 'node-red';
import type { Delivery, FlowNode } from './delivery';

interface SendEvent {
  msg: NodeMessage;
  source: { node: FlowNode };
  destination: { node?: FlowNode };
}

interface ReceiveEvent {
  msg: NodeMessage;
  destination: { node: FlowNode };
}

interface CompleteEvent {
  msg: NodeMessage;
  error?: unknown;
  node: { node: FlowNode };
}

interface Handling {
  msg: NodeMessage;
  node: FlowNode;
  delivery: Delivery;
}

export class DeliveryTracker {
  /** Two copies of the package in one process must not take each other's hooks. */
  readonly #label = `dataconnect-${randomUUID()}`;
  readonly #byId = new Map<string, Delivery>();
  readonly #byMessage = new WeakMap<NodeMessage, Delivery>();
  readonly #handling: Handling[] = [];
  #users = 0;

  /** @param hooks undefined in surroundings without any, such as Node-RED's test helper: nothing is followed there */
  constructor(readonly hooks: NodeAPI['hooks'] | undefined) {}

  /** Hooks in. The returned function, called once, hooks out again. */
  open(): () => void {
    if (this.#users++ === 0) this.#hookIn();
    return () => {
      if (--this.#users === 0) this.hooks?.remove(`*.${this.#label}`);
    };
  }

  /** Follows a message, and all that nodes make of it, from now on. It must have an id that no other has. */
  follow(msg: NodeMessage, delivery: Delivery): void {
    this.#adopt(msg, delivery);
  }

  forget(delivery: Delivery): void {
    delivery.ended = true;
    for (const id of delivery.ids) this.#byId.delete(id);
  }

  /**
   * The node will not complete the message soon, and whoever waits for that must not: the wait could be for what the
   * waiting one holds itself.
   */
  letGo(node: FlowNode, msg: NodeMessage): void {
    this.#deliveryOf(msg)?.release(node);
  }

  #hookIn(): void {
    const { hooks } = this;
    if (!hooks) return;
    hooks.add(`preDeliver.${this.#label}`, (event: SendEvent) => this.#onDeliver(event));
    hooks.add(`onReceive.${this.#label}`, (event: ReceiveEvent) => this.#onReceive(event));
    hooks.add(`postReceive.${this.#label}`, (event: ReceiveEvent) => this.#onReturn(event));
    hooks.add(`onComplete.${this.#label}`, (event: CompleteEvent) => this.#onComplete(event));
  }

  #onDeliver({ msg, source, destination }: SendEvent): void {
    const delivery = this.#deliveryOf(msg) ?? this.#causeOf(source.node);
    if (!delivery || !destination.node) return;
    this.#adopt(msg, delivery);
    delivery.depart(msg, source.node, destination.node);
  }

  /** Also without a delivery before it: Catch and Complete nodes are given their messages directly. */
  #onReceive({ msg, destination: { node } }: ReceiveEvent): void {
    const delivery = this.#deliveryOf(msg);
    if (!delivery) return;
    this.#adopt(msg, delivery);
    delivery.enterHandler();
    delivery.arrive(msg, node);
    this.#handling.push({ msg, node, delivery });
  }

  #onReturn({ msg, destination: { node } }: ReceiveEvent): void {
    const index = this.#handling.findLastIndex((handling) => handling.msg === msg && handling.node === node);
    if (index < 0) return;
    // Those above it never return: another hook stopped their messages.
    const [{ delivery }] = this.#handling.splice(index) as [Handling];
    delivery.returned(node);
    delivery.leaveHandler();
  }

  #onComplete({ msg, error, node: { node } }: CompleteEvent): void {
    const delivery = this.#byMessage.get(msg) ?? this.#byId.get(msg._msgid ?? '');
    if (!delivery) return;
    if (delivery.ended) delivery.owner.onCompleted(node);
    else delivery.complete(node, Boolean(error));
  }

  #deliveryOf(msg: NodeMessage): Delivery | undefined {
    const delivery = this.#byMessage.get(msg) ?? this.#byId.get(msg._msgid ?? '');
    return delivery?.ended ? undefined : delivery;
  }

  /** The Split node, for one, sends messages of new ids: they belong to what the node is handling. */
  #causeOf(source: FlowNode): Delivery | undefined {
    const top = this.#handling.at(-1);
    return top?.node === source && !top.delivery.ended ? top.delivery : undefined;
  }

  #adopt(msg: NodeMessage, delivery: Delivery): void {
    if (this.#byMessage.get(msg) === delivery) return;
    this.#byMessage.set(msg, delivery);
    const id = msg._msgid;
    if (id === undefined || this.#byId.has(id)) return;
    this.#byId.set(id, delivery);
    delivery.ids.push(id);
  }
}
