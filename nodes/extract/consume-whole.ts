import type { Answer } from '../client/request';

/** A failed answer fails only when the piece at hand is dealt with: nothing of it may come out after the error. */
export async function consumeWhole(
  answer: Answer,
  take: (chunk: Buffer) => Promise<void> | undefined,
): Promise<number> {
  let atHand: Promise<void> | undefined;
  try {
    return await answer.consume((chunk) => {
      atHand = take(chunk);
      return atHand;
    });
  } catch (error) {
    await atHand?.catch(() => undefined);
    throw error;
  }
}
