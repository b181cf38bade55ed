/**
 * Whether the columns of a run are those that were expected: of the node's last run, or, before there was one, of the
 * catalogue. What is missing is only known at the end; whole numbers and decimals are one, and nulls have no type.
 */
import type { Column } from '../catalogue/schema';
import { DataConnectError, type Phrase } from '../errors';
import type { ColumnInfo, ColumnType, DataRecord, Value } from '../record';
import type { NodeSettings } from '../stored/stored-node';
import type { RecordPiece, Transform } from './transform';

/** Types of columns by their keys in the records. */
export type ColumnShape = ReadonlyMap<string, ColumnType>;

/** How the columns of a run differ from those that were expected. */
export interface Drift {
  new: string[];
  gone: string[];
  changed: Array<{ name: string; from: ColumnType; to: ColumnType }>;
}

export interface WatchOrder {
  /** Of the last run; undefined where there was none. */
  before: ColumnShape | undefined;
  /** Of the catalogue; none where it is not sure of them. */
  expected: readonly Column[];
  choice: NodeSettings['columns']['drift'];
  /** True where an answer lacks a column that has nulls only: it is not gone, and not new when it comes. */
  omitsNulls: boolean;
  /** Its title, for errors. */
  endpoint: string;
}

/** Of batches of one record, one in so many is looked at, behind as many that all are. */
const SAMPLED = 64;

/** Watches the columns of one run. */
export class ColumnWatch {
  readonly #order: WatchOrder;
  readonly #isByCatalogue: boolean;
  /** Undefined where nothing is known to compare with. */
  readonly #reference: ReadonlyMap<string, { name: string; type: ColumnType }> | undefined;
  readonly #seen = new Map<string, { id: string; type: ColumnType }>();
  #known: readonly ColumnInfo[] | undefined;
  #looks = 0;
  /** Whether more is known than when columns were last compared. */
  #isChanged = false;
  #sofar: Drift | undefined;

