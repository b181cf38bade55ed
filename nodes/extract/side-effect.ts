/** What a run does beside reading: never to be done by chance, and not twice. */
import { endpoints } from '../catalogue/index';
import { isEmail } from '../catalogue/shared-parameters';
import type { RunPlan } from './run-plan';

/** `mail`: the service sends one; `changes`: something may be another thing afterwards. */
export type SideEffect = 'mail' | 'changes';

/** @returns undefined where it only reads */
export function sideEffectOf({ request, response, columnsAreCertain }: RunPlan): SideEffect | undefined {
  if (isEmail(response)) return 'mail';
  // Of a path that the catalogue does not have nobody knows what a POST does.
  const isUnknownPost = request.method === 'POST' && !columnsAreCertain;
  return isUnknownPost || !request.repeatable || isOfDoing(request.path) ? 'changes' : undefined;
}

function isOfDoing(asked: string): boolean {
  const plain = (path: string) => path.toLowerCase().split('/').filter(Boolean).join('/');
  return endpoints.some(
    ({ path, repeatable }) => repeatable === false && path !== null && plain(path) === plain(asked),
  );
}
