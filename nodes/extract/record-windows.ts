/** The records of a run's windows, one behind the other, on their way into batches. */
import type { Answer } from '../client/request';
import type { RecordPiece } from '../output/transform';
import type { ColumnInfo, DataRecord } from '../record';
import { readRecords } from './answer-records';
import type { Batcher } from './batcher';
import type { Traces } from './repeat';
import type { RunOptions, Sender } from './run-options';
import type { RunPlan } from './run-plan';
import type { WindowTaker } from './run-windows';

export class RecordWindows implements WindowTaker {
  /** As known by now; at the end those of the last window that had any. */
  columns: ColumnInfo[] = [];

  constructor(
    readonly plan: RunPlan,
    readonly client: Sender,
    readonly batcher: Batcher<DataRecord>,
    readonly options: RunOptions,
  ) {}

  beginWindow(name: string | undefined): void {
    if (name !== undefined) this.batcher.beginWindow(name);
  }

  mark(): Traces {
    const { batcher, options } = this;
    const { position } = batcher;
    const { records } = options.facts;
    const forget = options.sieve?.mark();
    return {
      canBeUndone: () => batcher.canReturnTo(position),
      undo: () => {
        batcher.returnTo(position);
        forget?.();
        options.facts.records = records;
      },
    };
  }

  async read(answer: Answer): Promise<void> {
    const { facts, shared, sieve, onRead, onProgress } = this.options;
    const take = async (read: RecordPiece) => {
      facts.records += read.records.length;
      onProgress?.({ kind: 'records', records: facts.records });
      onRead?.(read);
      const { records, columns } = sieve ? await sieve.sift(read) : read;
      this.columns = columns;
      await this.batcher.push(records);
    };
    const read = await readRecords(answer, this.plan, this.client.redactor, shared.turns, take);
    facts.bytes += read.bytes;
    facts.masked += read.masked;
    if (read.columns.length > 0) this.columns = read.columns;
  }

  endWindow(): void {
    if (this.plan.windows.choice.kind === 'calendar') this.batcher.separate();
  }
}
