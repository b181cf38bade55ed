/** Nodes that stand at the end of the flows of tests. */
import type { Node, NodeAPI, NodeDef, NodeMessage } from 'node-red';
import type { Message } from './node-red';

/**
 * `sink`: what it does with a message is the test's; `old`: it takes messages, and never says that it is done.
 * @param take calls `done` itself
 */
export function registerEndNodes(RED: NodeAPI, take: (msg: Message, done: (error?: Error) => void) => void): void {
  RED.nodes.registerType('sink', function (this: Node, def: NodeDef) {
    RED.nodes.createNode(this, def);
    this.on('input', (msg: NodeMessage, _send, done) => take(msg as Message, done));
  });
  RED.nodes.registerType('old', function (this: Node, def: NodeDef) {
    RED.nodes.createNode(this, def);
    this.on('input', () => {});
  });
}
