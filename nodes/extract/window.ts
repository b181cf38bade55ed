/** A window: the part of a run that one request asks for. */
import type { ServiceRequest } from '../client/request';
import { calendarSpans, datesOf, type Span } from '../parameters/date-axis';
import type { LearnedWindows } from './learned-windows';
import type { RunPlan } from './run-plan';

export interface Window {
  /** Piece of the date range; undefined where the request has none. */
  span: Span | undefined;
  /** One location of the filter; undefined for all that was asked for. */
  location: string | undefined;
}

/** The windows a run begins with, in the order of their records. */
export function firstWindows({ windows, output }: RunPlan, learned: LearnedWindows): Window[] {
  const { axis, choice, byDate, memory } = windows;
  // An answer that is passed on as it came is one request's.
  if (!axis || output.kind === 'body') return [{ span: undefined, location: undefined }];
  let spans = [axis.span];
  if (choice.kind === 'calendar') spans = calendarSpans(axis, choice.unit, choice.count);
  else if (choice.kind === 'auto' && byDate) spans = learned.cut(memory, axis.span);
  return spans.map((span) => ({ span, location: undefined }));
}

/** The request that asks for a window. */
export function requestFor({ request, windows }: RunPlan, window: Window): ServiceRequest {
  const { axis, locations } = windows;
  if (!window.span && window.location === undefined) return request;
  const changed = new Map<string, string>(axis && window.span ? datesOf(axis, window.span) : []);
  if (locations && window.location !== undefined) changed.set(locations.name, window.location);
  const names = new Set(request.parameters.map(([name]) => name));
  const added = [...changed].filter(([name]) => !names.has(name));
  const kept = request.parameters.map(([name, value]) => [name, changed.get(name) ?? value] as const);
  return { ...request, parameters: [...kept, ...added] };
}

/** A window in words: `2026-03-01 – 2026-03-31, LocationTypeIDs 12`. Empty where the run has one window only. */
export function describeWindow(plan: RunPlan, window: Window): string {
  const { axis, locations } = plan.windows;
  const parts: string[] = [];
  if (axis && window.span) {
    const dates = datesOf(axis, window.span).map(([, text]) => text);
    parts.push(dates.join(' – '));
  }
  if (locations && window.location !== undefined) parts.push(`${locations.name} ${window.location}`);
  return parts.join(', ');
}

/** The first and the last of several windows in words; empty where there is none. */
export function windowsInWords(windows: readonly string[]): string {
  return [...new Set([...windows.slice(0, 1), ...windows.slice(-1)])].join(' … ');
}
