/** What is known of the records that come to a node: the columns of the DataConnect node that they come from. */
import { migrate, nodeSteps } from '../../stored/migrations';
import { readParams, type StoredNode } from '../../stored/stored-node';
import { endpointOf } from '../catalogue';
import type { EditorNode } from '../red';
import { requestRuntime } from '../runtime-request';
import type { Words } from '../words';
import { type KnownRecords, type PackedColumns, unpackColumns } from './packed-columns';
import { nearestUpstream } from './upstream';

const FILE = 'resources/@dataconnect-nodes/node-red-dataconnect/columns.json';

/** Milliseconds. */
const PATIENCE = 30_000;

let packed: Promise<PackedColumns> | undefined;

/** The nearest DataConnect node of an endpoint from which messages come to the node. */
export function endpointNodeBefore(node: EditorNode): EditorNode | undefined {
  return nearestUpstream(node, (each) => endpointOf(each) !== undefined);
}

/**
 * @param source a node of an endpoint
 * @returns undefined where its columns are not documented
 * @throws Error with a text for the person
 */
export async function recordsOf(source: EditorNode, words: Words): Promise<KnownRecords | undefined> {
  packed ??= requestRuntime({ method: 'GET', url: FILE, timeout: PATIENCE }, words) as Promise<PackedColumns>;
  // What failed is asked for again the next time.
  packed.catch(() => {
    packed = undefined;
  });
  const stored: StoredNode = migrate(source, nodeSteps, []) ?? {};
  const params = readParams(stored.params, []);
  const textOf = (parameter: string) => {
    const given = params.get(parameter);
    return given?.type === 'fixed' ? given.value : undefined;
  };
  return unpackColumns(await packed, endpointOf(source)?.id ?? '', textOf);
}

/** `sales_by_invoice`: by the name that the person gave the node, else by its endpoint. */
export function suggestedTable(source: EditorNode): string {
  const given = typeof source.name === 'string' ? source.name : '';
  const plain = given.normalize('NFKD').replace(/\p{M}/gu, '');
  const words = (plain.match(/[A-Za-z0-9]+/g) ?? []).join('_').toLowerCase();
  // A name in letters of another alphabet leaves nothing, and one with a digit first is no plain name.
  return /^[a-z]/.test(words) ? words : (endpointOf(source)?.id ?? '').replaceAll('-', '_');
}
