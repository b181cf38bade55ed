/** What a run ends with that cannot go on from its cursor, or not save where it came to. */
import { hostname } from 'node:os';
import { DataConnectError, type Phrase } from '../../errors';
import { codeOf } from '../../files/file-failure';
import { shownPoint } from './cursor-state';
import { LEASE_TIME } from './cursor-store';

/** @param holder as far as it is known */
export function cursorInUse(holder: { pid: number; host: string } | undefined): DataConnectError {
  return new DataConnectError('CURSOR_IN_USE', { who: whoHolds(holder) });
}

function whoHolds(holder: { pid: number; host: string } | undefined): Phrase {
  const seconds = LEASE_TIME / 1000;
  if (!holder) return { phrase: 'cursor-held-somewhere', facts: { seconds } };
  const { pid, host } = holder;
  if (pid === process.pid && host === hostname()) return { phrase: 'cursor-held-here' };
  return { phrase: 'cursor-held-elsewhere', facts: { pid, host, seconds } };
}

/**
 * @param nodes labels of those that have messages of the last window still; none where nobody knows them
 * @param since when that window began, ISO
 */
export function cursorHeldByFlow(nodes: readonly string[], since: string, zone: string): DataConnectError {
  const by = nodes.join(', ') || ({ phrase: 'flow-node-unknown' } as const);
  const facts = { nodes: by, since: shownPoint(since, zone) };
  return new DataConnectError('CURSOR_IN_USE', { who: { phrase: 'cursor-held-by-flow', facts } });
}

/**
 * @param point undefined for a list
 * @param rows that the next run sends again
 */
export function cursorNotSaved(
  point: string | undefined,
  zone: string,
  rows: number,
  cause: unknown,
): DataConnectError {
  const code = codeOf(cause) ?? 'unknown';
  const what: Phrase =
    point === undefined
      ? { phrase: 'cursor-confirmed-list' }
      : { phrase: 'cursor-confirmed-to', facts: { point: shownPoint(point, zone) } };
  return new DataConnectError('CURSOR_NOT_SAVED', { what, code, rows }, { cause });
}

/** What had been done by then where a folder cannot be written: nothing yet, a part of a run, what a person wanted. */
export type NotWritableWhen = 'before' | 'under-way' | 'by-hand';

const OUTCOMES = {
  before: 'cursor-nothing-requested',
  'under-way': 'cursor-run-stopped',
  'by-hand': 'cursor-stays',
} as const;

/** @param folder where it is, or the name of a cursor that is in no folder */
export function cursorNotWritable(folder: string, cause: unknown, when: NotWritableWhen = 'before'): DataConnectError {
  const outcome: Phrase = { phrase: OUTCOMES[when] };
  return new DataConnectError('CURSOR_NOT_WRITABLE', { folder, code: codeOf(cause) ?? 'unknown', outcome }, { cause });
}

/** @returns what the system refused as `CURSOR_NOT_WRITABLE`; all else, errors of ours too, as it is */
export function asNotWritable(folder: string, thrown: unknown, when?: NotWritableWhen): unknown {
  const isOfSystem = !(thrown instanceof DataConnectError) && codeOf(thrown) !== undefined;
  return isOfSystem ? cursorNotWritable(folder, thrown, when) : thrown;
}

/** Another run confirmed more meanwhile, or this one lost its lease. */
export function cursorMoved(): DataConnectError {
  return new DataConnectError('CURSOR_MOVED');
}

/** @param point the one that was confirmed; ISO, as `now` */
export function cursorInFuture(point: string, now: string, zone: string): DataConnectError {
  return new DataConnectError('CURSOR_IN_FUTURE', { point: shownPoint(point, zone), now: shownPoint(now, zone) });
}

/** @param reason why the flow did not confirm, a sentence with its full stop */
export function unconfirmed(reason: Phrase, point: string | undefined, zone: string): DataConnectError {
  const shown = shownPoint(point, zone);
  const outcome = { phrase: 'point-stays', facts: { point: shown } } as const;
  return new DataConnectError('UNCONFIRMED', { reason, point: shown, outcome });
}
