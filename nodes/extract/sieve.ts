/** Keeps some records of a run from leaving, or marks them, before batches are made of them. */
import type { RecordPiece } from '../output/transform';

export interface Sieve {
  /** Marks what has been seen so far; the returned function forgets all that came after, for it comes again. */
  mark(): () => void;
  /**
   * @param piece records in the order of the answer
   * @returns those that leave, with the columns that they have then
   */
  sift(piece: RecordPiece): Promise<RecordPiece>;
  /**
   * Before records that were sifted leave.
   * @throws when nothing may leave
   */
  note(): Promise<void>;
}
