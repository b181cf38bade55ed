/**
 * Work on records on their way out. What a node's person chose is in `transforms.ts`; the masking of secrets
 * (`mask-secrets.ts`) comes first and in every answer, for lookups and the test of a connection as well.
 */
import type { Column } from '../catalogue/schema';
import type { ColumnInfo, DataRecord } from '../record';
import type { Secret } from '../secrets/secret';
import type { NodeSettings } from '../stored/stored-node';

/** Some records, and the columns of the answer as known by now. */
export interface RecordPiece {
  records: DataRecord[];
  columns: ColumnInfo[];
}

export interface Transform {
  /**
   * Is given the records of a run piece by piece and in order. It may change them in place and add, drop or rename
   * columns, in records and columns alike; it gives as many records as it got, in their order.
   */
  apply(piece: RecordPiece): RecordPiece;
}

/** What transforms are made of, once a run. */
export interface OutputOrder {
  /** As the node stores them: a transform reads its own settings. */
  choices: NodeSettings['output'];
  columns: NodeSettings['columns'];
  /** Of hashes; a run that hashes has one. */
  hashKey: Secret<string> | undefined;
  /** Of the endpoint, for errors. */
  title: string;
  /** Columns as the catalogue has them, for what it alone knows of them. */
  expected: readonly Column[];
  /** IANA zone in which dates without one are meant; undefined where nobody declared it. */
  zone: string | undefined;
}
