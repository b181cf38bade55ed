/** The nodes at work that go on from what was confirmed: by them people see what comes next of a cursor. */
import type { CursorState } from '../../incremental/cursor/cursor-state';
import type { Steered } from '../../incremental/cursor/steering';
import type { IncrementalOrder } from '../../incremental/windows/due-windows';

export interface GoingOnNode {
  /** What its next run goes by; undefined where it compares lists, or its connection cannot be used. */
  orderFrom(state: CursorState | undefined, now: number): IncrementalOrder | undefined;
  /** Whose cursor it is, where no state says so any more; undefined without a connection. */
  described(): Steered | undefined;
  /** What it is called, for errors. */
  title: string;
  isList: boolean;
}

export class GoingOnNodes {
  readonly #nodes = new Map<string, GoingOnNode>();

  /** @param id of the node at work, in an instance of a subflow its own; until the returned function is called */
  add(id: string, node: GoingOnNode): () => void {
    this.#nodes.set(id, node);
    return () => {
      if (this.#nodes.get(id) === node) this.#nodes.delete(id);
    };
  }

  at(id: string): GoingOnNode | undefined {
    return this.#nodes.get(id);
  }
}
