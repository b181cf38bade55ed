/** Chooses, renames and orders columns, and masks or hashes personal data in them (docs/messages.md, Columns). */
import { DataConnectError } from '../errors';
import { type ColumnDecision, ColumnRules, shapesColumns } from '../parameters/column-choice';
import type { ColumnInfo, DataRecord, Value } from '../record';
import { HASH_LENGTH, PersonalValues } from './personal-values';
import type { OutputOrder, RecordPiece, Transform } from './transform';

/** Makes the columns what the node says; nothing where all leaves as it came. */
export function shape(order: OutputOrder): Transform | undefined {
  return shapesColumns(order.columns) ? new Shape(order) : undefined;
}

interface Step extends ColumnDecision {
  key: string;
}

class Shape implements Transform {
  readonly #rules: ColumnRules;
  readonly #values: PersonalValues;
  readonly #steps = new Map<string, Step>();
  /** The steps in the order in which their columns leave. */
  #ordered: readonly Step[] = [];
  readonly #originals = new Map<string, string>();
  readonly #taken = new Map<string, string>();
  #known: { given: readonly ColumnInfo[]; shaped: ColumnInfo[] } | undefined;

  constructor(readonly order: OutputOrder) {
    this.#rules = new ColumnRules(order.columns, order.expected);
    this.#values = new PersonalValues(order.hashKey?.reveal() ?? '');
  }

  /** @throws DataConnectError `NODE_INVALID` where two columns would have one name */
  apply({ records, columns }: RecordPiece): RecordPiece {
    // In pieces of one record, the columns are the same many times over.
    if (this.#known?.given !== columns) this.#known = { given: columns, shaped: this.#columns(columns) };
    return { records: records.map((record) => this.#record(record)), columns: this.#known.shaped };
  }

  #columns(columns: readonly ColumnInfo[]): ColumnInfo[] {
    for (const { name, originalName } of columns) {
      if (originalName !== undefined && !this.#steps.has(name)) this.#originals.set(name, originalName);
    }
    this.#learn(columns.map(({ name }) => name));
    const byName = new Map(columns.map((column) => [column.name, column]));
    return this.#ordered.flatMap((step) => {
      const column = byName.get(step.key);
      return column && step.name !== undefined ? [shapedColumn(column, step.name, step)] : [];
    });
  }

  /** A record may have a column that those of its piece lack: its window had it, and the next one has not. */
  #record(record: DataRecord): DataRecord {
    const keys = Object.keys(record);
    if (!keys.every((key) => this.#steps.has(key))) this.#learn(keys);
    const shaped: DataRecord = {};
    for (const { key, name, treatment } of this.#ordered) {
      const value = record[key];
      if (name === undefined || value === undefined) continue;
      shaped[name] = treatment === 'keep' ? this.#within(value) : this.#values.treat(value, treatment);
    }
    return shaped;
  }

  /** What is below a column is judged by its own name. */
  #within(value: Value): Value {
    if (typeof value !== 'object' || value === null || this.order.columns.personal === 'keep') return value;
    if (value instanceof Date) return value;
    if (Array.isArray(value)) return value.map((each) => this.#within(each));
    const members = Object.entries(value).map(([name, each]): [string, Value] => {
      const treatment = this.#rules.treatmentOf(name);
      return [name, treatment === 'keep' ? this.#within(each) : this.#values.treat(each, treatment)];
    });
    return Object.fromEntries(members);
  }

  #learn(keys: readonly string[]): void {
    const before = this.#steps.size;
    for (const key of keys) if (!this.#steps.has(key)) this.#steps.set(key, this.#stepOf(key));
    if (this.#steps.size > before) this.#ordered = [...this.#steps.values()].sort(byPlace);
  }

  #stepOf(key: string): Step {
    const step = { key, ...this.#rules.decide(key, this.#originals.get(key)) };
    if (step.name === undefined) return step;
    const other = this.#taken.get(step.name);
    if (other !== undefined) throw this.#collision(step.name);
    this.#taken.set(step.name, key);
    return step;
  }

  #collision(name: string): DataConnectError {
    const problems = [{ phrase: 'columns-same-name', facts: { name, field: 'columns.list' } } as const];
    return new DataConnectError('NODE_INVALID', { node: this.order.title, problems });
  }
}

function byPlace(one: Step, other: Step): number {
  // Of two infinite places the difference is none.
  return one.place === other.place ? 0 : one.place - other.place;
}

/** What a masked or hashed column holds is text, whatever it was. */
function shapedColumn(column: ColumnInfo, name: string, { treatment }: ColumnDecision): ColumnInfo {
  const { originalName = column.name, ...rest } = column;
  const shaped: ColumnInfo = name === column.name ? { ...column } : { ...rest, name, originalName };
  if (treatment === 'keep') return shaped;
  const { sqlType, length, digitsKeptAsText, ...plain } = shaped;
  const hashed = treatment === 'hash' ? { sqlType: `VARCHAR(${HASH_LENGTH})`, length: HASH_LENGTH } : {};
  return { ...plain, type: 'string', ...hashed, personal: treatment };
}
