/** A run at its cursor: with the lease, and stopped where it is lost. */
import { onAbort, orCancelled, Stop } from '../../client/waiting/cancellation';
import { DataConnectError } from '../../errors';
import { cursorHeldByFlow, cursorMoved } from '../../incremental/cursor/cursor-failures';
import { CursorSession, type SessionOptions } from '../../incremental/cursor/cursor-session';
import { shownPoint, stateInstant } from '../../incremental/cursor/cursor-state';
import type { MessageRun } from '../message-run';
import type { RunYield } from '../progress/run-state';
import { sendNothing } from './empty-result';

export interface CursorJob extends MessageRun {
  session: CursorSession;
  /** Stops it, and resolves when the cursor is free. */
  letGo(): Promise<void>;
}

/** @throws DataConnectError `CURSOR_IN_USE`, `CURSOR_DAMAGED`, and what the run throws */
export async function atCursor(
  job: MessageRun,
  cursor: SessionOptions,
  run: (job: CursorJob) => Promise<RunYield>,
): Promise<RunYield> {
  await requireFree(job, cursor.name);
  const session = await openSession(job, cursor);
  // Each instance has the order of its own; the one that came first carries it out.
  if (!session) return sendNothing(job, { reason: 'runs-elsewhere' });
  if (session.isCopy) tellOfCopy(job, session);
  const signal = new Stop(job.signal);
  const forget = onAbort(session.lost, () => signal.stop(cursorMoved()));
  let free = () => {};
  const isFree = new Promise<void>((resolve) => {
    free = resolve;
  });
  const letGo = () => {
    signal.stop(letGoByPerson(job));
    return isFree;
  };
  try {
    return await run({ ...job, session, signal, letGo });
  } finally {
    forget();
    signal.end();
    await session.release().finally(free);
  }
}

/** A run that is stopped does not wait for a store that is away. */
async function openSession(job: MessageRun, cursor: SessionOptions): Promise<CursorSession | undefined> {
  const { connection, signal, origin } = job;
  const opening = connection.cluster ? CursorSession.openUnlessElsewhere(cursor) : CursorSession.open(cursor);
  try {
    return await orCancelled(opening, signal, origin.title);
  } catch (error) {
    opening.then((session) => session?.release()).catch(() => undefined);
    throw error;
  }
}

function tellOfCopy({ origin, report, connection }: MessageRun, { state }: CursorSession): void {
  const point = shownPoint(state?.confirmedTo ?? state?.confirmedAt, connection.terms.zone);
  const said = origin.say({ phrase: 'cursor-copy-used', facts: { point } });
  report.warn(said);
  origin.node.warn(said);
}

/**
 * The flow may have messages of the last window still, long after the alarm: the same ones are not sent beside them.
 * What waits for the word of a person is held by nobody, and gives way.
 */
async function requireFree({ connection }: MessageRun, cursor: string): Promise<void> {
  const { confirmations } = connection.shared;
  const { window, since, letGo } = confirmations.openAt(cursor) ?? {};
  if (!window || !letGo) return;
  if (window.options.confirmedBy === 'hand') return letGo();
  throw cursorHeldByFlow(window.holders, stateInstant(since!), connection.terms.zone);
}

function letGoByPerson({ origin }: MessageRun): DataConnectError {
  return new DataConnectError('CANCELLED', { endpoint: origin.title, reason: { phrase: 'cancelled-by-person' } });
}
