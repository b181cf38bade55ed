import { readableText } from '../../charset/readable-text';
import { DataConnectError } from '../../errors';
import type { Answer } from '../request';
import { readContentType } from './answer-headers';
import type { RawAnswer } from './transport';

type Readable = Pick<RawAnswer, 'consume'> & (Pick<RawAnswer, 'headers'> | Pick<Answer, 'charset'>);

/** Enough for any error page or token; the rest is dropped with its connection. */
const LARGEST = 65_536;

class Enough extends Error {}

/**
 * Reads at most `limit` bytes of a body as text.
 * @returns the text, and whether that was all
 * @throws DataConnectError when the body breaks
 */
export async function readSmallBody(answer: Readable, limit = LARGEST): Promise<{ text: string; complete: boolean }> {
  const { bytes, complete } = await readSmallBytes(answer, limit);
  return { text: textOf(bytes, answer), complete };
}

/** The same, as it came but for its compression. */
export async function readSmallBytes(
  answer: Pick<Readable, 'consume'>,
  limit = LARGEST,
): Promise<{ bytes: Buffer; complete: boolean }> {
  const body = new Collected(limit);
  try {
    await answer.consume((chunk) => body.add(chunk));
    return { bytes: body.bytes, complete: true };
  } catch (error) {
    if (!(error instanceof Enough)) throw error;
    return { bytes: body.bytes, complete: false };
  }
}

/** As `readSmallBody`, for a body that is only read to be quoted: what came before it broke is good enough. */
export async function readErrorBody(answer: Readable): Promise<string> {
  const body = new Collected(LARGEST);
  await answer
    .consume((chunk) => body.add(chunk))
    .catch((error) => {
      if (error instanceof DataConnectError && error.code === 'CANCELLED') throw error;
    });
  return textOf(body.bytes, answer);
}

function textOf(bytes: Buffer, answer: Readable): string {
  const { charset } = 'charset' in answer ? answer : readContentType(answer.headers['content-type']);
  return readableText(bytes, charset);
}

class Collected {
  readonly #chunks: Buffer[] = [];
  #size = 0;

  constructor(readonly limit: number) {}

  add(chunk: Buffer): void {
    this.#chunks.push(chunk.subarray(0, Math.max(0, this.limit - this.#size)));
    this.#size += chunk.length;
    if (this.#size > this.limit) throw new Enough();
  }

  get bytes(): Buffer {
    return Buffer.concat(this.#chunks);
  }
}
