/**
 * Follows messages through the flows by Node-RED's messaging hooks. The hooks are the process's, so there is one
 * registration for all our nodes, and none while nobody waits.
 */
import { randomUUID } from 'node:crypto';
import type { NodeAPI, NodeMessage } from 'node-red';
import type { FlowNode, Passage } from './flow-passage';

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
  passage: Passage;
}

export class FlowWatch {
  /** Two copies of the package in one process must not take each other's hooks. */
  readonly #label = `dataconnect-${randomUUID()}`;
  readonly #byId = new Map<string, Passage>();
  readonly #byMessage = new WeakMap<NodeMessage, Passage>();
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
  follow(msg: NodeMessage, passage: Passage): void {
    this.#adopt(msg, passage);
  }

  forget(passage: Passage): void {
    passage.ended = true;
    for (const id of passage.ids) this.#byId.delete(id);
  }

  /**
   * The node will not complete the message soon, and whoever waits for that must not: the wait could be for what the
   * waiting one holds itself.
   */
  letGo(node: FlowNode, msg: NodeMessage): void {
    this.#passageOf(msg)?.release(node);
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
    const passage = this.#passageOf(msg) ?? this.#causeOf(source.node);
    if (!passage || !destination.node) return;
    this.#adopt(msg, passage);
    passage.depart(msg, source.node, destination.node);
  }

  /** Also without a delivery before it: Catch and Complete nodes are given their messages directly. */
  #onReceive({ msg, destination: { node } }: ReceiveEvent): void {
    const passage = this.#passageOf(msg);
    if (!passage) return;
    this.#adopt(msg, passage);
    passage.enterHandler();
    passage.arrive(msg, node);
    this.#handling.push({ msg, node, passage });
  }

  #onReturn({ msg, destination: { node } }: ReceiveEvent): void {
    const index = this.#handling.findLastIndex((handling) => handling.msg === msg && handling.node === node);
    if (index < 0) return;
    // Those above it never return: another hook stopped their messages.
    const [{ passage }] = this.#handling.splice(index) as [Handling];
    passage.returned(node);
    passage.leaveHandler();
  }

  #onComplete({ msg, error, node: { node } }: CompleteEvent): void {
    const passage = this.#byMessage.get(msg) ?? this.#byId.get(msg._msgid ?? '');
    if (!passage) return;
    if (passage.ended) passage.owner.onCompleted(node);
    else passage.complete(node, Boolean(error));
  }

  #passageOf(msg: NodeMessage): Passage | undefined {
    const passage = this.#byMessage.get(msg) ?? this.#byId.get(msg._msgid ?? '');
    return passage?.ended ? undefined : passage;
  }

  /** The Split node, for one, sends messages of new ids: they belong to what the node is handling. */
  #causeOf(source: FlowNode): Passage | undefined {
    const top = this.#handling.at(-1);
    return top?.node === source && !top.passage.ended ? top.passage : undefined;
  }

  #adopt(msg: NodeMessage, passage: Passage): void {
    if (this.#byMessage.get(msg) === passage) return;
    this.#byMessage.set(msg, passage);
    const id = msg._msgid;
    if (id === undefined || this.#byId.has(id)) return;
    this.#byId.set(id, passage);
    passage.ids.push(id);
  }
}

const watches = new WeakMap<object, FlowWatch>();

/** The one watch of a runtime. */
export function flowWatch({ hooks, events }: Pick<NodeAPI, 'hooks' | 'events'>): FlowWatch {
  const runtime = hooks ?? events;
  const watch = watches.get(runtime) ?? new FlowWatch(hooks);
  watches.set(runtime, watch);
  return watch;
}
