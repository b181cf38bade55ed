/** What a node's messages come to, over wires, links and subflows. */
import { type EditorNode, PORT } from './red';

const SUBFLOW = 'subflow:';

/** Every node behind the first output of a node, near ones first; not those that are disabled. */
export function nodesBehind(node: EditorNode): EditorNode[] {
  const first = RED.nodes.getNodeLinks(node, PORT.output).filter(({ sourcePort }) => sourcePort === 0);
  const found = new Set<EditorNode>();
  const waiting = first.map(({ target }) => target);
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    if (next.d || next === node || found.has(next)) continue;
    found.add(next);
    waiting.push(...behind(next));
  }
  return [...found];
}

function behind(node: EditorNode): EditorNode[] {
  const wired = RED.nodes.getNodeLinks(node, PORT.output).map(({ target }) => target);
  const inside = node.type.startsWith(SUBFLOW) ? RED.nodes.filterNodes({ z: node.type.slice(SUBFLOW.length) }) : [];
  return [...wired, ...linkedTo(node), ...inside];
}

/** The *link in* nodes that a *link out* or *link call* node leads to. */
function linkedTo({ type, links }: EditorNode): EditorNode[] {
  if ((type !== 'link out' && type !== 'link call') || !Array.isArray(links)) return [];
  return links.flatMap((id) => RED.nodes.node(String(id)) ?? []);
}
