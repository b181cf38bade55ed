/** Where incremental nodes stand, and what a person changes of it. */
import type { NodeAPI } from 'node-red';
import type { Phrase } from '../../errors';
import { DataConnectError } from '../../errors';
import { isCursorName, nodeOf } from '../../incremental/cursor/cursor-name';
import { CursorSession } from '../../incremental/cursor/cursor-session';
import { type CursorState, shownPoint, stateInstant } from '../../incremental/cursor/cursor-state';
import type { SeenCursor } from '../../incremental/cursor/cursor-store';
import { type Steered, type Steering, steered } from '../../incremental/cursor/steering';
import type { CursorStand, CursorsAnswer, CursorView, SteeringAnswer } from '../../incremental/windows/cursor-view';
import type { IncrementalOrder } from '../../incremental/windows/due-windows';
import { listWords, pointWords, standingWords } from '../../incremental/windows/next-run-words';
import { isGroup } from '../../stored/field';
import { findConnection } from '../connection/connection';
import { ConfiguredNodes } from '../incremental/configured-nodes';
import { knownCursors, placeOfCursor } from '../incremental/cursor-places';
import type { GoingOnNode } from '../incremental/going-on-nodes';
import { readSteering } from '../incremental/read-steering';
import type { SharedParts } from '../shared-parts';
import { sayWith, translateError } from '../translate';
import type { AdminRequest } from './admin-request';

/**
 * In the language of the reader; of a cursor that cannot be read, why not.
 * @param request `query`: `node`, the id of one; without it, of all
 */
export async function answerCursors(
  RED: NodeAPI,
  shared: SharedParts,
  { query, translate }: AdminRequest,
): Promise<CursorsAnswer> {
  const { node } = query;
  const cursors: CursorView[] = [];
  const nodes = new ConfiguredNodes(RED);
  // Before its first window is confirmed, nothing is kept of a cursor.
  for (const id of new Set([...(await knownCursors(RED, shared)), ...shared.confirmations.openCursors])) {
    if (typeof node === 'string' && !nodes.isMadeOf(nodeOf(id), node)) continue;
    const seen = await placeOfCursor(RED, shared, id).look(id);
    if (seen || shared.confirmations.openAt(id)) cursors.push(viewOf(RED, nodes, shared, id, seen, translate));
  }
  return { cursors };
}

function viewOf(
  RED: NodeAPI,
  nodes: ConfiguredNodes,
  shared: SharedParts,
  id: string,
  seen: SeenCursor | undefined,
  translate: AdminRequest['translate'],
): CursorView {
  const say = sayWith(translate);
  const { owner, state, node } = ownerOf(shared, id, seen);
  const config = nodes.chainOf(owner)?.at(-1);
  const open = shared.confirmations.openAt(id);
  const order = node?.orderFrom(state, Date.now());
  const isList = node?.isList ?? state?.snapshot !== undefined;
  const clean = cleanerOf(RED, state?.connection ?? '');
  return {
    id,
    place: config?.id ?? owner,
    connection: state?.connection ?? '',
    type: String(config?.type ?? (state ? `dataconnect-${state.endpoint}` : '')),
    name: nodes.nameOf(owner) ?? state?.name ?? '',
    instance: nodes.instanceOf(owner),
    only: clean(onlyOf(state?.partition ?? {})),
    isPaused: state?.paused === true,
    isList,
    isUsed: node !== undefined,
    lines: linesOf(state, order, isList).map(say),
    stand: standOf(state, order),
    ...(state && {
      changed: { at: Date.parse(state.confirmedAt), by: state.confirmedBy, rows: state.snapshot?.rows ?? state.rows },
    }),
    ...(seen && 'damage' in seen && { damage: translateError(seen.damage, translate) }),
    ...(open && { open: { since: open.since, held: open.window.holders } }),
  };
}

/** Texts of a person may have a secret in the wrong place. */
function cleanerOf(RED: NodeAPI, connection: string): (text: string) => string {
  const redactor = findConnection(RED, connection)?.redactor;
  return (text) => redactor?.redact(text) ?? text;
}

interface Owner {
  /** Id of the node at work. */
  owner: string;
  state: CursorState | undefined;
  node: GoingOnNode | undefined;
}

function ownerOf(shared: SharedParts, id: string, seen: SeenCursor | undefined): Owner {
  const state = seen && 'state' in seen ? seen.state : undefined;
  const owner = state?.node ?? nodeOf(id);
  return { owner, state, node: shared.goingOn.at(owner) };
}

