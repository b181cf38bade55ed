/** Makes smaller windows of one the service refused as too large: first by date, then by location, then by the second. */
import { DAY, halve } from '../parameters/date-axis';
import type { RunPlan } from './run-plan';
import type { Window } from './window';

/** Lists the ids of every location of the plan's filter. */
export type ListLocations = () => Promise<string[]>;

/**
 * @returns windows that cover the same records in the same order of time, or undefined where it cannot be cut further
 */
export async function splitWindow(plan: RunPlan, window: Window, list: ListLocations): Promise<Window[] | undefined> {
  if (window.span && window.span.to - window.span.from > DAY) {
    const halves = halveDates(plan, window);
    if (halves) return halves;
  }
  return (await byLocation(plan, window, list)) ?? halveDates(plan, window);
}

function halveDates({ windows }: RunPlan, window: Window): Window[] | undefined {
  if (!windows.axis || !window.span || !windows.byDate || windows.choice.kind === 'none') return undefined;
  return halve(windows.axis, window.span)?.map((span) => ({ ...window, span }));
}

async function byLocation({ windows }: RunPlan, window: Window, list: ListLocations): Promise<Window[] | undefined> {
  if (!windows.locations || !windows.byLocation || windows.choice.kind === 'none') return undefined;
  if (window.location !== undefined) return undefined;
  const ids = windows.locations.ids ?? (await list());
  return ids.length > 1 ? ids.map((location) => ({ ...window, location })) : undefined;
}
