/** Which nodes a deploy stops, and so which messages it may lose. */

/** What Node-RED says when it begins to stop nodes. */
export interface StoppingEvent {
  /** The flow file as it was. */
  config?: { flows?: ReadonlyArray<{ id: string; z?: string }> };
  type?: string;
  diff?: Partial<Record<'changed' | 'removed' | 'linked' | 'rewired', readonly string[]>>;
}

/** Ids of the nodes that are stopped, and of the tabs and subflows they are in; `all` when every node is. */
export type Stopped = ReadonlySet<string> | 'all';

/** @param event read tolerantly: what it does not say is taken for all */
export function stoppedBy({ config, type, diff }: StoppingEvent): Stopped {
  if (!config?.flows || !diff || (type !== 'nodes' && type !== 'flows')) return 'all';
  const { changed = [], removed = [], linked = [], rewired = [] } = diff;
  const stopped = new Set([...changed, ...removed, ...(type === 'flows' ? [...linked, ...rewired] : [])]);
  const places = config.flows.flatMap(({ id, z }) => (z !== undefined && stopped.has(id) ? [z] : []));
  return new Set([...stopped, ...places]);
}

/** @param places tabs and subflows that messages have been in: what stands there may have kept them, or be next */
export function isHit(places: ReadonlySet<string>, stopped: Stopped): boolean {
  return stopped === 'all' || [...places].some((place) => stopped.has(place));
}
