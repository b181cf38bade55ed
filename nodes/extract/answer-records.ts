/** From one answer's bytes to records: proves the format on the first bytes, then decodes as they arrive. */
import type { Answer } from '../client/request';
import { checkContent } from '../decode/content-check';
import { RecordGate } from '../output/mask-secrets';
import type { RecordPiece } from '../output/transform';
import type { ColumnInfo, DataRecord } from '../record';
import type { Redactor } from '../secrets/redact';
import { readerFor } from './plan-reader';
import type { RunPlan } from './run-plan';
import type { Turns } from './turns';

/** Bytes that prove a format: a byte order mark, white space and the start of an HTML page fit in. */
const PROOF_BYTES = 512;

/**
 * Decodes the whole answer.
 * @param redactor through which the records leave
 * @param take gets the records of each piece in order; the next bytes are read when its promise has settled
 * @returns bytes of the decoded body, the columns, and the number of values that were masked
 * @throws DataConnectError of the transport or the format
 */
export async function readRecords(
  answer: Answer,
  plan: RunPlan,
  redactor: Redactor,
  turns: Turns,
  take: (piece: RecordPiece) => Promise<void>,
): Promise<{ bytes: number; columns: ColumnInfo[]; masked: number }> {
  const reader = readerFor(plan, answer);
  const gate = new RecordGate(plan, answer.charset, redactor, reader);
  const pass = (records: DataRecord[]) => gate.apply({ records, columns: reader.columns() });
  const handOn = (records: DataRecord[]) => (records.length === 0 ? undefined : take(pass(records)));
  const read = (bytes: Buffer) => {
    gate.look(bytes);
    return handOn(reader.write(bytes));
  };

  let head: Buffer | undefined = Buffer.alloc(0);
  const { contentType, charset, host } = answer;
  const prove = (firstBytes: Buffer) =>
    checkContent({ format: plan.response, contentType, charset, firstBytes, host, path: plan.request.path });
  const decode = (chunk: Buffer) => {
    if (!head) return read(chunk);
    head = head.length === 0 ? chunk : Buffer.concat([head, chunk]);
    if (head.length < PROOF_BYTES) return undefined;
    const proven = head;
    head = undefined;
    prove(proven);
    return read(proven);
  };

  const bytes = await consumeWhole(answer, (chunk) => {
    const turn = turns.take();
    return turn ? turn.then(() => decode(chunk)) : decode(chunk);
  });
  if (head) {
    prove(head);
    await read(head);
  }
  await handOn(reader.end());
  return { bytes, columns: pass([]).columns, masked: gate.masked };
}

/** A failed answer fails only when the piece at hand is dealt with: nothing of it may come out after the error. */
async function consumeWhole(answer: Answer, take: (chunk: Buffer) => Promise<void> | undefined): Promise<number> {
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
