/**
 * Follows messages through the flows by Node-RED's messaging hooks. The hooks are the process's, so there is one
 * registration for all our nodes, and none while nobody waits. Errors come by three ways: `done(error)` completes a
 * message; `node.error` gives it to Catch nodes, or, where none takes it, to the log, which does not say the message.
 */
import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import type { NodeAPI, NodeMessage } from 'node-red';
import type { Delivery } from './delivery';
import { isHit, type Stopped, type StoppingEvent, stoppedBy } from './deploys';
import type { FlowNode } from './flow-node';
import { endsBySending, takesDone } from './quiet-types';
import { UnwiredNodes } from './unwired-nodes';

// What the hooks are given.
type SendEvent = {
  msg: NodeMessage;
  source: { node: FlowNode };
  destination: { node?: FlowNode };
  /** False for the first of all that the node sent one message to. */
  cloneMessage?: boolean;
};
type ReceiveEvent = { msg: NodeMessage; destination: { node: FlowNode } };
type CompleteEvent = { msg: NodeMessage; error?: unknown; node: { node: FlowNode } };

/** What a Catch node is given. */
type CaughtMessage = NodeMessage & { error?: { source?: { id?: string } } };

/** `id`: of the node that wrote it. */
type LogLine = { level: number; id?: string };

interface Handling {
  msg: NodeMessage;
  node: FlowNode;
  delivery: Delivery;
}

/** What is used of Node-RED. */
export type Surroundings = Pick<NodeAPI, 'hooks' | 'log' | 'events'>;

export class DeliveryTracker {
  /** Two copies of the package in one process must not take each other's hooks. */
  readonly #label = `dataconnect-${randomUUID()}`;
  readonly #byId = new Map<string, Delivery>();
  readonly #byMessage = new WeakMap<NodeMessage, Delivery>();
  readonly #handling: Handling[] = [];
  readonly #unwired = new UnwiredNodes((node, msg) => tellOfSending(node, this.#deliveryOf(msg)));
  readonly #log = new EventEmitter().on('log', (line: LogLine) => this.#onLog(line));
  /** While a deploy goes on. */
  #stopped: Stopped | undefined;
  #users = 0;

  /** @param runtime without hooks in surroundings such as Node-RED's test helper: nothing is followed there */
  constructor(readonly runtime: Partial<Surroundings>) {}

