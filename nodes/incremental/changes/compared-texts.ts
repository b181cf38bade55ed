/** Hashes of records as they are compared: once more without the columns that are new, for these change every record. */
import type { DataRecord } from '../../record';
import type { Snapshot } from '../cursor/cursor-state';
import { hashOf, type RowHash } from '../delivered/row-hash';
import { RowText } from '../delivered/row-text';

export class ComparedTexts {
  readonly #before: ReadonlySet<string>;
  readonly #others: Set<string>;
  readonly #newColumns = new Set<string>();
  #text: RowText | undefined;

  /**
   * @param snapshot of the last confirmed answer
   * @param isOfAny false where it has no record: then the columns of the answer are those of the texts
   */
  constructor(snapshot: Snapshot | undefined, isOfAny: boolean) {
    this.#before = new Set(snapshot?.late);
    this.#others = new Set(snapshot?.late);
    if (snapshot && isOfAny) this.#text = new RowText(snapshot.columns);
  }

  /** @param columns of the answer, as known with its first records */
  begin(columns: readonly string[]): void {
    this.#text ??= new RowText(columns);
  }

  /** With all columns, and with those that there were before: the same hash where there are no others. */
  hashes(record: DataRecord): { now: RowHash; before: RowHash } {
    const text = this.#text!;
    const others = text.others(record);
    const now = hashOf(text.of(record, others));
    if (others.every((name) => this.#before.has(name))) return { now, before: now };
    const known = others.filter((name) => this.#before.has(name));
    for (const name of others) if (!this.#before.has(name)) this.#newColumns.add(name);
    for (const name of others) this.#others.add(name);
    return { now, before: hashOf(text.of(record, known)) };
  }

  /** Columns that came with this answer, and were left out of the comparison. */
  get newColumns(): readonly string[] {
    return [...this.#newColumns];
  }

  /** What the snapshot of this answer says of its columns. */
  get described(): Pick<Snapshot, 'columns' | 'late'> {
    return { columns: [...(this.#text?.columns ?? [])], late: [...this.#others].sort() };
  }
}
