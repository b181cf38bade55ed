/** The table of instances that share the slots of one service. */
import { ratio } from './numbers';
import type { Results } from './samples';
import { ANSWER, INSTANCES, LIMIT, REQUESTS, SHARINGS, type Sharing } from './sharing';

const LABELS: Readonly<Record<Sharing, string>> = {
  alone: 'one process, its own slots',
  slots: `${INSTANCES} instances, shared slots`,
  windows: `${INSTANCES} instances, shared windows and slots`,
};

/** @returns undefined where nothing was measured */
export function sharingTable({ sharings }: Results): string | undefined {
  const one = sharings.get('alone');
  if (!one) return undefined;
  const rows = SHARINGS.flatMap((sharing) => {
    const shared = sharings.get(sharing);
    if (!shared) return [];
    const { time, most, fewest, largest } = shared;
    const each = fewest === largest ? String(fewest) : `${Math.floor(fewest)} to ${Math.ceil(largest)}`;
    return [`| ${[LABELS[sharing], ratio(one.time, time), most, each].join(' | ')} |`];
  });
  return [
    `### ${REQUESTS.toLocaleString('en-US')} requests of ${ANSWER} ms, ${LIMIT} at once, by way of Redis`,
    '',
    '| | requests a second | at once | of each instance |',
    '|---|---|---|---|',
    ...rows,
  ].join('\n');
}
