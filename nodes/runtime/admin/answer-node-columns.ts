/** The columns that a node was answered with, for its dialog: what the catalogue does not have is known by them. */
import type { NodeAPI } from 'node-red';
import type { ColumnType } from '../../record';
import type { SharedParts } from '../shared-parts';
import type { AdminRequest } from './admin-request';

/** None where it has not run yet. */
export interface ColumnsAnswer {
  columns: Array<{ name: string; type: ColumnType }>;
}

/** @param request `params`: id of the node, as the editor knows it */
export async function answerColumns(
  RED: NodeAPI,
  shared: SharedParts,
  { params }: AdminRequest,
): Promise<ColumnsAnswer> {
  const columns = await shared.columnMemoryOf(RED).columnsOf(params.id!);
  return { columns: [...columns].map(([name, type]) => ({ name, type })) };
}
