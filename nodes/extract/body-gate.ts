/** The gate through which a body leaves that is passed on as it came: a file, a text, the acknowledgement of a mail. */
import { hasRecords } from '../catalogue/shared-parameters';
import type { Answer } from '../client/request';
import { DataConnectError } from '../errors';
import { secretNames } from '../output/mask-secrets';
import type { DataRecord, Value } from '../record';
import { mayHaveName } from '../secrets/finding/suspicious-names';
import { hasLettersAsBytes, mayBeWrittenOtherwise } from '../secrets/finding/written-otherwise';
import { type Masked, maskText, NotMaskable } from '../secrets/mask-text';
import type { Redactor } from '../secrets/redact';
import { maskWorkbook } from '../secrets/workbook/mask-workbook';
import { readerFor } from './plan-reader';
import type { RunPlan } from './run-plan';

/**
 * @returns the body without secrets: itself, byte for byte, where it has none
 * @throws DataConnectError `SECRET_WITHHELD` when it cannot be masked with certainty
 */
export async function passBody(body: Buffer, plan: RunPlan, answer: Answer, redactor: Redactor): Promise<Masked> {
  const declared = secretNames(plan.columns);
  try {
    if (plan.response === 'Excel') return await maskWorkbook(body, redactor, declared);
    if (!isSuspicious(body, plan, answer, redactor, declared)) return { body, count: 0 };
    return maskText(body, (bytes) => recordsIn(bytes, plan, answer), redactor, declared);
  } catch (error) {
    if (!(error instanceof NotMaskable)) throw error;
    throw new DataConnectError('SECRET_WITHHELD', { host: answer.host, path: plan.request.path });
  }
}

/** A file name without secrets; a mask of asterisks would be none. */
export function passFilename(filename: string | undefined, redactor: Redactor): string | undefined {
  return filename === undefined ? undefined : redactor.redact(filename).replaceAll('*', 'x');
}

function isSuspicious(
  body: Buffer,
  { response }: RunPlan,
  { charset }: Answer,
  { finder }: Redactor,
  declared: ReadonlySet<string>,
): boolean {
  if (declared.size > 0 || finder.isBlind || !hasLettersAsBytes(charset, body.subarray(0, 512))) return true;
  if (!hasRecords(response)) return true;
  return finder.suspects(body) || mayBeWrittenOtherwise(body, response) || mayHaveName(body);
}

/** An acknowledgement is JSON or words; the other formats are read as they are for records. */
function recordsIn(body: Buffer, plan: RunPlan, answer: Answer): DataRecord[] | undefined {
  try {
    if (!hasRecords(plan.response)) return [{ acknowledgement: JSON.parse(body.toString()) as Value }];
    const reader = readerFor(plan, answer);
    return [...reader.write(body), ...reader.end()];
  } catch {
    return undefined;
  }
}
