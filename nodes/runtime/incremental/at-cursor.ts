/** A run at its cursor: with the lease, and stopped where it is lost. */
import { onAbort, Stop } from '../../client/waiting/cancellation';
import { DataConnectError } from '../../errors';
import { cursorHeldByFlow, cursorMoved } from '../../incremental/cursor/cursor-failures';
import { CursorSession, type SessionOptions } from '../../incremental/cursor/cursor-session';
import { stateInstant } from '../../incremental/cursor/cursor-state';
import type { MessageRun } from '../message-run';
import type { RunYield } from '../progress/run-state';

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
  const session = await CursorSession.open(cursor);
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
