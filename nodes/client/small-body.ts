import type { RawAnswer } from './transport';

/** Enough for any error page or token; the rest is dropped with its connection. */
const LARGEST = 65_536;

class Enough extends Error {}

/**
 * Reads at most `limit` bytes of a body as UTF-8.
 * @returns the text, and whether that was all
 * @throws DataConnectError when the body breaks
 */
export async function readSmallBody(
  answer: Pick<RawAnswer, 'consume'>,
  limit = LARGEST,
): Promise<{ text: string; complete: boolean }> {
  const chunks: Buffer[] = [];
  let size = 0;
  const collect = (chunk: Buffer) => {
    // The piece belongs to the socket's buffer, which is used again.
    chunks.push(Buffer.from(chunk.subarray(0, limit - size)));
    size += chunk.length;
    if (size > limit) throw new Enough();
  };
  const complete = await answer.consume(collect).then(
    () => true,
    (error) => {
      if (error instanceof Enough) return false;
      throw error;
    },
  );
  return { text: Buffer.concat(chunks).toString('utf8'), complete };
}

/** As `readSmallBody`, for a body that is only read to be quoted: whatever came before it broke is good enough. */
export async function readErrorBody(answer: RawAnswer): Promise<string> {
  const seen: string[] = [];
  try {
    seen.push((await readSmallBody(answer)).text);
  } catch {
    answer.abandon();
  }
  return seen.join('');
}