  /** Hooks in. The returned function, called once, hooks out again. */
  open(): () => void {
    if (this.#users++ === 0) this.#hookIn();
    return () => {
      if (--this.#users === 0) this.#hookOut();
    };
  }

  /**
   * Follows a message, and all that nodes make of it, from now on. What has its id is taken for made of it: where several
   * nodes got one message, and one sends it on, the ways of the others count as well from then on.
   */
  follow(msg: NodeMessage, delivery: Delivery): void {
    if (delivery.ids.length === 0) delivery.parent = this.#deliveryOf(msg);
    if (this.#stopped && isHit(delivery.owner.places, this.#stopped)) delivery.failByDeploy();
    this.#adopt(msg, delivery);
  }

  forget(delivery: Delivery): void {
    delivery.ended = true;
    const parent = alive(delivery);
    for (const id of delivery.ids) {
      if (parent) this.#byId.set(id, parent);
      else this.#byId.delete(id);
    }
  }

  /** False where Node-RED tells nobody of its messages. */
  get canFollow(): boolean {
    return this.runtime.hooks !== undefined;
  }

  /** Forgets the oldest half of the ids of a delivery of so many messages, unless a node has some of them still. */
  trim(delivery: Delivery, most: number): void {
    if (delivery.ids.length < most || delivery.holders.length > 0) return;
    for (const id of delivery.ids.splice(0, most / 2)) if (this.#byId.get(id) === delivery) this.#byId.delete(id);
  }

  /**
   * The node will not complete the message soon, and whoever waits for that must not: the wait could be for what the
   * waiting one holds itself.
   */
  letGo(node: FlowNode, msg: NodeMessage): void {
    this.#deliveryOf(msg)?.release(node);
  }

  #hookIn(): void {
    const { hooks, log, events } = this.runtime;
    if (!hooks) return;
    log?.addHandler(this.#log);
    events?.on('flows:stopping', this.#onStopping).on('flows:started', this.#onStarted);
    hooks.add(`preDeliver.${this.#label}`, (event: SendEvent) => this.#onDeliver(event));
    hooks.add(`onReceive.${this.#label}`, (event: ReceiveEvent) => this.#onReceive(event));
    hooks.add(`postReceive.${this.#label}`, (event: ReceiveEvent) => this.#onReturn(event));
    hooks.add(`onComplete.${this.#label}`, (event: CompleteEvent) => this.#onComplete(event));
  }

  #hookOut(): void {
    const { hooks, log, events } = this.runtime;
    hooks?.remove(`*.${this.#label}`);
    log?.removeHandler(this.#log);
    events?.off('flows:stopping', this.#onStopping).off('flows:started', this.#onStarted);
    this.#unwired.leave();
    this.#stopped = undefined;
  }

  /** What is sent to a node that a deploy has stopped is gone, and what it kept as well: nobody says so. */
  readonly #onStopping = (event: StoppingEvent = {}): void => {
    const stopped = stoppedBy(event);
    this.#stopped = stopped;
    for (const delivery of this.#followed) if (isHit(delivery.owner.places, stopped)) delivery.failByDeploy();
  };

  readonly #onStarted = (): void => {
    this.#stopped = undefined;
    for (const delivery of this.#followed) delivery.leaveClosed();
  };

  /** An error that no Catch node took. It is put down to all that the node has at the time. */
  #onLog({ level, id }: LogLine): void {
    if (level !== this.runtime.log?.ERROR) return;
    for (const delivery of this.#followed) {
      const node = delivery.suspect(id);
      if (node) delivery.fail(node);
    }
  }

  /** What is part of another comes with it. */
  get #followed(): Set<Delivery> {
    const all = new Set(this.#byId.values());
    for (const { parent } of all) if (parent) all.add(parent);
    return all;
  }

  #onDeliver({ msg, source, destination, cloneMessage }: SendEvent): void {
    const delivery = this.#deliveryOf(msg) ?? this.#causeOf(source.node);
    if (!delivery) return;
    if (destination.node) {
      this.#adopt(msg, delivery);
      delivery.depart(msg, source.node, destination.node);
    } else if (this.#stopped) {
      delivery.failByDeploy();
    }
    if (!cloneMessage) tellOfSending(source.node, delivery);
  }

  /** Also without a delivery before it: Catch and Complete nodes are given their messages directly. */
  #onReceive({ msg, destination: { node } }: ReceiveEvent): void {
    const delivery = this.#deliveryOf(msg);
    if (!delivery) return;
    this.#adopt(msg, delivery);
    delivery.enterHandler();
    if (node.type === 'catch') delivery.failAt((msg as CaughtMessage).error?.source?.id);
    delivery.arrive(msg, node);
    if (!takesDone(node)) this.#unwired.listenTo(node);
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
    const delivery = this.#lastDeliveryOf(msg);
    if (delivery?.ended) delivery.owner.onCompleted(node);
    alive(delivery)?.complete(node, Boolean(error));
  }

  #deliveryOf(msg: NodeMessage): Delivery | undefined {
    return alive(this.#lastDeliveryOf(msg));
  }

  /** The one that followed it last, and may have ended. */
  #lastDeliveryOf(msg: NodeMessage): Delivery | undefined {
    return this.#byMessage.get(msg) ?? this.#byId.get(msg._msgid ?? '');
  }

  /** The Split node, for one, sends messages of new ids: they belong to what the node is handling. */
  #causeOf(source: FlowNode): Delivery | undefined {
    const top = this.#handling.at(-1);
    return top?.node === source ? alive(top.delivery) : undefined;
  }

  #adopt(msg: NodeMessage, delivery: Delivery): void {
    if (this.#byMessage.get(msg) === delivery) return;
    this.#byMessage.set(msg, delivery);
    const id = msg._msgid;
    if (id === undefined || (this.#byId.get(id) ?? delivery.parent) !== delivery.parent) return;
    this.#byId.set(id, delivery);
    delivery.ids.push(id);
  }
}

/** @param delivery of what the node sent; undefined where nobody follows it */
function tellOfSending(node: FlowNode, delivery: Delivery | undefined): void {
  if (endsBySending(node)) delivery?.release(node);
  else delivery?.sentOn(node);
}

/** It, or what it is part of that has not ended. */
function alive(delivery: Delivery | undefined): Delivery | undefined {
  let at = delivery;
  while (at?.ended) at = at.parent;
  return at;
}