  constructor(order: WatchOrder) {
    const { before, expected, omitsNulls } = order;
    this.#order = order;
    this.#isByCatalogue = before === undefined;
    const ofCatalogue = before && !omitsNulls ? [] : expected.map(({ name, type }) => [name, type] as const);
    const entries = [...ofCatalogue, ...(before ?? [])];
    this.#reference =
      entries.length === 0 ? undefined : new Map(entries.map(([name, type]) => [this.#idOf(name), { name, type }]));
  }

  /**
   * Is shown every batch before anything is done to it. An empty one says nothing.
   * @throws DataConnectError `COLUMNS_CHANGED` where the node is to fail by it
   */
  look({ records, columns }: RecordPiece): void {
    const [first] = records;
    if (!first) return;
    const isKnown = this.#known === columns;
    if (isKnown && records.length === 1 && ++this.#looks > SAMPLED && this.#looks % SAMPLED > 0) return;
    const isFirst = this.#known === undefined;
    this.#isChanged = true;
    if (!isKnown) for (const column of columns) this.#noteColumn(column);
    this.#known = columns;
    this.#sample(first, columns);
    this.#sample(records.at(-1)!, columns);
    if (this.#order.choice === 'fail') this.#refuse(this.found(isFirst));
  }

  /** @param isWhole true where no more columns come; @returns undefined where nothing has changed */
  found(isWhole: boolean): Drift | undefined {
    if (isWhole) return this.#compare(true);
    if (this.#isChanged) this.#sofar = this.#compare(false);
    this.#isChanged = false;
    return this.#sofar;
  }

  #compare(isWhole: boolean): Drift | undefined {
    const reference = this.#reference;
    if (!reference || this.#seen.size === 0) return undefined;
    const seen = [...this.#seen];
    const ids = new Set(seen.map(([, { id }]) => id));
    const drift: Drift = {
      new: seen.filter(([, { id }]) => !reference.has(id)).map(([name]) => name),
      gone:
        isWhole && !this.#order.omitsNulls
          ? [...reference].filter(([id]) => !ids.has(id)).map(([, { name }]) => name)
          : [],
      changed: seen.flatMap(([name, { id, type: to }]) => {
        const from = reference.get(id)?.type ?? 'unknown';
        return this.#isOther(from, to) ? { name, from, to } : [];
      }),
    };
    return drift.new.length + drift.gone.length + drift.changed.length === 0 ? undefined : drift;
  }

  /** What the next run is compared with; undefined where this one had no record. */
  shape(): ColumnShape | undefined {
    if (this.#seen.size === 0) return undefined;
    const { choice, before: last = [], omitsNulls } = this.#order;
    const isDropping = choice === 'drop' && this.#reference !== undefined;
    const kept = isDropping || omitsNulls ? [...last] : [];
    const arrived = [...this.#seen]
      .filter(([, { id }]) => !isDropping || this.#reference!.has(id))
      .map(([name, { id, type }]) => {
        const before = this.#reference?.get(id)?.type ?? 'unknown';
        return [name, type === 'unknown' ? before : type] as const;
      });
    return new Map([...kept, ...arrived]);
  }

  /** Leaves out the columns that nobody expected. */
  dropNew(): Transform | undefined {
    const reference = this.#reference;
    if (this.#order.choice !== 'drop' || !reference) return undefined;
    const isExpected = (key: string) => reference.has(this.#seen.get(key)?.id ?? this.#idOf(key));
    return {
      apply: ({ records, columns }) => {
        for (const record of records) {
          for (const key of Object.keys(record)) if (!isExpected(key)) delete record[key];
        }
        return { records, columns: columns.filter(({ name }) => isExpected(name)) };
      },
    };
  }

  #refuse(drift: Drift | undefined): void {
    if (!drift) return;
    const { endpoint } = this.#order;
    throw new DataConnectError('COLUMNS_CHANGED', { endpoint, changes: driftInWords(drift) });
  }

  /** The catalogue has a name once, in whatever case the service writes it; two runs are compared letter by letter. */
  #idOf(name: string): string {
    return this.#isByCatalogue ? name.toLowerCase() : name;
  }

  #noteColumn({ name, originalName = name, type }: ColumnInfo): void {
    const known = this.#seen.get(name);
    if (known) known.type = this.#isOther(known.type, type) || type === 'unknown' ? known.type : type;
    else this.#seen.set(name, { id: this.#idOf(this.#isByCatalogue ? originalName : name), type });
  }

  /** What the catalogue says of a column is not what its values must be. */
  #sample(record: DataRecord, columns: readonly ColumnInfo[]): void {
    for (const [name, value] of Object.entries(record)) {
      const type = typeOf(value);
      if (!this.#seen.has(name)) this.#seen.set(name, { id: this.#idOf(name), type });
      const seen = this.#seen.get(name)!;
      if (type === 'unknown' || (seen.type !== 'unknown' && kindOf(seen.type) === kindOf(type))) continue;
      const keepsDigits = columns.some((column) => column.name === name && column.digitsKeptAsText);
      if (!keepsDigits) seen.type = type;
    }
  }

  /** Some services write yes and no as 1 and 0, whatever their documentation says. */
  #isOther(from: ColumnType, to: ColumnType): boolean {
    if (from === 'unknown' || to === 'unknown' || kindOf(from) === kindOf(to)) return false;
    const kinds = [kindOf(from), kindOf(to)];
    return !(this.#isByCatalogue && kinds.includes('boolean') && kinds.includes('number'));
  }
}

/** What has changed, in sentences. */
export function driftInWords({ new: added, gone, changed }: Drift): Phrase[] {
  const named = (names: string[]) => (names.length > 8 ? [...names.slice(0, 8), '…'] : names).join(', ');
  const types = changed.map(({ name, from, to }) => `${name} (${from} → ${to})`);
  return [
    ...(added.length > 0 ? [{ phrase: 'drift-new', facts: { names: named(added) } } as const] : []),
    ...(gone.length > 0 ? [{ phrase: 'drift-gone', facts: { names: named(gone) } } as const] : []),
    ...(types.length > 0 ? [{ phrase: 'drift-changed', facts: { names: named(types) } } as const] : []),
  ];
}

function kindOf(type: ColumnType): ColumnType {
  return type === 'integer' ? 'number' : type;
}

/** A blank text is what Csv has for null. */
function typeOf(value: Value): ColumnType {
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  if (typeof value === 'boolean') return 'boolean';
  return typeof value === 'string' && value !== '' ? 'string' : 'unknown';
}
