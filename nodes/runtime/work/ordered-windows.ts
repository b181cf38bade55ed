/** From a message to an order, and from an order to its windows, on whichever instance. */
import { createHash } from 'node:crypto';
import type { StopSignal } from '../../client/waiting/cancellation';
import { type CalendarCut, describePiece, piecesOf, planOfPiece } from '../../extract/apart';
import type { RunPlan } from '../../extract/run-plan';
import { MOST_WINDOWS } from '../../parameters/window-count';
import type { SharedWindow } from '../../work/work-queue';
import type { Connection } from '../connection/connection';
import { type PlanningNode, planMessage, planOf } from '../plan-message';
import { messageParameters, type ParameterMessage } from '../resolve-parameters';
import { cannotShare, type WantedWork } from './read-work';
import type { AskedOrder } from './shared-orders';
import type { WindowData, WorkOrder } from './work-state';

/** Hexadecimal digits of what tells orders apart. */
const DIGITS = 16;

type Sets = WorkOrder['sets'];

/**
 * The order that a message is.
 * @throws as `planMessage`; ParameterError where its windows cannot be shared
 */
export async function orderOf(
  origin: PlanningNode,
  connection: Connection,
  msg: ParameterMessage,
  { name, each }: Extract<WantedWork, { kind: 'order' }>,
  signal: StopSignal,
): Promise<AskedOrder> {
  const { settings, title } = origin;
  if (!['all', 'batches', 'each'].includes(settings.mode)) throw cannotShare(title, 'shared-not-in-body');
  if (settings.incremental.mode !== 'off') throw cannotShare(title, 'shared-not-incremental');
  const { windows: choice } = settings;
  if (choice.kind !== 'calendar') throw cannotShare(title, 'shared-not-cut');
  const cut = { unit: choice.unit, count: choice.count };
  const sets = new Map<string, Sets[number]>();
  let windows = 0;
  for (const given of each) {
    const params = { ...Object.fromEntries(messageParameters(msg, title)), ...given };
    const { plan } = await planMessage(origin, connection, { ...msg, params }, signal);
    const sent = plan.request.parameters.map(([key, value]): [string, string] => [key, value]);
    const known = sets.size;
    sets.set(JSON.stringify(sent), sent);
    if (sets.size > known) windows += piecesOf(plan, cut).length;
    if (windows > MOST_WINDOWS) throw cannotShare(title, 'shared-too-many', { most: MOST_WINDOWS });
  }
  const all = [...sets.values()];
  const { serviceUrl } = connection.terms;
  const key = createHash('sha256').update(JSON.stringify(name ?? [serviceUrl, connection.isPractice, cut, all]));
  return { key: key.digest('hex').slice(0, DIGITS), ...(name !== undefined && { name }), sets: all, cut, windows };
}

/** @throws ParameterError where the node cannot ask for it any more */
export function windowsAt(
  origin: PlanningNode,
  connection: Connection,
  { sets, cut }: Pick<WorkOrder, 'sets' | 'cut'>,
  positions: readonly number[],
): SharedWindow[] {
  const wanted = new Set(positions);
  const windows: SharedWindow[] = [];
  let position = 0;
  for (const [set, sent] of sets.entries()) {
    const plan = wholePlan(origin, connection, sent);
    for (const span of piecesOf(plan, cut as CalendarCut)) {
      if (wanted.has(position)) {
        const company = sets.length > 1 ? differing(sets, set) : '';
        const text = [describePiece(plan, span), company].filter((part) => part !== '').join(', ');
        windows.push({ id: String(position), data: { position, set, span, text } satisfies WindowData });
      }
      position++;
    }
  }
  return windows;
}

/** What the run of a window is to do: what a run does that asks for nothing else. */
export function planOfWindow(
  origin: PlanningNode,
  connection: Connection,
  { sets }: Pick<WorkOrder, 'sets'>,
  { set, span }: WindowData,
): RunPlan {
  return planOfPiece(wholePlan(origin, connection, sets[set] ?? []), span);
}

function wholePlan(origin: PlanningNode, connection: Connection, sent: Sets[number]): RunPlan {
  return planOf(origin, connection, new Map(sent)).plan;
}

/** What tells a set from the first one: `CompanyID 12`. */
function differing(sets: Sets, set: number): string {
  const others = new Map(sets[set === 0 ? 1 : 0]);
  return (sets[set] ?? [])
    .filter(([name, value]) => others.get(name) !== value)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}
