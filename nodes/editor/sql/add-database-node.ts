/** Puts the node of a database behind one of ours, wired: one step, which undo takes back. */
import { type EditorNode, PORT } from '../red';
import type { DatabaseNode } from './database-nodes';

/** Distances on the canvas: between two nodes, and of its grid. */
const GAP = 60;
const GRID = 20;
const USUAL_WIDTH = 160;
const ROW = 60;

/** The node wired to the output that is one of the types; wires are followed through links and junctions. */
export function nearestBehind(node: EditorNode, isOne: (node: EditorNode) => boolean): EditorNode | undefined {
  const seen = new Set<EditorNode>();
  let level = [node];
  while (level.length > 0) {
    const next = level.flatMap((each) => [...targetsOf(each), ...linksOut(each)]).filter((each) => !seen.has(each));
    const found = next.find(isOne);
    if (found) return found;
    for (const each of next) seen.add(each);
    level = next;
  }
  return undefined;
}

function targetsOf(node: EditorNode): EditorNode[] {
  return RED.nodes.getNodeLinks(node, PORT.output).map(({ target }) => target);
}

function linksOut({ type, links }: EditorNode): EditorNode[] {
  if (type !== 'link out' || !Array.isArray(links)) return [];
  return links.flatMap((id) => RED.nodes.node(String(id)) ?? []);
}

/**
 * @returns the node that was added, and the config node that it uses: the only one there is, where there is only one
 */
export function addBehind(
  node: EditorNode,
  { type, settings, config }: DatabaseNode,
): { added: EditorNode; config: EditorNode | undefined } {
  const { x, y } = freePlaceBehind(node);
  const made = RED.view.createNode(type, x, y, String(node.z));
  const configs = configsOf(config.type);
  const only = configs.length === 1 ? configs[0] : undefined;
  Object.assign(made.node, settings, only && { [config.property]: only.id });
  const added = RED.nodes.add(made.node);
  const link = { source: RED.nodes.node(node.id) ?? node, sourcePort: 0, target: added };
  RED.nodes.addLink(link);
  RED.editor.validateNode(added);
  RED.history.push({ ...made.historyEvent, links: [link] });
  RED.nodes.dirty(true);
  RED.view.redraw(true);
  return { added, config: only };
}

function configsOf(type: string): EditorNode[] {
  const found: EditorNode[] = [];
  RED.nodes.eachConfig((config) => {
    if (config.type === type) found.push(config);
  });
  return found;
}

/** Right of it, below whatever is there already. */
function freePlaceBehind({ x, y, w, z }: EditorNode): { x: number; y: number } {
  const others = RED.nodes.filterNodes({ z: String(z) });
  const at = toGrid(Number(x) + Number(w ?? USUAL_WIDTH) / 2 + GAP + USUAL_WIDTH / 2);
  const isTaken = (height: number) =>
    others.some(
      (other) => Math.abs(Number(other.x) - at) < USUAL_WIDTH && Math.abs(Number(other.y) - height) < ROW / 2,
    );
  let height = Number(y);
  while (isTaken(height)) height += ROW;
  return { x: at, y: height };
}

function toGrid(place: number): number {
  return Math.ceil(place / GRID) * GRID;
}
