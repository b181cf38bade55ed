/** What a node's settings order, for a run and for the dialog that shows what a run would do. */
import { instantOf, parseDateExpression, resolveDateExpression } from '../../parameters/date-expression';
import type { Duration } from '../../parameters/duration';
import type { IncrementalOrder } from './due-windows';
import { type ChosenReach, type DateFormat, type Grain, grainOf, reachOf } from './grain';

/** As the node stores it. */
export interface ChosenIncremental extends ChosenReach {
  /** A date in words or written out. */
  from: string;
  grain: Grain;
}

/** What is known when a run begins. */
export type RunCircumstances = Pick<IncrementalOrder, 'cursor' | 'now' | 'zone' | 'stopDate' | 'zonedTexts'> & {
  takes: DateFormat;
  /** Name of the parameter that ends the range; undefined where a request brings all from its start on. */
  stop: string | undefined;
};

const EVERYTHING: Duration = { count: 1000, unit: 'year' };

/** @throws RangeError when the zone is no known time zone */
export function incrementalOrder(chosen: ChosenIncremental, run: RunCircumstances): IncrementalOrder {
  const { cursor, now, zone, stopDate, zonedTexts, takes, stop } = run;
  const grain = grainOf(chosen.grain, { format: takes });
  const writing = { zone, stopDate, zonedTexts, takes };
  const order = { ...writing, cursor, now, ...reachOf(grain, chosen), grain, from: firstInstant(chosen.from, run) };
  // A second window would bring the same once more.
  return stop === undefined ? { ...order, step: EVERYTHING } : order;
}

/** The first instant of a date; of a text that is none, now: then nothing before this run is asked for. */
function firstInstant(from: string, { now, zone }: RunCircumstances): number {
  const expression = parseDateExpression(from);
  if (!expression) return now;
  const at = { now: new Date(now), zone, edge: 'start', format: 'date-time' } as const;
  return instantOf(resolveDateExpression(expression, at), zone);
}
