/** A node that sends a window of three batches when a test says so, and tells what the flow made of it. */
import type { Node, NodeAPI, NodeDef, NodeMessage } from 'node-red';
import { DeliveryTracker } from '../../nodes/runtime/flow/delivery-tracker';
import {
  FollowedWindow,
  type Patience,
  type WindowEnd,
  type WindowOptions,
} from '../../nodes/runtime/flow/followed-window';
import { SharedParts } from '../../nodes/runtime/shared-parts';

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

  /** @param isTold false for a Node-RED that tells nobody of its messages */
  async run(patience: Patience, isTold = true): Promise<WindowEnd> {
    this.send(isTold);
    return this.end(patience);
  }

  send(isTold = true): void {
    const tracker = isTold ? shared.trackerOf(this.#RED!) : new DeliveryTracker({});
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
    const window = this.window!;
    return window.end(patience, signal, 'Stock').finally(() => window.close());
  }
}
