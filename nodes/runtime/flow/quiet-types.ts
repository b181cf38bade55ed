/**
 * Node types that do not always tell by `done` what became of a message, and what tells it instead. Read in the code of
 * each: node-red-node-sqlite 1.1.1, node-red-contrib-mssql-plus 0.13.1, node-red-node-email 5.2.5.
 */
import type { FlowNode } from './flow-node';

interface QuietType {
  /** It sends each message on once it has worked it off. */
  sends: boolean;
}

const QUIET_TYPES: ReadonlyMap<string, QuietType> = new Map([
  ['sqlite', { sends: true }],
  ['MSSQL', { sends: true }],
  // Calls `done`, but not where sending failed.
  ['e-mail', { sends: false }],
]);

/** Whether the node, which takes no `done`, sends a message on, or reports an error for it, when it is done with it. */
export function endsBySending(node: FlowNode): boolean {
  return !takesDone(node) && (QUIET_TYPES.get(node.type)?.sends ?? false);
}

/** Whether an error of the node is the last that it says of a message. */
export function endsByError({ type }: FlowNode): boolean {
  return QUIET_TYPES.has(type);
}

/** Without it, a message counts as worked off when the node's handler returns. */
export function takesDone({ _expectedDoneCount = 0 }: FlowNode): boolean {
  return _expectedDoneCount > 0;
}
