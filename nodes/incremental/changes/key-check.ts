/** What is wrong with a key: it must have a value in every record, and be that of one record only. */
import { DataConnectError } from '../../errors';
import { PERSONAL_MASK } from '../../output/personal-values';
import type { DataRecord, Value } from '../../record';

/** Keys that are told of. */
const TOLD = 3;
/** Characters of a value that are told. */
const SHOWN = 40;

export class KeyCheck {
  readonly #twice = new Set<string>();
  #missing = 0;

  /** @param isPersonal true for a column whose values are not told */
  constructor(
    readonly key: readonly string[],
    readonly isPersonal: (column: string) => boolean,
  ) {}

  /** True once something was found: nothing more may leave. */
  get hasFailed(): boolean {
    return this.#missing > 0 || this.#twice.size > 0;
  }

  /** True when more would not be told. */
  get isFull(): boolean {
    return this.#twice.size >= TOLD;
  }

  look(record: DataRecord, isTwice: boolean): void {
    const isMissing = this.key.some((name) => (record[name] ?? null) === null);
    if (isMissing) this.#missing++;
    else if (isTwice && !this.isFull) this.#twice.add(this.key.map((name) => this.#shown(name, record)).join(' | '));
  }

  /** @throws DataConnectError `KEY_MISSING`, `KEY_NOT_UNIQUE` */
  orThrow(): void {
    const key = this.key.join(', ');
    if (this.#missing > 0) throw new DataConnectError('KEY_MISSING', { key, count: this.#missing });
    if (this.#twice.size === 0) return;
    throw new DataConnectError('KEY_NOT_UNIQUE', { key, values: [...this.#twice].join(', ') });
  }

  #shown(name: string, record: DataRecord): string {
    if (this.isPersonal(name)) return PERSONAL_MASK;
    const text = textOf(record[name] ?? null);
    return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
  }
}

function textOf(value: Value): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}
