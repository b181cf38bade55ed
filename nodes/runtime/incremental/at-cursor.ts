/** A run at its cursor: with the lease, and stopped where it is lost. */
import { onAbort, Stop } from '../../client/waiting/cancellation';
import { cursorMoved } from '../../incremental/cursor/cursor-failures';
import { CursorSession, type SessionOptions } from '../../incremental/cursor/cursor-session';
import type { MessageRun } from '../message-run';
import type { RunYield } from '../progress/run-state';

/** @throws DataConnectError `CURSOR_IN_USE`, `CURSOR_DAMAGED`, and what the run throws */
export async function atCursor(
  job: MessageRun,
  cursor: SessionOptions,
  run: (job: MessageRun, session: CursorSession) => Promise<RunYield>,
): Promise<RunYield> {
  const session = await CursorSession.open(cursor);
  const signal = new Stop(job.signal);
  const forget = onAbort(session.lost, () => signal.stop(cursorMoved()));
  try {
    return await run({ ...job, signal }, session);
  } finally {
    forget();
    signal.end();
    await session.release();
  }
}
