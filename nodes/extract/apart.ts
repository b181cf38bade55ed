/** A plan in pieces that are asked for apart, each by a run of its own, which may be in another process. */
import { calendarSpans, datesOf, type Span } from '../parameters/date-axis';
import type { WindowChoice } from './run-order';
import type { RunPlan } from './run-plan';
import { describeWindow, requestFor } from './window';

export type CalendarCut = Pick<Extract<WindowChoice, { kind: 'calendar' }>, 'unit' | 'count'>;

/** The pieces in the order of their records, the same ones of the same plan at any time; undefined for the whole of a plan without dates. */
export function piecesOf({ windows: { axis } }: RunPlan, { unit, count }: CalendarCut): Array<Span | undefined> {
  return axis ? calendarSpans(axis, unit, count) : [undefined];
}

/** What a run is to do that asks for this piece and nothing else. */
export function planOfPiece(plan: RunPlan, span: Span | undefined): RunPlan {
  const { axis } = plan.windows;
  if (!axis || !span) return plan;
  const dates = new Map(datesOf(axis, span));
  const [startText = '', stopText = ''] = [axis.startName, axis.stopName].map((name) => dates.get(name));
  const request = requestFor(plan, { span, location: undefined });
  return { ...plan, request, windows: { ...plan.windows, axis: { ...axis, span, startText, stopText } } };
}

/** In words; empty for the whole of a plan without dates. */
export function describePiece(plan: RunPlan, span: Span | undefined): string {
  return describeWindow(plan, { span, location: undefined });
}
