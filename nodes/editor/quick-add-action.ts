/**
 * Node-RED's quick-add as an action of its list of actions. By itself it opens for a click with Ctrl only: whoever works
 * without a mouse could add no node.
 */
import type { Words } from './words';

/** Between the middles of two nodes that stand beside each other, and of the first and the edges of what is in view. */
const BESIDE = 220;
const FROM_EDGE = 160;

/** Where a Node-RED has no quick-add there is no action. */
export function provideQuickAdd(words: Words): void {
  if (typeof RED.view.showQuickAddDialog !== 'function') return;
  const open = () => RED.view.showQuickAddDialog({ position: placeOfNext() });
  RED.actions.add('dataconnect:add-node', open, { label: words('sidebar.add-node') });
}

/** Behind the node that is selected, else where the view begins. */
function placeOfNext(): [x: number, y: number] {
  const selected = RED.view.selection().nodes?.at(-1);
  if (typeof selected?.x === 'number' && typeof selected.y === 'number') return [selected.x + BESIDE, selected.y];
  const chart = document.getElementById('red-ui-workspace-chart');
  const scale = RED.view.scale();
  return [(chart?.scrollLeft ?? 0) / scale + FROM_EDGE, (chart?.scrollTop ?? 0) / scale + FROM_EDGE];
}
