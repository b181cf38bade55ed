/** From one answer's bytes to records: proves the format on the first bytes, then decodes as they arrive. */
import type { Answer } from '../client/request';
import { RecordGate } from '../output/mask-secrets';
import type { RecordPiece } from '../output/transform';
import type { ColumnInfo, DataRecord } from '../record';
import type { Redactor } from '../secrets/redact';
import { consumeWhole } from './consume-whole';
import { readerFor } from './plan-reader';
import { ProvenHead } from './proven';
import type { RunPlan } from './run-plan';
import type { Turns } from './turns';

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

  const head = new ProvenHead(answer, plan);
  const decode = (chunk: Buffer) => {
    const proven = head.pass(chunk);
    return proven && read(proven);
  };

  const bytes = await consumeWhole(answer, (chunk) => {
    const turn = turns.take();
    return turn ? turn.then(() => decode(chunk)) : decode(chunk);
  });
  const rest = head.end();
  if (rest) await read(rest);
  await handOn(reader.end());
  return { bytes, columns: pass([]).columns, masked: gate.masked };
}
