/** What is known of the records that come to a node: the columns of the DataConnect node that they come from. */
import { type ColumnChoice, ColumnRules, shapesColumns } from '../../parameters/column-choice';
import { migrate, nodeSteps } from '../../stored/migrations';
import { readParams, readSettings, type StoredNode } from '../../stored/stored-node';
import { endpointOf } from '../catalogue';
import { fixedText, packedColumns } from '../columns-file';
import { type KnownRecords, unpackColumns } from '../packed-columns';
import type { EditorNode } from '../red';
import type { Words } from '../words';
import { nearestUpstream } from './upstream';

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
  const stored: StoredNode = migrate(source, nodeSteps, []) ?? {};
  const params = readParams(stored.params, []);
  const known = unpackColumns(await packedColumns(words), endpointOf(source)?.id ?? '', fixedText(params));
  return known && shapedRecords(known, readSettings(stored, []).columns);
}

/** As the node sends them on. */
function shapedRecords(known: KnownRecords, choice: ColumnChoice): KnownRecords {
  if (!shapesColumns(choice)) return known;
  const rules = new ColumnRules(choice, known.expected);
  const decided = known.columns.map((column) => ({ column, ...rules.decide(column.name) }));
  decided.sort((one, other) => one.place - other.place || 0);
  const left = decided.flatMap(({ column, name, treatment }) =>
    name === undefined ? [] : { column, name, treatment },
  );
  const nameOf = (old: string) => left.find(({ column }) => column.name === old)?.name;
  const key = known.key?.columns.map(nameOf);
  const isKeyWhole = key?.every((name) => name !== undefined);
  return {
    ...known,
    columns: left.map(({ column, name, treatment }) =>
      treatment === 'keep' ? { ...column, name } : { name, type: 'string', source: column.source },
    ),
    sample: Object.fromEntries(
      left.map(({ column, name, treatment }) => [name, treatment === 'keep' ? known.sample[column.name]! : '***']),
    ),
    key: known.key && isKeyWhole ? { ...known.key, columns: key as string[] } : undefined,
    recordDate: known.recordDate === undefined ? undefined : nameOf(known.recordDate),
  };
}

/** `sales_by_invoice`: by the name that the person gave the node, else by its endpoint. */
export function suggestedTable(source: EditorNode): string {
  const given = typeof source.name === 'string' ? source.name : '';
  const plain = given.normalize('NFKD').replace(/\p{M}/gu, '');
  const words = (plain.match(/[A-Za-z0-9]+/g) ?? []).join('_').toLowerCase();
  // A name in letters of another alphabet leaves nothing, and one with a digit first is no plain name.
  return /^[a-z]/.test(words) ? words : (endpointOf(source)?.id ?? '').replaceAll('-', '_');
}
