/** The nodes of a process whose windows several Node-RED share, by their ids. */
import type { OrderView } from '../../work/listed-order';

/** What is asked of one. */
export interface SharingNode {
  /** Id in the editor. */
  readonly place: string;
  readonly type: string;
  readonly name: string;
  /** Id of its connection. */
  readonly connection: string;
  /** Where its orders are. */
  view(): Promise<OrderView[]>;
  /** A person asks for it. @param order without it, all of them @returns how many windows, or orders */
  steer(kind: 'retry' | 'cancel', order: string | undefined): Promise<number>;
}

export class SharingNodes {
  readonly #nodes = new Map<string, SharingNode>();

  /** @param id of the node at work; until the returned function is called */
  add(id: string, node: SharingNode): () => void {
    this.#nodes.set(id, node);
    return () => {
      if (this.#nodes.get(id) === node) this.#nodes.delete(id);
    };
  }

  at(id: string): SharingNode | undefined {
    return this.#nodes.get(id);
  }

  /** Each with its id. */
  get all(): Array<[string, SharingNode]> {
    return [...this.#nodes];
  }
}
