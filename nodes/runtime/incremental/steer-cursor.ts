/** A message that changes the cursor of a node, instead of ordering a run: `msg.incremental`. */
import { CursorSession } from '../../incremental/cursor/cursor-session';
import { type CursorState, shownPoint } from '../../incremental/cursor/cursor-state';
import { type Steering, steered } from '../../incremental/cursor/steering';
import { planMessage } from '../plan-message';
import type { ParameterMessage } from '../resolve-parameters';
import { type CursorAsk, cannotGoOn, cursorAsk } from './cursor-ask';
import { type AskingByMessage, askedFor } from './incremental-ask';
import { readSteering } from './read-steering';

/** Where the cursor stands then. */
export interface SteeredTo {
  did: Steering['kind'];
  state: CursorState;
  /** In the zone of the connection; undefined where nothing counts as confirmed. */
  point: string | undefined;
}

/**
 * @param msg `params` say which cursor is meant, as they do for a run
 * @throws ParameterError where the node has no cursor, or what is wanted cannot be read; DataConnectError
 *   `CURSOR_IN_USE` while a run goes on, `CURSOR_NOT_WRITABLE`
 */
export async function steerCursor(job: AskingByMessage, msg: ParameterMessage, wanted: unknown): Promise<SteeredTo> {
  const { origin, connection } = job;
  const { title, settings } = origin;
  const { zone } = connection.terms;
  const { mode } = settings.incremental;
  if (mode === 'off') throw cannotGoOn(title, 'steering-off');
  const steering = readSteering(wanted, { title, zone, now: Date.now(), isList: mode === 'changes' });
  const ask = await cursorFor(job, msg);
  const by = { ...ask.confirmation(), grain: ask.grain, confirmedBy: 'person', rows: 0 } as const;
  await connection.shared.confirmations.letGo(ask.cursor.name);
  const state = await CursorSession.changeByHand(ask.cursor, (before) => steered(before, by, steering));
  const point = state.confirmedTo === undefined ? undefined : shownPoint(state.confirmedTo, zone);
  return { did: steering.kind, state, point };
}

/** The cursor that a run of the message would go on from. */
async function cursorFor(job: AskingByMessage, msg: ParameterMessage): Promise<CursorAsk & Pick<CursorState, 'grain'>> {
  const { origin, connection, signal } = job;
  if (origin.settings.incremental.mode === 'changes') {
    const { plan } = await planMessage(origin, connection, msg, signal);
    return { ...cursorAsk(job, new Map(plan.request.parameters)), grain: 'instant' };
  }
  const ask = await askedFor(job, msg);
  return { ...ask, grain: ask.orderFrom(undefined, Date.now()).grain };
}
