/** Nodes of flows, of whatever package. */
import type { Node } from 'node-red';

/** A node of the runtime. What is not in its public face is read tolerantly. */
export type FlowNode = Node & {
  /** How many of its input handlers take `done`. */
  _expectedDoneCount?: number;
  /** Tells by `msg.tick` that it is ready for more (the protocol of node-red-contrib-postgresql). */
  tickProvider?: boolean;
  /** Its input handlers; both null once it was closed. */
  _inputCallback?: unknown;
  _inputCallbacks?: unknown;
  /** Ids of the nodes wired to each of its outputs. */
  wires?: readonly (readonly string[])[];
};
