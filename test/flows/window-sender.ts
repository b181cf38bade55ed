/** A node that sends a window of three batches when a test says so, and tells what the flow made of it. */
import type { Node, NodeAPI, NodeDef, NodeMessage } from 'node-red';
import {
  FollowedWindow,
  type Patience,
  type WindowEnd,
  type WindowOptions,
} from '../../nodes/runtime/flow/followed-window';
import { SharedParts } from '../../nodes/runtime/shared-parts';
import { hooks as hooksOfNodeRed } from './node-red';

const shared = new SharedParts();

/** Records of the batches. */
const BATCHES = [
  [
    { Sku: 'A', Qty: 1 },
    { Sku: 'B', Qty: 2 },
  ],
  [
    { Sku: 'C', Qty: 3 },
    { Sku: 'D', Qty: 4 },
  ],
  [{ Sku: 'E', Qty: 5 }],
];

export class WindowSender {
  window: FollowedWindow | undefined;
  #node: Node | undefined;
  #RED: NodeAPI | undefined;

  constructor(readonly options: WindowOptions = { confirmedBy: 'flow' }) {}

  readonly module = (RED: NodeAPI): void => {
    this.#RED = RED;
    const keep = (node: Node) => {
      this.#node = node;
    };
    RED.nodes.registerType('windows', function (this: Node, def: NodeDef) {
      RED.nodes.createNode(this, def);
      keep(this);
    });
  };

  /** Sends the window. @param hooks undefined for a Node-RED that tells nobody of its messages */
  async run(patience: Patience, hooks: typeof hooksOfNodeRed | undefined = hooksOfNodeRed): Promise<WindowEnd> {
    this.send(hooks);
    return this.end(patience);
  }

  send(hooks: typeof hooksOfNodeRed | undefined = hooksOfNodeRed): void {
    const tracker = shared.trackerOf({ ...this.#RED!, hooks } as never);
    this.window = new FollowedWindow(tracker, this.#node as never, this.options);
    for (const [index, payload] of BATCHES.entries()) {
      const isLast = index === BATCHES.length - 1;
      const parts = { id: this.window.id, type: 'array', len: 2, index, ...(isLast && { count: BATCHES.length }) };
      const msg = { _msgid: this.#RED!.util.generateId(), topic: 'stock', payload, parts } as unknown as NodeMessage;
      if (isLast) Object.assign(msg, { complete: true });
      this.window.follow(msg);
      this.#node!.send(msg);
    }
  }

  end(patience: Patience, signal: AbortSignal = new AbortController().signal): Promise<WindowEnd> {
    return this.window!.end(patience, signal, 'Stock');
  }
}
