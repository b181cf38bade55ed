/** Reads what was masked once more: whether a secret still shows in it, and whether its records are as many as before. */
import type { Answer } from '../client/request';
import type { AnswerReader } from '../decode/record-reader';
import type { DataRecord } from '../record';
import { NotMaskable } from '../secrets/mask-text';
import { ValueMask } from '../secrets/mask-values';
import type { Redactor } from '../secrets/redact';
import { readerFor } from './plan-reader';
import type { RunPlan } from './run-plan';

export class MaskedText {
  readonly #reader: AnswerReader;
  #records = 0;
  #isReadable = true;

  constructor(
    plan: RunPlan,
    answer: Answer,
    readonly redactor: Redactor,
    readonly declared: ReadonlySet<string>,
  ) {
    this.#reader = readerFor(plan, answer);
  }

  /** @throws NotMaskable */
  write(bytes: Buffer): void {
    this.#read(() => this.#reader.write(bytes));
  }

  /**
   * @param before records of what came; undefined where they could not be read either
   * @throws NotMaskable
   */
  end(before: number | undefined): void {
    this.#read(() => this.#reader.end());
    if (before !== undefined && (!this.#isReadable || this.#records !== before)) throw new NotMaskable();
  }

  #read(read: () => DataRecord[]): void {
    if (!this.#isReadable) return;
    let records: DataRecord[] = [];
    try {
      records = read();
    } catch {
      this.#isReadable = false;
    }
    this.#records += records.length;
    const mask = new ValueMask(this.redactor, this.declared);
    for (const record of records) mask.learn(record, 'plain');
    for (const record of records) mask.maskMembers(record, 'plain');
    if (mask.count > 0) throw new NotMaskable();
  }
}
