/** What a person should know of a period before a run asks for it. */
import { instantOf } from '../parameters/date-expression';
import { MOST_WINDOWS, windowCount } from '../parameters/window-count';
import type { DialogContext } from './dialog-context';
import { settingsOf } from './draft';

/**
 * @param sent the dates as they go out
 * @param isCut true for the period that a run may cut into windows
 * @returns empty where there is nothing to say
 */
export function periodRemark(
  context: DialogContext,
  sent: readonly [start: string, stop: string],
  isCut: boolean,
): string {
  const { draft, words } = context;
  const [from, to] = sent.map((text) => instantOf(text, context.zone())) as [number, number];
  if (from > Date.now()) return words('dialog.period-future');
  const { windows, output } = settingsOf(draft);
  const { kind, count } = windows;
  const isWhole = output.mode === 'text' || output.mode === 'buffer';
  if (!isCut || isWhole || kind === 'auto' || kind === 'none') return '';
  const requests = windowCount({ from, to }, kind, count);
  if (requests > MOST_WINDOWS) return words('dialog.period-too-long', { count: requests, most: MOST_WINDOWS });
  return requests > 1 ? words('dialog.period-requests', { count: requests }) : '';
}
