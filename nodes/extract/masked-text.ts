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
   * @param before records of what came
   * @throws NotMaskable
   */
  end(before: number): void {
    this.#read(() => this.#reader.end());
    if (this.#records !== before) throw new NotMaskable();
  }

  #read(read: () => DataRecord[]): void {
    const records = orNotMaskable(read);
    this.#records += records.length;
    const mask = new ValueMask(this.redactor, this.declared);
    for (const record of records) mask.learn(record, 'plain');
    for (const record of records) mask.maskMembers(record, 'plain');
    if (mask.count > 0) throw new NotMaskable();
  }
}

/** What was well-formed must be so with its secrets masked. */
function orNotMaskable(read: () => DataRecord[]): DataRecord[] {
  try {
    return read();
  } catch {
    throw new NotMaskable();
  }
}
