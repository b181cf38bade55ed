/** Lines of a file of ours, some at a time: it may have a million. */
import { createReadStream } from 'node:fs';

const PIECE = 256 * 1024;
const LINE_BREAK = 0x0a;

/**
 * @yields the lines of each piece; what stands behind the last line break is not one
 * @throws the error of the system
 */
export async function* linesOf(file: string): AsyncGenerator<string[]> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const piece of createReadStream(file, { highWaterMark: PIECE }) as AsyncIterable<Buffer>) {
    const bytes: Buffer = rest.length > 0 ? Buffer.concat([rest, piece]) : piece;
    const end = bytes.lastIndexOf(LINE_BREAK);
    rest = bytes.subarray(end + 1);
    if (end >= 0) yield bytes.toString('utf8', 0, end).split('\n');
  }
}
