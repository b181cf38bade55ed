/** How often a window is tried, by `dataconnectSharedWork` of `settings.js`. */
import type { NodeAPI } from 'node-red';
import { isGroup } from '../../stored/field';
import type { RetryPolicy } from '../../work/work-queue';

const USUAL = { attempts: 6, secondsBetween: 10 };
const MOST = { attempts: 100, secondsBetween: 3600 };

/** What is no number between one, or nothing, and the most is taken as if it were absent. */
export function workSettings({ settings }: Pick<NodeAPI, 'settings'>): RetryPolicy {
  const { dataconnectSharedWork: given } = settings as { dataconnectSharedWork?: unknown };
  const { attempts, secondsBetween } = isGroup(given) ? given : {};
  const isCount = Number.isInteger(attempts) && isWithin(attempts, 1, MOST.attempts);
  return {
    attempts: isCount ? (attempts as number) : USUAL.attempts,
    backOff:
      1000 * (isWithin(secondsBetween, 0, MOST.secondsBetween) ? (secondsBetween as number) : USUAL.secondsBetween),
  };
}

function isWithin(value: unknown, least: number, most: number): boolean {
  return typeof value === 'number' && value >= least && value <= most;
}
