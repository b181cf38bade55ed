/**
 * The nodes of the flow as it was deployed, those at rest among them. A node of a subflow is at work once in each
 * instance: its id there is that of the instance, a dash, and its own, over restarts and deploys (Node-RED 4.1 and 5).
 */
import type { NodeAPI } from 'node-red';

/** Anything may stand in a flow file. */
export interface NodeConfig {
  id: string;
  type?: unknown;
  name?: unknown;
}

export class ConfiguredNodes {
  readonly #byId = new Map<string, NodeConfig>();

  constructor(RED: Pick<NodeAPI, 'nodes'>) {
    RED.nodes.eachNode((config) => this.#byId.set(config.id, config));
  }

  /**
   * From the outermost instance of a subflow to the node itself; of what came as a module, as far as the flow has it.
   * @param id of a node at work
   * @returns undefined where the flow has no such node
   */
  chainOf(id: string): NodeConfig[] | undefined {
    const own = this.#byId.get(id);
    if (own) return [own];
    for (let dash = id.indexOf('-'); dash >= 0; dash = id.indexOf('-', dash + 1)) {
      const instance = this.#byId.get(id.slice(0, dash));
      if (!instance) continue;
      const inner = this.chainOf(id.slice(dash + 1));
      if (inner) return [instance, ...inner];
      if (!String(instance.type).startsWith('subflow:')) return [instance];
    }
    return undefined;
  }

  has(id: string): boolean {
    return this.chainOf(id) !== undefined;
  }

  /** Whether a node at work is the one of an id in the editor, or is one of its kind in an instance of a subflow. */
  isMadeOf(id: string, inEditor: string): boolean {
    return id === inEditor || this.chainOf(id)?.at(-1)?.id === inEditor;
  }

  /** What it is called itself. @returns undefined where the flow has no such node, or no name of it */
  nameOf(id: string): string | undefined {
    const own = this.chainOf(id)?.at(-1);
    return (own && this.#ownNameOf(own)) || undefined;
  }

  /** `Store A`: the instances of subflows that it is in, from the outermost on; blank without. */
  instanceOf(id: string): string {
    const around = (this.chainOf(id) ?? []).slice(0, -1);
    return around.map((config) => this.#ownNameOf(config) || config.id).join(' / ');
  }

  /** A subflow gives its instances a name. */
  #ownNameOf({ type, name }: NodeConfig): string {
    if (typeof name === 'string' && name !== '') return name;
    const [, subflow] = /^subflow:(.+)$/.exec(String(type)) ?? [];
    return subflow === undefined ? '' : String(this.#byId.get(subflow)?.name ?? '');
  }
}
