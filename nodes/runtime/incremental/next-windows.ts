/** What the next run of an incremental node would ask for. Neither lease nor cursor is touched: nothing is confirmed by it. */
import type { Phrase, Say } from '../../errors';
import type { Planned } from '../../extract/make-plan';
import { cursorInFuture } from '../../incremental/cursor/cursor-failures';
import { type CursorState, stateInstant } from '../../incremental/cursor/cursor-state';
import { type DueWindow, dueWindows } from '../../incremental/windows/due-windows';
import { nextRunWords, pointWords } from '../../incremental/windows/next-run-words';
import type { Connection } from '../connection/connection';
import { type ForeseenRun, foreseeRun } from '../foreseen-run';
import { RunReport } from '../messages/run-report';
import { givenFor, planOf } from '../plan-message';
import type { ParameterMessage } from '../resolve-parameters';
import { type AskingByMessage, askedFor } from './incremental-ask';

export interface NextWindows {
  /** A plan for each window; none where there is nothing to ask for. */
  planned: Planned[];
  /** For `msg.dataconnect.incremental`; times ISO. */
  position: Record<string, unknown>;
  /** Where it stands, and what comes next. */
  standing: Phrase[];
}

type Asking = Pick<AskingByMessage, 'origin' | 'connection' | 'signal'>;

/**
 * @param options where `sends` is false nothing is sent: what the account would be asked for stays open
 * @throws DataConnectError, ParameterError as the run would before it sends anything
 */
export async function nextWindows(
  asking: Asking,
  msg: ParameterMessage,
  { sends }: { sends: boolean },
): Promise<NextWindows> {
  const { origin, connection, signal } = asking;
  if (origin.settings.incremental.mode === 'changes') {
    const given = await givenFor(origin, connection, msg, signal, { sends });
    return { planned: [planOf(origin, connection, given)], position: {}, standing: [] };
  }
  const report = new RunReport('', origin.endpoint?.id ?? 'request');
  const ask = await askedFor({ ...asking, report, isQuiet: !sends }, msg);
  const state = await stateAt(ask.cursor.name, asking);
  const order = ask.orderFrom(state, Date.now());
  const due = dueWindows(order);
  if (due.kind === 'in-future') throw cursorInFuture(stateInstant(due.cursor), stateInstant(order.now), order.zone);
  const windows: readonly DueWindow[] = due.kind === 'windows' && !state?.paused ? due.windows : [];
  return {
    planned: windows.map((window) => planOf(origin, connection, ask.valuesFor(window))),
    position: {
      ...(state?.confirmedTo !== undefined && { confirmedTo: state.confirmedTo }),
      ...(state?.paused && { reason: 'paused' }),
      ...(due.kind === 'nothing' && { reason: due.reason, next: stateInstant(due.due) }),
      windows: windows.map(({ from, to }) => ({ from: stateInstant(from), to: stateInstant(to) })),
    },
    standing: [
      pointWords(order),
      ...(state?.paused ? [{ phrase: 'cursor-confirm-pause' } as const] : nextRunWords(due, order)),
    ],
  };
}

async function stateAt(name: string, { origin, connection }: Asking): Promise<CursorState | undefined> {
  const seen = await connection.shared.cursorsOf(origin.RED, connection.cluster).look(name);
  if (seen && 'damage' in seen) throw seen.damage;
  return seen?.state;
}

/** In words, all of its windows. @param id as `foreseeRun` has it */
export function foreseeNext(
  { origin, connection }: { origin: Asking['origin']; connection: Connection },
  { planned, standing }: NextWindows,
  say: Say,
  id: string,
): ForeseenRun {
  const each = planned.map((one) => foreseeRun(origin, connection, one, say, id));
  const once = (of: 'warnings' | 'unknown') => [...new Set(each.flatMap((one) => one[of]))];
  return {
    parameters: each[0]?.parameters ?? {},
    requests: each.flatMap(({ requests }) => requests),
    warnings: once('warnings'),
    unknown: once('unknown'),
    standing: standing.map(say),
  };
}
