/** What comes to a node: the wires are walked backwards, through whatever lies in between. */
import { type EditorLink, type EditorNode, PORT } from '../red';

/**
 * The nearest node of those that `matches` takes.
 * @returns undefined where none is wired to it, near or far
 */
export function nearestUpstream(node: EditorNode, matches: (node: EditorNode) => boolean): EditorNode | undefined {
  const seen = new Set<string>([node.id]);
  let level = sourcesOf(node);
  while (level.length > 0) {
    const found = level.find(matches);
    if (found) return found;
    const fresh = level.filter(({ id }) => !seen.has(id));
    for (const { id } of fresh) seen.add(id);
    level = fresh.flatMap(sourcesOf);
  }
  return undefined;
}

/** Nodes that send to it: by a wire, by a link, into the subflow it is in, out of the subflow it stands for. */
function sourcesOf(node: EditorNode): EditorNode[] {
  const wired = RED.nodes.getNodeLinks(node, PORT.input).flatMap(sourceOf);
  return node.type === 'link in' ? [...wired, ...linkedTo(node)] : wired;
}

function sourceOf({ source, sourcePort }: EditorLink): EditorNode[] {
  // The beginning of a subflow: what is sent to the nodes that stand for it.
  if (source.type === 'subflow') return RED.nodes.filterNodes({ type: `subflow:${source.z}` });
  const end = subflowOf(source)?.out[sourcePort];
  return end ? [source, ...RED.nodes.filterLinks({ target: end }).flatMap(sourceOf)] : [source];
}

function subflowOf({ type }: EditorNode) {
  return type.startsWith('subflow:') ? RED.nodes.subflow(type.slice('subflow:'.length)) : undefined;
}

function linkedTo({ id }: EditorNode): EditorNode[] {
  return ['link out', 'link call'].flatMap((type) =>
    RED.nodes.filterNodes({ type }).filter(({ links }) => Array.isArray(links) && links.includes(id)),
  );
}
