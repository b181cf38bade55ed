/** Nodes that are made as the palette makes them where one is dropped, without the mouse: for a round through all types. */
import type { Page } from 'playwright-core';

export interface DroppedNode {
  id: string;
  type: string;
  connection: string;
  params: Record<string, { type: string; value: string }>;
  /** As Node-RED's editor judges it. */
  valid: boolean;
}

/** @param types one node of each is dropped into the flow in view, in rows */
export function dropAll(page: Page, types: readonly string[]): Promise<DroppedNode[]> {
  return page.evaluate<DroppedNode[]>(`${JSON.stringify(types)}.map((type, place) => {
    const x = 120 + 220 * (place % 10);
    const { node, historyEvent } = RED.view.createNode(type, x, 60 + 50 * Math.floor(place / 10));
    const added = RED.nodes.add(node, { source: 'palette' });
    RED.history.push(historyEvent);
    RED.editor.validateNode(added);
    RED.nodes.dirty(true);
    const { id, connection, params = {}, valid } = added;
    return { id, type, connection, params, valid };
  })`);
}
