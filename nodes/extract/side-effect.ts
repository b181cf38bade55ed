/** What a run does beside reading: never to be done by chance, and not twice. */
import { isEmail } from '../catalogue/shared-parameters';
import { isChangingPath } from '../parameters/changing-path';
import type { RunPlan } from './run-plan';

/** `mail`: the service sends one; `changes`: something may be another thing afterwards. */
export type SideEffect = 'mail' | 'changes';

/** @returns undefined where it only reads */
export function sideEffectOf({ request, response, terms, ...plan }: RunPlan): SideEffect | undefined {
  if (isEmail(response)) return 'mail';
  // Of a path that the catalogue does not have nobody knows what a POST does.
  const isUnknownPost = request.method === 'POST' && !plan.columnsAreCertain;
  // The path of the service's address goes before that of the request.
  const isChanging = plan.changes || isUnknownPost || isChangingPath(pathOf(terms.serviceUrl) + request.path);
  return isChanging ? 'changes' : undefined;
}

function pathOf(serviceUrl: string): string {
  return URL.canParse(serviceUrl) ? new URL(serviceUrl).pathname : '';
}
