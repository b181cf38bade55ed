/** What people see on a node, or know it by. */

/** @param otherwise for a node without a name; a flow from elsewhere may hold anything in the place of one */
export function nodeLabel({ name }: { name?: unknown }, otherwise: string): string {
  return typeof name === 'string' && name !== '' ? name : otherwise;
}
