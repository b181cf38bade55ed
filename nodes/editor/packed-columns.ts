/**
 * The columns of every endpoint as the browser gets them: a file of its own beside the editor's bundle, asked for when
 * a dialog first needs one. Packed by the build, each column once, however many endpoints share it.
 */
import { personalKindOf } from '../catalogue/personal';
import { chosenVariant } from '../catalogue/roles';
import type { Column, Endpoint, Key, Variant } from '../catalogue/schema';
import type { ColumnInfo, DataRecord } from '../record';

/** What the records of an answer are made of, as the catalogue knows it. */
export interface KnownRecords {
  columns: ColumnInfo[];
  /** The same columns, each with what of a person it holds. */
  expected: PersonalColumn[];
  /** As the documentation shows one. */
  sample: DataRecord;
  key: Key | undefined;
  recordDate: string | undefined;
}

export interface PackedColumns {
  columns: PackedColumn[];
  /** By the endpoint's id. */
  endpoints: Record<string, PackedForm & { variants?: Array<PackedForm & Pick<Variant, 'parameter' | 'value'>> }>;
}

/** A column and what of a person it holds. */
export type PersonalColumn = Pick<Column, 'name' | 'type'> & Required<Pick<Column, 'personal'>>;

type PackedColumn = Pick<Column, 'name' | 'type' | 'sqlType' | 'example' | 'personal'>;

interface PackedForm {
  /** By their place in `columns`. */
  columns: number[];
  key?: Key;
  recordDate?: string;
}

/** @param endpoints the whole catalogue; those without a path have no node and are left out */
export function packColumns(endpoints: readonly Endpoint[]): PackedColumns {
  const places = new Map<string, number>();
  const columns: PackedColumn[] = [];
  const placeOf = (all: Column): number => {
    const { name, type, sqlType, example } = all;
    const column = { name, type, sqlType, example, personal: personalKindOf(all) };
    const text = JSON.stringify(column);
    const known = places.get(text) ?? columns.push(column) - 1;
    places.set(text, known);
    return known;
  };
  const form = ({ columns, key, recordDate }: Pick<Endpoint, 'columns' | 'key' | 'recordDate'>): PackedForm => ({
    columns: columns.map(placeOf),
    ...(key && { key }),
    ...(recordDate && { recordDate }),
  });
  const packed = endpoints
    .filter(({ path }) => path !== null)
    .map((endpoint) => {
      const variants = endpoint.variants?.map(({ parameter, value, ...each }) => ({ parameter, value, ...form(each) }));
      return [endpoint.id, { ...form(endpoint), ...(variants && { variants }) }];
    });
  return { columns, endpoints: Object.fromEntries(packed) };
}

/**
 * @param textOf the value of a parameter, which may choose the form of the answer
 * @returns undefined where nothing is known of the columns
 */
export function unpackColumns(
  { columns, endpoints }: PackedColumns,
  id: string,
  textOf: (parameter: string) => string | undefined,
): KnownRecords | undefined {
  const endpoint = Object.hasOwn(endpoints, id) ? endpoints[id] : undefined;
  const form = endpoint && (chosenVariant(endpoint.variants, textOf) ?? endpoint);
  if (!form || form.columns.length === 0) return undefined;
  const known = form.columns.map((place) => columns[place]!);
  return {
    columns: known.map(({ name, type, sqlType }) => {
      return { name, type, ...(sqlType !== undefined && { sqlType }), source: 'catalogue' };
    }),
    expected: known.map(personalColumn),
    sample: Object.fromEntries(known.map(({ name, example = null }) => [name, example])),
    key: form.key,
    recordDate: form.recordDate,
  };
}

/**
 * The columns that a form of the answer has which the node asks for; those of all forms where only a run knows which.
 * @param textOf as for `unpackColumns`
 */
export function possibleColumns(
  { columns, endpoints }: PackedColumns,
  id: string,
  textOf: (parameter: string) => string | undefined,
): PersonalColumn[] {
  const endpoint = Object.hasOwn(endpoints, id) ? endpoints[id] : undefined;
  if (!endpoint) return [];
  const { variants = [] } = endpoint;
  const isOpen = variants.some(({ parameter }) => !textOf(parameter));
  const forms = isOpen ? [endpoint, ...variants] : [chosenVariant(variants, textOf) ?? endpoint];
  const byName = new Map<string, PersonalColumn>();
  for (const place of forms.flatMap((form) => form.columns)) {
    const column = personalColumn(columns[place]!);
    if (!byName.has(column.name)) byName.set(column.name, column);
  }
  return [...byName.values()];
}

/** By the whole catalogue: the rules for names alone might say something else. */
function personalColumn({ name, type, personal = 'no' }: PackedColumn): PersonalColumn {
  return { name, type, personal };
}
