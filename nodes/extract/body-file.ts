/** Where a body goes that is not held: a file that is being written. What was written can be taken back. */
export interface BodyFile {
  /** As a person knows it. */
  readonly path: string;
  /** Bytes so far. */
  readonly position: number;
  write(bytes: Buffer): Promise<void>;
  returnTo(position: number): Promise<void>;
  /** What was written from a position on. */
  from(position: number): AsyncIterable<Buffer>;
}
