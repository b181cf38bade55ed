/**
 * Nodes of Node-RED that are done with a message before their work is: a window that goes through one counts as confirmed
 * too early. `test/flows/window-shapes.ts` has what becomes of each.
 */

/** What such a node does afterwards; `dialog.early-…` says it. */
export type EarlyWork = 'second' | 'later' | 'kept' | 'repaired' | 'unconnected';

/** A node as the flow file has it. */
type FileNode = Readonly<Record<string, unknown>> & { type: string };

/** By the type of the node; undefined where its settings do nothing of the kind. */
const works: Readonly<Record<string, (node: FileNode) => EarlyWork | undefined>> = {
  trigger: ({ op2type }) => (op2type === 'nul' ? undefined : 'second'),
  function: ({ func }) => workOf(String(func)),
  switch: ({ repair }) => (repair === true ? 'repaired' : undefined),
  // A reply goes to a connection that is there.
  'tcp out': ({ beserver }) => (beserver === 'reply' ? undefined : 'unconnected'),
};

/** What calls a program of a function back after the function has returned. */
const CALLED_BACK = ['setTimeout(', 'setInterval(', 'setImmediate(', '.then(', '.on('];
const KEPT = ['context.set(', 'flow.set(', 'global.set('];

/** What the node does with a message after it counts as done with it; undefined where nothing of the kind is known. */
export function earlyWorkOf(node: FileNode): EarlyWork | undefined {
  return works[node.type]?.(node);
}

/** As far as the text of a function shows it. */
function workOf(text: string): EarlyWork | undefined {
  const has = (words: readonly string[]) => words.some((word) => text.includes(word));
  if (text.includes('node.done(')) return undefined;
  if (text.includes('node.send(') && has(CALLED_BACK)) return 'later';
  return has(KEPT) ? 'kept' : undefined;
}
