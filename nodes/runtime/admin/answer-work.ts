/** Orders whose windows several Node-RED share, and what a person wants of them. */
import { isGroup } from '../../stored/field';
import type { WorkAnswer } from '../../work/listed-order';
import type { SharedParts } from '../shared-parts';
import type { AdminRequest } from './admin-request';

/** `gone`: the node does not run any more. `count`: windows that are tried again, or orders that were cancelled. */
export type WorkSteered = { kind: 'done'; count: number } | { kind: 'gone' };

/** Of all nodes at work; the latest order first. */
export async function answerWork({ sharing }: SharedParts): Promise<WorkAnswer> {
  const listed = sharing.all.map(async ([node, sharingNode]) => {
    const { place, type, name } = sharingNode;
    return (await sharingNode.view()).map((order) => ({ ...order, node, place, type, name }));
  });
  return { orders: (await Promise.all(listed)).flat().sort((one, other) => other.begun - one.begun) };
}

/**
 * @param request `body`: `node`, `order` and `wanted`, `retry` or `cancel`
 * @throws StoreError
 */
export async function steerWork({ sharing }: SharedParts, { body }: AdminRequest): Promise<WorkSteered> {
  const { node, order, wanted } = isGroup(body) ? body : {};
  const sharingNode = typeof node === 'string' ? sharing.at(node) : undefined;
  if (!sharingNode || typeof order !== 'string' || (wanted !== 'retry' && wanted !== 'cancel')) return { kind: 'gone' };
  return { kind: 'done', count: await sharingNode.steer(wanted, order) };
}
