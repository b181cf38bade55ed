/**
 * The gate through which the records of one answer leave. Nearly every answer has nothing to hide, so its bytes are
 * looked through for the marks of secrets, and its columns for their names; only where one shows are the values looked
 * at, from there on to the end.
 */
import type { Column } from '../catalogue/schema';
import type { ResponseFormat } from '../catalogue/shared-parameters';
import type { ColumnInfo, DataRecord } from '../record';
import { ByteWatch } from '../secrets/finding/byte-watch';
import type { NameKind } from '../secrets/finding/secret-names';
import { ValueMask } from '../secrets/mask-values';
import type { Redactor } from '../secrets/redact';
import type { RecordPiece, Transform } from './transform';

/** Takes the records of one answer and the bytes they were read from. */
export class RecordGate implements Transform {
  readonly #mask: ValueMask;
  readonly #watch: ByteWatch;
  readonly #kinds = new Map<string, NameKind>();
  readonly #secretKeys = new Map<string, NameKind>();

  constructor(
    readonly plan: { response: ResponseFormat; columns: readonly Column[] },
    charset: string | undefined,
    readonly redactor: Redactor,
    /** `nests`: whether a record may have lists or objects in it. */
    readonly reader: { readonly nests: boolean },
  ) {
    this.#mask = new ValueMask(redactor, secretNames(plan.columns));
    this.#watch = new ByteWatch(redactor, charset, plan.response);
  }

  /** Values that were masked. */
  get masked(): number {
    return this.#mask.count;
  }

  /** Looks at bytes before the reader gets them. */
  look(bytes: Buffer): void {
    this.#watch.look(bytes);
  }

  /** @returns records and columns as they may be shown: themselves, changed in place where a value had to be */
  apply({ records, columns }: RecordPiece): RecordPiece {
    this.#judge(columns);
    return {
      records: this.#maskRecords(records),
      columns: this.#watch.isSuspicious ? this.#maskNames(columns) : columns,
    };
  }

  #maskRecords(records: DataRecord[]): DataRecord[] {
    const { nests } = this.reader;
    if (!this.#watch.isSuspicious && !nests && this.#secretKeys.size === 0) return records;
    const before = this.#mask.named.size;
    for (const record of records) this.#learn(record, nests);
    this.#watch.isSuspicious ||= this.#mask.named.size > before;
    for (const [key, kind] of this.#secretKeys) this.#maskColumn(records, key, kind);
    if (this.#watch.isSuspicious || nests) return records.map((record) => this.#mask.maskMembers(record, 'plain'));
    return records;
  }

  #maskNames(columns: readonly ColumnInfo[]): ColumnInfo[] {
    return columns.map((column) => {
      const shown = { ...column, name: this.#mask.name(column.name) };
      if (column.originalName !== undefined) shown.originalName = this.#mask.name(column.originalName);
      return shown;
    });
  }

  /** Judges each column once. One that comes twice has a key of its own each time. */
  #judge(columns: readonly ColumnInfo[]): void {
    for (const { name, originalName = name } of columns) {
      if (this.#kinds.has(name)) continue;
      const kind = this.#mask.kindOf(originalName);
      this.#kinds.set(name, kind);
      if (kind !== 'plain') this.#secretKeys.set(name, kind);
      if (this.#mask.name(originalName) !== originalName) this.#watch.isSuspicious = true;
    }
  }

  #maskColumn(records: readonly DataRecord[], key: string, kind: NameKind): void {
    for (const record of records) {
      const value = record[key];
      if (value !== undefined && value !== null) record[key] = this.#mask.mask(value, kind);
    }
  }

  #learn(record: DataRecord, nests: boolean): void {
    if (nests) this.#mask.learn(record, 'plain');
    else for (const [key, kind] of this.#secretKeys) this.#mask.learn(record[key], kind);
  }
}

/** Names of the columns that the catalogue says are secret, in lower case. */
export function secretNames(columns: readonly Column[]): ReadonlySet<string> {
  return new Set(columns.filter((column) => column.secret).map(({ name }) => name.toLowerCase()));
}
