/** Why the flow did not confirm a window. */
import { DataConnectError, type Phrase } from '../../errors';
import { unconfirmed } from '../../incremental/cursor/cursor-failures';
import type { WindowEnd } from '../flow/followed-window';
import type { CursorAsk } from './cursor-ask';

/**
 * @param point that stays, ISO
 * @param ask whose word counts, and the minutes after which a window counts as never ending
 */
export function notConfirmed(
  end: WindowEnd,
  point: string | undefined,
  zone: string,
  ask: Pick<CursorAsk, 'confirmedBy' | 'alarm'>,
): DataConnectError {
  return unconfirmed(reasonOf(end, ask), point, zone);
}

/** Of a window that is tried again in its own time. */
export function attemptNotConfirmed(end: WindowEnd, ask: Pick<CursorAsk, 'confirmedBy' | 'alarm'>): DataConnectError {
  const outcome = { phrase: 'window-tried-again' } as const;
  return new DataConnectError('UNCONFIRMED', { reason: reasonOf(end, ask), outcome });
}

function reasonOf(end: WindowEnd, { confirmedBy, alarm: minutes }: Pick<CursorAsk, 'confirmedBy' | 'alarm'>): Phrase {
  if (end.state === 'confirmed') throw new Error('the window is confirmed');
  if (end.state === 'failed' && end.by !== 'flow') return { phrase: `window-failed-by-${end.by}` };
  if (end.state === 'open' && confirmedBy === 'hand') return { phrase: 'window-not-said', facts: { minutes } };
  const nodes = end.nodes.join(', ') || { phrase: 'flow-node-unknown' as const };
  if (end.state === 'failed') return { phrase: 'window-failed', facts: { nodes } };
  if (end.state === 'unproven') return { phrase: 'window-unproven', facts: { nodes } };
  return { phrase: 'window-open', facts: { nodes, minutes } };
}