function linesOf(state: CursorState | undefined, order: IncrementalOrder | undefined, isList: boolean): Phrase[] {
  if (isList) return state?.paused ? [] : [listWords(state?.snapshot !== undefined)];
  if (order) return standingWords(order, { isPaused: state?.paused === true });
  if (state?.confirmedTo === undefined) return [];
  const cursor = Date.parse(state.confirmedTo);
  return [pointWords({ cursor, from: cursor, zone: state.zone, grain: state.grain })];
}

function standOf(state: CursorState | undefined, order: IncrementalOrder | undefined): CursorStand {
  return {
    ...(state?.confirmedTo !== undefined && { confirmedTo: Date.parse(state.confirmedTo) }),
    zone: order?.zone ?? state?.zone ?? '',
    stopDate: order?.stopDate ?? 'unknown',
  };
}

/** `LocationTypeIDs: 12,13`; the address of the service is known by the connection. */
function onlyOf(partition: CursorState['partition']): string {
  const shown = Object.entries(partition).filter(([name]) => !name.startsWith(' '));
  return shown.map(([name, value]) => `${name}: ${value}`).join(', ');
}

/**
 * @param request `params`: id of the cursor; `body`: `wanted`, as `msg.incremental`, or `forget` of a cursor whose node
 *   is gone; `confirmed`, true where a person knows what comes of it
 * @throws ParameterError, DataConnectError `CURSOR_IN_USE`, `CURSOR_NOT_WRITABLE`
 */
export async function steerByPerson(
  RED: NodeAPI,
  shared: SharedParts,
  { body, translate }: AdminRequest,
): Promise<SteeringAnswer> {
  const { id, wanted, confirmed } = isGroup(body) ? body : {};
  const name = String(id);
  const kept = placeOfCursor(RED, shared, name);
  const seen = isCursorName(name) ? await kept.look(name) : undefined;
  // Before its first window is confirmed, nothing is kept of a cursor.
  if (!seen && !shared.confirmations.openAt(name)) return { kind: 'gone' };
  const { state, node } = ownerOf(shared, name, seen);
  if (wanted === 'forget' && !node) {
    if (confirmed !== true) return { kind: 'confirm', text: sayWith(translate)({ phrase: 'cursor-confirm-forget' }) };
    await kept.store.remove?.(name);
    return { kind: 'done' };
  }
  const by = state ? steeredBy(state) : node?.described();
  if (!by) throw seen && 'damage' in seen ? seen.damage : new DataConnectError('CURSOR_MOVED');
  const isList = node?.isList ?? state?.snapshot !== undefined;
  const terms = { title: node?.title ?? by.name, zone: by.zone, now: Date.now(), isList };
  const steering = readSteering(wanted, terms);
  if (confirmed !== true) {
    const order = node?.orderFrom(state, terms.now);
    return { kind: 'confirm', text: sayWith(translate)(consequence(steering, state, by, order, isList)) };
  }
  await shared.confirmations.letGo(name);
  await CursorSession.changeByHand({ store: kept.store, name, files: kept.filesOf(name) }, (before) =>
    steered(before, by, steering),
  );
  return { kind: 'done' };
}

function steeredBy(state: CursorState): Steered {
  const { node, name, connection, host, endpoint, partition, zone, grain } = state;
  const own = { node, name, connection, host, endpoint, partition, zone, grain };
  return { ...own, confirmedAt: new Date().toISOString(), confirmedBy: 'person', rows: 0, run: '' };
}

/** What will be sent again, or never asked for. */
function consequence(
  steering: Steering,
  state: CursorState | undefined,
  { zone }: Steered,
  order: IncrementalOrder | undefined,
  isList: boolean,
): Phrase {
  if (steering.kind === 'pause' || steering.kind === 'resume') return { phrase: `cursor-confirm-${steering.kind}` };
  if (isList) return { phrase: 'cursor-confirm-reset-list' };
  const point = shownPoint(state?.confirmedTo, zone);
  if (steering.kind === 'from') {
    const facts = { from: shownPoint(steering.point, zone), point, zone };
    const isAhead = state?.confirmedTo !== undefined && Date.parse(steering.point) > Date.parse(state.confirmedTo);
    return { phrase: isAhead ? 'cursor-confirm-skip' : 'cursor-confirm-from', facts };
  }
  const first = order && shownPoint(stateInstant(order.from), zone);
  return { phrase: 'cursor-confirm-reset', facts: { from: first ?? '–', point, zone } };
}
