/**
 * What nodes send to which nothing is wired. No hook tells it, and Node-RED gives each of them a `send` that does
 * nothing; it is replaced while somebody follows what they have.
 */
import type { NodeMessage } from 'node-red';
import type { FlowNode } from './flow-node';

type Send = FlowNode['send'];

export class UnwiredNodes {
  readonly #listened = new Map<FlowNode, { own: Send; ours: Send }>();

  /** @param onSend is given each message */
  constructor(readonly onSend: (node: FlowNode, msg: NodeMessage) => void) {}

  /** From now on until `leave`, or until a deploy wires something to it. */
  listenTo(node: FlowNode): void {
    const isWired = node.wires?.some((wires) => wires.length > 0) ?? true;
    if (isWired || this.#listened.get(node)?.ours === node.send) return;
    const own = node.send;
    const ours: Send = (sent) => {
      if (sent && !Array.isArray(sent)) this.onSend(node, sent);
    };
    node.send = ours;
    this.#listened.set(node, { own, ours });
  }

  leave(): void {
    for (const [node, { own, ours }] of this.#listened) if (node.send === ours) node.send = own;
    this.#listened.clear();
  }
}
