/** Lines of a file of ours, some at a time: it may have a million. */
import { open } from 'node:fs/promises';
import { stateDamaged } from './state-damaged';

const PIECE = 64 * 1024;
const LINE_BREAK = 0x0a;

/**
 * @yields the lines of each piece; what stands behind the last line break is not one
 * @throws DataConnectError `STATE_DAMAGED` where it cannot be read
 */
export async function* linesOf(file: string): AsyncGenerator<string[]> {
  try {
    yield* linesIn(file);
  } catch (error) {
    throw stateDamaged(file, error);
  }
}

async function* linesIn(file: string): AsyncGenerator<string[]> {
  const handle = await open(file, 'r');
  try {
    // One place for all pieces: new ones would lie beside the heap until somebody tidies up.
    let room = Buffer.allocUnsafeSlow(PIECE);
    let fill = 0;
    for (;;) {
      if (fill === room.length) room = Buffer.concat([room, Buffer.allocUnsafeSlow(fill)]);
      const { bytesRead } = await handle.read(room, fill, room.length - fill);
      if (bytesRead === 0) return;
      fill += bytesRead;
      const end = room.subarray(0, fill).lastIndexOf(LINE_BREAK);
      if (end < 0) continue;
      const lines = room.toString('utf8', 0, end).split('\n');
      room.copyWithin(0, end + 1, fill);
      fill -= end + 1;
      yield lines;
    }
  } finally {
    await handle.close();
  }
}
