import type { NodeAPI, NodeMessage } from 'node-red';
import { DeliveryTracker } from '../../nodes/runtime/flow/delivery-tracker';
import type { FlowNode } from '../../nodes/runtime/flow/flow-node';

/** A flow of one node that sends and others that keep what they get, with nothing but Node-RED's hooks. */
export class TinyFlow {
  readonly #hooks = new Map<string, (event: object) => void>();
  readonly source = { name: 'Source', type: 'source' } as FlowNode;
  readonly tracker = new DeliveryTracker({
    hooks: {
      add: (name: string, hook: (event: object) => void) => this.#hooks.set(name.split('.')[0]!, hook),
      remove: () => this.#hooks.clear(),
    } as never as NodeAPI['hooks'],
  });

  constructor(readonly keepers: FlowNode[]) {}

  get hooked(): boolean {
    return this.#hooks.size > 0;
  }

  readonly send = (msg: NodeMessage): void => {
    for (const node of this.keepers)
      this.#tell('preDeliver', { msg, source: { node: this.source }, destination: { node } });
    for (const node of this.keepers) {
      this.#tell('onReceive', { msg, destination: { node } });
      this.#tell('postReceive', { msg, destination: { node } });
    }
  };

  complete(node: FlowNode, msg: NodeMessage, error?: Error | false): void {
    this.#tell('onComplete', { msg, error, node: { node } });
  }

  #tell(hook: string, event: object): void {
    this.#hooks.get(hook)?.(event);
  }
}

/** A node that completes a message when the test says so. */
export const keeper = (name: string) => ({ name, type: 'keeper', _expectedDoneCount: 1 }) as FlowNode;
