/** A node that keeps each message until the test says that it is done with it. */
import type { NodeAPI, NodeDef } from 'node-red';
import type { FlowNode, Message } from './node-red';

export interface Kept {
  msg: Message;
  /** Passes the message on, or another in its place. */
  pass(out?: Message): void;
  done(error?: Error): void;
  /** Reports an error for it without being done with it. */
  report(text: string): void;
}

export class Keeper {
  /** All it got so far, in order. */
  readonly got: Kept[] = [];
  #onGet: Array<() => void> = [];

  /** @param type of the node, a name of its own for each keeper of a flow */
  constructor(readonly type = 'keeper') {}

  /** Registers the node type. */
  readonly module = (RED: NodeAPI): void => {
    const keep = (kept: Kept) => this.#keep(kept);
    RED.nodes.registerType(this.type, function (this, def: NodeDef) {
      RED.nodes.createNode(this, def);
      this.on('input', (msg, send, done) =>
        keep({ msg: msg as Message, pass: (out) => send(out ?? msg), done, report: (text) => this.error(text, msg) }),
      );
    });
  };

  node(more: Partial<FlowNode> = {}): FlowNode {
    return { id: this.type, type: this.type, wires: [], ...more };
  }

  /** Resolves when it has got so many messages in all. */
  async has(count: number): Promise<void> {
    while (this.got.length < count) await new Promise<void>((resolve) => this.#onGet.push(resolve));
  }

  /** Completes the messages from one on as they come, until `count` were completed. */
  async completeAll(from: number, count: number): Promise<void> {
    for (let index = from; index < count; index++) {
      await this.has(index + 1);
      this.got[index]!.done();
    }
  }

  #keep(kept: Kept): void {
    this.got.push(kept);
    for (const tell of this.#onGet.splice(0)) tell();
  }
}
