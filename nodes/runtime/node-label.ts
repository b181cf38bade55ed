/** What people see on a node, or know it by. */

/** @param otherwise for a node without a name; a flow from elsewhere may hold anything in the place of one */
export function nodeLabel({ name }: { name?: unknown }, otherwise: string): string {
  return typeof name === 'string' && name !== '' ? name : otherwise;
}

/** Names, or types, of several. */
export function labelsOf(nodes: ReadonlyArray<{ name?: unknown; type: string }>): string[] {
  return nodes.map((node) => nodeLabel(node, node.type));
}
