/**
 * The tick protocol of node-red-contrib-postgresql: a node that says `tickConsumer` is told by a message that has nothing
 * but `tick: true` that the node behind it, which says `tickProvider`, is ready for more.
 */
import type { NodeAPI, NodeDef, NodeMessage } from 'node-red';
import type { FlowNode } from './flow-node';

/** The ticks of one node and the runs that wait for them. */
export class FlowTicks {
  /** True once a tick came in. */
  come = false;
  /** In the order in which they began. `tick` is false where none is waited for. */
  readonly runs = new Set<{ tick(): boolean }>();

  /** A tick came in. It says nothing of the message it is for, so it goes to the run that began first. */
  receive(): void {
    this.come = true;
    for (const run of this.runs) {
      if (run.tick()) return;
    }
  }
}

/**
 * True also when nobody waits for it: it comes behind the last message of a run as well, and would start the next one.
 * A message that brings something along is no tick, whatever its `tick` means.
 */
export function isTick(msg: NodeMessage): boolean {
  const { tick, payload, topic, params, parts } = msg as NodeMessage & Record<string, unknown>;
  return tick === true && [payload, topic, params, parts].every((each) => each === undefined);
}

type TickNode = FlowNode & { tickConsumer?: boolean };
type WiredDef = NodeDef & { wires?: string[][] };

/** Says of a node that it takes ticks and sends them. */
export function speakTicks(node: FlowNode): void {
  (node as TickNode).tickConsumer = true;
  node.tickProvider = true;
}

/** Whether the node tells one of ours that it is ready for more. Ours tell each other by completing a message. */
export function sendsTicks({ type, tickProvider = false }: FlowNode): boolean {
  return tickProvider && !isOurs(type);
}

function isOurs(type: string): boolean {
  return type.startsWith('dataconnect-');
}

/**
 * Tells the nodes that are wired to this one and wait for ticks that it is ready for more. Ours need no ticks: they
 * see that a message is completed.
 */
export function sendTicks(RED: NodeAPI, node: FlowNode): void {
  RED.nodes.eachNode((stored) => {
    const { id, type, wires } = stored as WiredDef;
    if (isOurs(type) || !wires?.some((output) => output.includes(node.id))) return;
    const upstream = RED.nodes.getNode(id) as TickNode | null;
    if (upstream?.tickConsumer) upstream.receive({ tick: true } as NodeMessage);
  });
}
