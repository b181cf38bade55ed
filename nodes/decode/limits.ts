/**
 * What one answer may ask of Node-RED's memory. The service's real answers stay far below; the limits stop a broken or
 * hostile one. Those for bytes are checked where it costs nothing, on what is longer than a piece. (The expanded size of a compressed body is the client's limit.)
 */
export interface Limits {
  /** Bytes of one field, quoted and escaped as it arrived. */
  value: number;
  /** Bytes of one record, or of any other part that is only understood as a whole (header line, start tag, Schema). */
  record: number;
  /** Levels of arrays and objects inside one another, the record being the first. */
  nesting: number;
  /** Columns of the whole answer. A worksheet has 16,384. */
  columns: number;
  /** Bytes collected before they are read: not a limit, but what the others are measured against. */
  piece: number;
}

const MEBIBYTE = 1024 * 1024;

export const DEFAULT_LIMITS: Limits = {
  value: 64 * MEBIBYTE,
  record: 128 * MEBIBYTE,
  nesting: 100,
  columns: 16_384,
  piece: 64 * 1024,
};
