/** What an incremental node asks for: settings, connection and message, read once a run. */
import { goesOnBy, rangeColumnOf } from '../../catalogue/going-on';
import { usualRange } from '../../catalogue/roles';
import { allParameters } from '../../catalogue/shared-parameters';
import type { StopSignal } from '../../client/waiting/cancellation';
import type { CursorState } from '../../incremental/cursor/cursor-state';
import type { DueWindow, IncrementalOrder } from '../../incremental/windows/due-windows';
import { incrementalOrder } from '../../incremental/windows/incremental-order';
import { type RangeTexts, stopDateReading } from '../../incremental/windows/range-texts';
import { isBlank } from '../../parameters/given-value';
import type { Connection } from '../connection/connection';
import { givenFor, type PlanningNode, planOf } from '../plan-message';
import type { ParameterMessage } from '../resolve-parameters';
import { type CursorAsk, type CursorAsker, cannotGoOn, cursorAsk } from './cursor-ask';

/** Who asks by a message. `signal` ends the wait for sources that do not answer. */
export interface AskingByMessage extends CursorAsker {
  signal: StopSignal;
  /** Nothing is sent, not even to find out what a parameter is. */
  isQuiet?: boolean;
}

export interface IncrementalAsk extends CursorAsk {
  /** Column of the records that says when each was; undefined where none does. */
  column: string | undefined;
  /** How records are known that were delivered before; undefined where they are sent again, or have no date to be told by. */
  known: RecordsBefore | undefined;
  orderFrom(state: CursorState | undefined, now: number): IncrementalOrder;
  /** The values of a request for a window, by the names of its parameters. */
  valuesFor(window: DueWindow): Map<string, unknown>;
}

/** Records that were delivered before, and are not simply sent again. */
export interface RecordsBefore {
  /** What becomes of them. */
  rows: 'new' | 'marked';
  /** Says when a record was: an answer without dates is of no window. */
  column: string;
}

/** The dates that a run goes on by; without a stop where a request brings all from the start on. */
interface Range {
  start: string;
  stop: string | undefined;
  takes: 'date' | 'date-time';
}

/** @throws DataConnectError, ParameterError as `planMessage`, and where the endpoint has no range of dates */
export async function askedFor(job: AskingByMessage, msg: ParameterMessage): Promise<IncrementalAsk> {
  const { origin, connection } = job;
  const { endpoint, settings, title } = origin;
  const range = rangeOf(endpoint);
  if (!range) throw cannotGoOn(title, 'incremental-no-range');
  connection.requireZone();
  const values = await valuesWithout(range, job, msg);
  const asked = planOf(origin, connection, withRange(values, range, { start: 'today', stop: 'today' })).plan;
  const sent = new Map(asked.request.parameters.filter(([name]) => ![range.start, range.stop].includes(name)));
  const column = endpoint && rangeColumnOf(endpoint, (parameter) => sent.get(parameter)).name;
  const { rows } = settings.incremental;
  return {
    ...cursorAsk(job, sent),
    column,
    known: rows === 'all' || column === undefined ? undefined : { rows, column },
    orderFrom: (state, now) => orderOf(origin, connection, range, state, now),
    valuesFor: ({ start, stop }) => withRange(values, range, { start, stop }),
  };
}

/** What the next run of a node goes by, whatever its message; undefined where the endpoint has no range of dates. */
export function orderOfNode(
  origin: PlanningNode,
  connection: Connection,
  state: CursorState | undefined,
  now: number,
): IncrementalOrder | undefined {
  const range = rangeOf(origin.endpoint);
  return range && orderOf(origin, connection, range, state, now);
}

/** Undefined where there is none. */
function rangeOf(endpoint: PlanningNode['endpoint']): Range | undefined {
  if (!endpoint) return { ...usualRange, takes: 'date-time' };
  const by = goesOnBy({ ...endpoint, parameters: allParameters(endpoint) });
  return by && { start: by.start, stop: by.stop, takes: by.takes };
}

/** What the node or the message says of the range is not asked for: the cursor says it. */
async function valuesWithout({ start, stop }: Range, job: AskingByMessage, msg: ParameterMessage) {
  const { origin, connection, signal } = job;
  const params = origin.settings.params.filter(([name]) => name !== start && name !== stop);
  const asked = { ...origin, settings: { ...origin.settings, params } };
  const values = await givenFor(asked, connection, msg, signal, { sends: !job.isQuiet });
  const said = [start, stop].filter((name) => name !== undefined && !isBlank(values.get(name)));
  if (said.length > 0) throw cannotGoOn(origin.title, 'incremental-range-said', { field: said.join(', ') });
  return values;
}

function withRange(values: ReadonlyMap<string, unknown>, { start, stop }: Range, texts: RangeTexts) {
  const end = stop === undefined ? [] : [[stop, texts.stop] as const];
  return new Map<string, unknown>([...values, [start, texts.start], ...end]);
}

function orderOf(
  { settings }: PlanningNode,
  { terms, knowsStopDate }: Connection,
  { takes, stop }: Range,
  state: CursorState | undefined,
  now: number,
): IncrementalOrder {
  const { zone, stopDate } = terms;
  return incrementalOrder(settings.incremental, {
    cursor: state?.confirmedTo === undefined ? undefined : Date.parse(state.confirmedTo),
    now,
    zone,
    takes,
    stop,
    stopDate: stopDateReading(stopDate, knowsStopDate, takes),
    zonedTexts: false,
  });
}
