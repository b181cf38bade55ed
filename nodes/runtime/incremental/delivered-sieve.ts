/** What an incremental run does with records that were delivered before: drops them, or marks them. */
import type { Sieve } from '../../extract/sieve';
import type { DeliveredWindow } from '../../incremental/delivered/delivered';
import type { RecordPiece } from '../../output/transform';
import type { ColumnInfo, DataRecord } from '../../record';

/** Column of marked records. Behind what the service sends, so that no column of it is hidden. */
export const MARK: ColumnInfo = { name: 'alreadyDelivered', type: 'boolean', source: 'data' };

export class DeliveredSieve implements Sieve {
  /** Records that were delivered before. */
  known = 0;

  /** @param isEarly whether a record lies behind the window, and comes again with the next */
  constructor(
    readonly window: DeliveredWindow,
    readonly rows: 'new' | 'marked',
    readonly isEarly: (record: DataRecord) => boolean,
  ) {}

  mark(): () => void {
    const { known } = this;
    const forget = this.window.mark();
    return () => {
      this.known = known;
      forget();
    };
  }

  async sift({ records, columns }: RecordPiece): Promise<RecordPiece> {
    const names = columns.map(({ name }) => name);
    const known = await this.window.sift(records, names, this.isEarly);
    this.known += known.filter(Boolean).length;
    if (this.rows === 'new') return { records: records.filter((_record, at) => !known[at]), columns };
    for (const [at, record] of records.entries()) record[MARK.name] = known[at]!;
    return { records, columns: [...columns, MARK] };
  }

  note(): Promise<void> {
    return this.window.note();
  }
}
