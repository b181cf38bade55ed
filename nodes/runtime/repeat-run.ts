/** A run once more: its node gets a message with the parameters that the message of the run brought, and nothing else. */
import type { Node } from 'node-red';
import { Stop } from '../client/waiting/cancellation';
import type { Facts } from '../errors';
import type { RunPlan } from '../extract/run-plan';
import { type SideEffect, sideEffectOf } from '../extract/side-effect';
import { plainPath } from '../parameters/path-rules';
import { type Connection, requireConnection } from './connection/connection';
import type { CursorAsker } from './incremental/cursor-ask';
import { nextWindows } from './incremental/next-windows';
import { type PlanningNode, planMessage } from './plan-message';
import type { NotedRun, NotKept } from './progress/noted-run';

export type Repetition =
  | { kind: 'started' }
  /** Nothing was started: a person must say first that it is meant. */
  | { kind: 'confirm'; asks: Ask[] }
  | { kind: 'refused'; reason: Refusal; facts?: Facts };

/**
 * `message`: the node takes more from a message than what is kept. `practice`: the run had invented data, which mean
 * nothing to the service that would be asked; `service`: the other way round.
 */
type Refusal = 'message' | 'practice' | 'service' | NotKept;

/**
 * Why a person is asked: for what it does; since another service would be asked, or the same as somebody else or for
 * another company; since the parameters of the message were meant for another path.
 */
interface Ask {
  reason: SideEffect | 'other-service' | 'other-account' | 'other-path';
  facts: Facts;
}

/** The reasons that a person was asked about and said yes to. */
export type Confirmed = readonly unknown[];

/** What the node gets. */
interface RepeatedMessage {
  params?: Record<string, unknown>;
  dryRun?: true;
}

/**
 * @param origin the node as it is now, which may be another than at the time of the run
 * @throws DataConnectError, as the run would before it sends anything
 */
export async function repeatRun(
  origin: CursorAsker['origin'],
  run: NotedRun,
  confirmed: Confirmed,
): Promise<Repetition> {
  const { params, notKept, dryRun } = run;
  if (notKept) return { kind: 'refused', reason: notKept };
  if (readsMessages(origin)) return { kind: 'refused', reason: 'message' };
  const msg: RepeatedMessage = { ...(params && { params }), ...(dryRun && { dryRun }) };
  if (!dryRun) {
    const connection = requireConnection(origin.RED, origin.settings.connection);
    const refused = otherWorld(run, connection);
    if (refused) return refused;
    const plan = await planOfRepetition(origin, connection, msg);
    const effect = plan && sideEffectOf(plan);
    const asks: Ask[] = [
      ...(effect ? [{ reason: effect, facts: {} }] : []),
      ...otherService(run, connection),
      ...(plan ? otherPath(run, connection.redactor.redact(plan.request.path)) : []),
    ];
    if (!areConfirmed(asks, confirmed)) return { kind: 'confirm', asks };
  }
  origin.node.receive(msg as never);
  return { kind: 'started' };
}

/**
 * The same of a check-up, which takes nothing from its message.
 * @param connection as the node has it now
 */
export function repeatCheckUp(node: Node, connection: Connection, run: NotedRun, confirmed: Confirmed): Repetition {
  const refused = otherWorld(run, connection);
  if (refused) return refused;
  const asks = otherService(run, connection);
  if (!areConfirmed(asks, confirmed)) return { kind: 'confirm', asks };
  node.receive({} as never);
  return { kind: 'started' };
}

/** Undefined where a node that goes on from an earlier run has nothing to ask for. */
async function planOfRepetition(
  origin: CursorAsker['origin'],
  connection: Connection,
  msg: RepeatedMessage,
): Promise<RunPlan | undefined> {
  const signal = new Stop();
  if (origin.settings.incremental.mode === 'off') {
    return (await planMessage(origin, connection, msg as never, signal, { sends: false })).plan;
  }
  const { planned } = await nextWindows({ origin, connection, signal }, msg as never, { sends: false });
  return planned[0]?.plan;
}

function areConfirmed(asks: readonly Ask[], confirmed: Confirmed): boolean {
  return asks.every(({ reason }) => confirmed.includes(reason));
}

/** An expression may read the message anywhere in it. */
function readsMessages({ settings }: PlanningNode): boolean {
  return settings.params.some(([, { type }]) => type === 'msg' || type === 'jsonata');
}

/** What is invented and what is not are never taken for each other, whatever a person says. */
function otherWorld({ asked, practice }: NotedRun, connection: Connection): Repetition | undefined {
  if (!asked || practice === connection.isPractice) return undefined;
  const host = practice ? connection.asked.service : asked.service;
  return { kind: 'refused', reason: practice ? 'practice' : 'service', facts: { host } };
}

function otherService({ asked }: NotedRun, connection: Connection): Ask[] {
  if (!asked) return [];
  const { service, account } = connection.asked;
  if (asked.service !== service) return [{ reason: 'other-service', facts: { before: asked.service, now: service } }];
  return asked.account === account ? [] : [{ reason: 'other-account', facts: { host: service } }];
}

/** @param now free of secrets, as the path of the run is */
function otherPath({ asked, params }: NotedRun, now: string): Ask[] {
  if (!params || asked?.path === undefined || plainPath(asked.path) === plainPath(now)) return [];
  return [{ reason: 'other-path', facts: { before: asked.path, now } }];
}
