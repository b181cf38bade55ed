/** What an incremental node asks for, and where its cursor is: settings, connection and message, read once a run. */
import { goesOnBy, knownKeyOf, rangeColumnOf } from '../../catalogue/going-on';
import { usualRange } from '../../catalogue/roles';
import { allParameters } from '../../catalogue/shared-parameters';
import { cursorName } from '../../incremental/cursor/cursor-name';
import type { SessionOptions } from '../../incremental/cursor/cursor-session';
import type { CursorState } from '../../incremental/cursor/cursor-state';
import type { DueWindow, IncrementalOrder } from '../../incremental/windows/due-windows';
import { grainOf, reachOf } from '../../incremental/windows/grain';
import { type RangeTexts, stopDateReading } from '../../incremental/windows/range-texts';
import { instantOf, parseDateExpression, resolveDateExpression } from '../../parameters/date-expression';
import type { Duration } from '../../parameters/duration';
import { isBlank } from '../../parameters/given-value';
import { ParameterError } from '../../parameters/parameter-error';
import type { Problem } from '../../parameters/problem';
import type { Connection } from '../connection/connection';
import type { Patience, WindowEnd } from '../flow/followed-window';
import type { MessageRun, RunMessage, RunningNode } from '../message-run';
import { givenFor, planOf } from '../plan-message';

export interface IncrementalAsk {
  cursor: SessionOptions;
  owner: Pick<CursorState, 'node' | 'connection'>;
  partition: Record<string, string>;
  host: string;
  /** Column of the records that says when each was; undefined where none does. */
  column: string | undefined;
  /** Columns that name a record; none where nobody knows them. */
  key: readonly string[];
  /** What becomes of records that were delivered before. */
  rows: RunningNode['settings']['incremental']['rows'];
  confirmedBy: 'flow' | 'hand';
  patience: Patience;
  /** Minutes after which a window counts as never ending. */
  alarm: number;
  /** By whose word the cursor goes on; undefined where it stays. */
  confirms(end: WindowEnd): CursorState['confirmedBy'] | undefined;
  orderFrom(state: CursorState | undefined, now: number): IncrementalOrder;
  /** The values of a request for a window, by the names of its parameters. */
  valuesFor(window: DueWindow): Map<string, unknown>;
}

/** The dates that a run goes on by; without a stop where a request brings all from the start on. */
interface Range {
  start: string;
  stop: string | undefined;
  takes: 'date' | 'date-time';
}

const EVERYTHING: Duration = { count: 1000, unit: 'year' };

/** Seconds that a node is waited for which never says when it is done, where the person set no time for slow ones. */
const USUAL_SILENCE = 30;

/**
 * @throws DataConnectError, ParameterError as `planMessage`, and where the node has no range of dates, or gives on no
 *   records
 */
export async function askedFor(job: MessageRun, msg: RunMessage): Promise<IncrementalAsk> {
  const { origin, connection } = job;
  const { settings, endpoint, title } = origin;
  const range = rangeOf(endpoint);
  if (!range) throw refused(title, 'incremental-no-range');
  if (!['all', 'batches', 'each'].includes(settings.mode)) throw refused(title, 'incremental-not-in-body');
  connection.requireZone();
  const values = await valuesWithout(range, job, msg);
  const asked = planOf(origin, connection, withRange(values, range, { start: 'today', stop: 'today' })).plan;
  const sent = new Map(asked.request.parameters);
  const textOf = (parameter: string) => sent.get(parameter);
  const partition = partitionOf(sent, range, connection);
  const { incremental } = settings;
  const owner = { node: origin.place, connection: settings.connection };
  const store = connection.shared.cursorsOf(origin.RED);
  const name = cursorName({ ...owner, partition });
  const alarm = incremental.alarm;
  return {
    cursor: { store, name, files: store.filesOf(name) },
    owner,
    partition,
    host: connection.host,
    column: endpoint && rangeColumnOf(endpoint, textOf).name,
    key: (endpoint && knownKeyOf(endpoint, textOf)?.columns) ?? [],
    rows: incremental.rows,
    confirmedBy: incremental.confirm === 'hand' ? 'hand' : 'flow',
    patience: { open: alarm * 60_000, silence: silenceOf(origin) },
    alarm,
    confirms: (end) => {
      if (end.state === 'confirmed') return end.by;
      return end.state === 'unproven' && incremental.confirm === 'count-unproven' ? 'unproven' : undefined;
    },
    orderFrom: (state, now) => orderOf(origin, connection, range, state, now),
    valuesFor: ({ start, stop }) => withRange(values, range, { start, stop }),
  };
}

/** Undefined where there is none. */
function rangeOf(endpoint: RunningNode['endpoint']): Range | undefined {
  if (!endpoint) return { ...usualRange, takes: 'date-time' };
  const by = goesOnBy({ ...endpoint, parameters: allParameters(endpoint) });
  return by && { start: by.start, stop: by.stop, takes: by.takes };
}

/** What the node or the message says of the range is not asked for: the cursor says it. */
async function valuesWithout({ start, stop }: Range, job: MessageRun, msg: RunMessage) {
  const { origin, connection, signal } = job;
  const params = origin.settings.params.filter(([name]) => name !== start && name !== stop);
  const values = await givenFor({ ...origin, settings: { ...origin.settings, params } }, connection, msg, signal);
  const said = [start, stop].filter((name) => name !== undefined && !isBlank(values.get(name)));
  if (said.length > 0) throw refused(origin.title, 'incremental-range-said', { field: said.join(', ') });
  return values;
}

function withRange(values: ReadonlyMap<string, unknown>, { start, stop }: Range, texts: RangeTexts) {
  const end = stop === undefined ? [] : [[stop, texts.stop] as const];
  return new Map<string, unknown>([...values, [start, texts.start], ...end]);
}

/** Whatever changes which records are meant: another store does not go on from this one's cursor. */
function partitionOf(sent: ReadonlyMap<string, string>, range: Range, connection: Connection) {
  const others = [...sent].filter(([name]) => ![range.start, range.stop, 'Response'].includes(name));
  const service = connection.isPractice ? 'practice' : connection.terms.serviceUrl;
  return { ...Object.fromEntries(others), ' service': service };
}

function orderOf(
  { settings }: RunningNode,
  connection: Connection,
  range: Range,
  state: CursorState | undefined,
  now: number,
): IncrementalOrder {
  const { zone, stopDate } = connection.terms;
  const { takes } = range;
  const grain = grainOf(settings.incremental.grain, { format: takes });
  return {
    ...reachOf(grain, settings.incremental),
    // Without an end, a request brings all from its start on: a second one would bring the same.
    ...(range.stop === undefined && { step: EVERYTHING }),
    grain,
    cursor: state?.confirmedTo === undefined ? undefined : Date.parse(state.confirmedTo),
    now,
    from: firstInstant(settings.incremental.from, zone, now),
    zone,
    takes,
    stopDate: stopDateReading(stopDate, connection.knowsStopDate, takes),
    zonedTexts: false,
  };
}

function firstInstant(text: string, zone: string, now: number): number {
  const expression = parseDateExpression(text);
  if (!expression) return now;
  return instantOf(
    resolveDateExpression(expression, { now: new Date(now), zone, edge: 'start', format: 'date-time' }),
    zone,
  );
}

function silenceOf({ settings: { flow } }: RunningNode): number {
  return (flow.wait === 'auto' ? flow.seconds : USUAL_SILENCE) * 1000;
}

function refused(title: string, kind: Problem['kind'], facts: Problem['facts'] = {}): ParameterError {
  return new ParameterError(title, [{ kind, facts }]);
}
