/** What a message wants of a node whose windows several instances share: `msg.work`. */
import { ParameterError } from '../../parameters/parameter-error';
import type { Problem } from '../../parameters/problem';
import { isGroup } from '../../stored/field';

/**
 * `order`: it is the same as any other of that name, whatever it asks for. `each`: parameters that differ, such as
 * companies; the order asks for all of them.
 */
export type WantedWork =
  | { kind: 'order'; name: string | undefined; each: ReadonlyArray<Record<string, unknown>> }
  | { kind: 'retry' }
  | { kind: 'cancel' };

/** Sets of parameters of one order, and characters of its name. */
const MOST = { sets: 2000, name: 200 };

/** @throws ParameterError where it is none of them */
export function readWork(wanted: unknown, title: string): WantedWork {
  if (wanted === 'retry' || wanted === 'cancel') return { kind: wanted };
  const { order, each = [{}], ...others } = isGroup(wanted) ? wanted : { wanted: wanted ?? {} };
  const isNamed = order === undefined || (typeof order === 'string' && order !== '' && order.length <= MOST.name);
  const isListed = Array.isArray(each) && each.length > 0 && each.length <= MOST.sets && each.every(isGroup);
  if (wanted !== undefined && (!isGroup(wanted) || Object.keys(others).length > 0 || !isNamed || !isListed)) {
    throw cannotShare(title, 'work-unknown');
  }
  return { kind: 'order', name: order as string | undefined, each: each as Array<Record<string, unknown>> };
}

/** Before anything is sent. */
export function cannotShare(title: string, kind: Problem['kind'], facts: Problem['facts'] = {}): ParameterError {
  return new ParameterError(title, [{ kind, facts }]);
}
