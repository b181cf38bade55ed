/** What a run would send, window by window, by the plan that it would run by: nothing is sent. */
import type { Foreseen, ForeseenRequest } from '../client/foreseen-request';
import type { ServiceRequest } from '../client/request';
import type { Phrase } from '../errors';
import { redacted } from '../secrets/clean-error';
import type { Redactor } from '../secrets/redact';
import type { LearnedWindows } from './learned-windows';
import type { Planned } from './make-plan';
import type { RunPlan } from './run-plan';
import { describeWindow, firstWindows, requestFor } from './window';

/** What a dry run needs of the client. */
export interface Foreseer {
  readonly redactor: Redactor;
  foresee(request: ServiceRequest): Foreseen;
}

export interface DryRun {
  /** Each as the service would get it, in their order. `window` in words, where the run has several. */
  requests: Array<ForeseenRequest & { window?: string }>;
  /** What is only known when it runs, in sentences. */
  unknown: Phrase[];
}

/**
 * @returns free of secrets
 * @throws DataConnectError, as the run would before it sends anything
 */
export function dryRun({ plan, timeless, later }: Planned, client: Foreseer, learned: LearnedWindows): DryRun {
  const windows = firstWindows(plan, learned);
  const unknown = new Map<string, Phrase>();
  const requests = windows.map((window) => {
    const foreseen = client.foresee(requestFor(plan, window));
    for (const { kind, facts } of foreseen.open) unknown.set(kind, { phrase: `dry-run-${kind}`, facts });
    return windows.length > 1 ? { window: describeWindow(plan, window), ...foreseen.request } : foreseen.request;
  });
  const ofTheRun: Phrase[] = [
    ...(later.length > 0 ? [{ phrase: 'dry-run-account', facts: { names: later.join(', ') } } as const] : []),
    ...(timeless ? [] : [{ phrase: 'dry-run-dates' } as const]),
    ...(canBeCut(plan) ? [{ phrase: 'dry-run-cut' } as const] : []),
  ];
  return redacted({ requests, unknown: [...unknown.values(), ...ofTheRun] }, client.redactor);
}

/** Whether a request that is refused as too large is asked again in smaller ones. */
function canBeCut({ windows, output }: RunPlan): boolean {
  if (output.kind === 'body' || windows.choice.kind === 'none') return false;
  const byDate = windows.axis !== undefined && windows.byDate;
  return byDate || (windows.locations !== undefined && windows.byLocation);
}
