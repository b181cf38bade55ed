/** What an incremental node asks for, and where its cursor is: settings, connection and message, read once a run. */
import { chosenVariant, usualRange } from '../../catalogue/roles';
import type { DateRange } from '../../catalogue/schema';
import { allParameters } from '../../catalogue/shared-parameters';
import { cursorName } from '../../incremental/cursor/cursor-name';
import type { SessionOptions } from '../../incremental/cursor/cursor-session';
import type { CursorState } from '../../incremental/cursor/cursor-state';
import type { DueWindow, IncrementalOrder } from '../../incremental/windows/due-windows';
import { grainOf, reachOf } from '../../incremental/windows/grain';
import { stopDateReading } from '../../incremental/windows/range-texts';
import { instantOf, parseDateExpression, resolveDateExpression } from '../../parameters/date-expression';
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

/** Seconds that a node is waited for which never says when it is done, where the person set no time for slow ones. */
const USUAL_SILENCE = 30;

/**
 * @throws DataConnectError, ParameterError as `planMessage`, and where the node has no range of dates, or gives on no
 *   records
 */
export async function askedFor(job: MessageRun, msg: RunMessage): Promise<IncrementalAsk> {
  const { origin, connection } = job;
  const { settings, endpoint, title } = origin;
  const range = endpoint ? endpoint.range : usualRange;
  if (!range) throw refused(title, 'incremental-no-range');
  if (!['all', 'batches', 'each'].includes(settings.mode)) throw refused(title, 'incremental-not-in-body');
  connection.requireZone();
  const values = await valuesWithout(range, job, msg);
  const asked = planOf(origin, connection, withRange(values, range, { start: 'today', stop: 'today' })).plan;
  const sent = new Map(asked.request.parameters);
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
    column: (chosenVariant(endpoint?.variants, (parameter) => sent.get(parameter)) ?? endpoint)?.recordDate,
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

/** What the node or the message says of the range is not asked for: the cursor says it. */
async function valuesWithout({ start, stop }: DateRange, job: MessageRun, msg: RunMessage) {
  const { origin, connection, signal } = job;
  const params = origin.settings.params.filter(([name]) => name !== start && name !== stop);
  const values = await givenFor({ ...origin, settings: { ...origin.settings, params } }, connection, msg, signal);
  const said = [start, stop].filter((name) => !isBlank(values.get(name)));
  if (said.length > 0) throw refused(origin.title, 'incremental-range-said', { field: said.join(', ') });
  return values;
}

function withRange(values: ReadonlyMap<string, unknown>, range: DateRange, texts: { start: string; stop: string }) {
  return new Map([...values, [range.start, texts.start], [range.stop, texts.stop]]);
}

/** Whatever changes which records are meant: another store does not go on from this one's cursor. */
function partitionOf(sent: ReadonlyMap<string, string>, range: DateRange, connection: Connection) {
  const others = [...sent].filter(([name]) => ![range.start, range.stop, 'Response'].includes(name));
  const service = connection.isPractice ? 'practice' : connection.terms.serviceUrl;
  return { ...Object.fromEntries(others), ' service': service };
}

function orderOf(
  { settings, endpoint }: RunningNode,
  connection: Connection,
  range: DateRange,
  state: CursorState | undefined,
  now: number,
): IncrementalOrder {
  const { zone, stopDate } = connection.terms;
  const start = allParameters(endpoint).find(({ name }) => name === range.start);
  const takes = start?.format === 'date' ? 'date' : 'date-time';
  const grain = grainOf(settings.incremental.grain, start);
  return {
    ...reachOf(grain, settings.incremental),
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
