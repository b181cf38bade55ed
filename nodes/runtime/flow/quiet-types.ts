/**
 * Node types that do not always tell by `done` what became of a message, and what tells it instead. Read in the code of
 * each: node-red-node-sqlite 1.1.1, node-red-contrib-mssql-plus 0.13.1, node-red-node-email 5.2.5, Node-RED 4.1 and 5.
 */
import type { FlowNode } from './flow-node';

/** They take no `done`, and send each message on once they have worked it off, unless they report an error for it. */
const SENDING: ReadonlySet<string> = new Set(['sqlite', 'MSSQL']);

/** They are done with a message, without saying so, once they have reported an error for it. */
const ENDING_BY_ERROR: ReadonlySet<string> = new Set([...SENDING, 'e-mail', 'change', 'link call']);

/** Whether the node sends a message on, or reports an error for it, when it is done with it, and says nothing else. */
export function endsBySending(node: FlowNode): boolean {
  return !takesDone(node) && SENDING.has(node.type);
}

/** Whether an error of the node is the last that it says of a message. */
export function endsByError({ type }: FlowNode): boolean {
  return ENDING_BY_ERROR.has(type);
}

/** They take no `done`, and say nothing of a message that they keep from going on. */
const FILTERS: ReadonlySet<string> = new Set(['switch', 'rbe']);

/** What decides whether a Switch node looks at messages one after another, one in each turn of the event loop. */
interface SwitchNode {
  propertyType?: unknown;
  rules?: ReadonlyArray<{ vt?: unknown; v2t?: unknown; t?: unknown }>;
}

/** Whether the node has dropped what it did not send on. A Switch node that repairs sequences may have it still. */
export function dropsUnseen({ type }: FlowNode): boolean {
  return FILTERS.has(type);
}

/** Whether such a node decides on a message in each turn of the event loop, and asks nobody who may take longer. */
export function decidesByTurn(node: FlowNode): boolean {
  const { propertyType, rules = [] } = node as FlowNode & SwitchNode;
  const asked = [propertyType, ...rules.flatMap(({ t, vt, v2t }) => [vt, v2t, t === 'jsonata_exp' ? 'jsonata' : t])];
  return !asked.some((kind) => kind === 'jsonata' || kind === 'flow' || kind === 'global');
}

/** Without it, a message counts as worked off when the node's handler returns. */
export function takesDone({ _expectedDoneCount = 0 }: FlowNode): boolean {
  return _expectedDoneCount > 0;
}

/**
 * Whether what the node says is done is not: the core's file node keeps one stream, calls `done` for what a broken one
 * did not write, and reports the error only after, for the message with which the stream began.
 */
export function isDoneInVain(node: FlowNode): boolean {
  return node.type === 'file' && Boolean((node as FlowNode & { wstream?: { errored?: unknown } }).wstream?.errored);
}
