/** A run once more: its node gets a message with the parameters that the message of the run brought, and nothing else. */
import { Stop } from '../client/waiting/cancellation';
import { type SideEffect, sideEffectOf } from '../extract/side-effect';
import { requireConnection } from './connection/connection';
import { type PlanningNode, planMessage } from './plan-message';
import type { NotedRun, NotKept } from './progress/noted-run';

export type Repetition =
  | { kind: 'started' }
  /** Nothing was started: a person must say first that it is meant. */
  | { kind: 'confirm'; effect: SideEffect }
  /** `message`: the node takes more from a message than what is kept. */
  | { kind: 'refused'; reason: 'message' | NotKept };

/** What the node gets. */
interface RepeatedMessage {
  params?: Record<string, unknown>;
  dryRun?: true;
}

/**
 * @param origin the node as it is now, which may be another than at the time of the run
 * @param confirmed true where a person knows that it sends e-mail or changes something
 * @throws DataConnectError, as the run would before it sends anything
 */
export async function repeatRun(
  origin: PlanningNode,
  { params, notKept, dryRun }: NotedRun,
  confirmed: boolean,
): Promise<Repetition> {
  if (notKept) return { kind: 'refused', reason: notKept };
  if (readsMessages(origin)) return { kind: 'refused', reason: 'message' };
  const msg: RepeatedMessage = { ...(params && { params }), ...(dryRun && { dryRun }) };
  if (!dryRun && !confirmed) {
    const connection = requireConnection(origin.RED, origin.settings.connection);
    const { plan } = await planMessage(origin, connection, msg as never, new Stop());
    const effect = sideEffectOf(plan);
    if (effect) return { kind: 'confirm', effect };
  }
  origin.node.receive(msg as never);
  return { kind: 'started' };
}

/** An expression may read the message anywhere in it. */
function readsMessages({ settings }: PlanningNode): boolean {
  return settings.params.some(([, { type }]) => type === 'msg' || type === 'jsonata');
}
