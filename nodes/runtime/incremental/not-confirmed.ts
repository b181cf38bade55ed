/** Why the flow did not confirm a window. */
import type { DataConnectError, Phrase } from '../../errors';
import { unconfirmed } from '../../incremental/cursor/cursor-failures';
import type { WindowEnd } from '../flow/followed-window';

/**
 * @param point that stays, ISO
 * @param minutes after which a window counts as never ending
 */
export function notConfirmed(
  end: WindowEnd,
  point: string | undefined,
  zone: string,
  minutes: number,
): DataConnectError {
  return unconfirmed(reasonOf(end, minutes), point, zone);
}

function reasonOf(end: WindowEnd, minutes: number): Phrase {
  if (end.state === 'confirmed') throw new Error('the window is confirmed');
  if (end.state === 'failed' && end.by !== 'flow') return { phrase: `window-failed-by-${end.by}` };
  const nodes = end.nodes.join(', ') || { phrase: 'flow-node-unknown' as const };
  if (end.state === 'failed') return { phrase: 'window-failed', facts: { nodes } };
  if (end.state === 'unproven') return { phrase: 'window-unproven', facts: { nodes } };
  return { phrase: 'window-open', facts: { nodes, minutes } };
}
