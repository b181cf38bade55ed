/** The payload for an answer that is passed on as it came: text, a Buffer, or the acknowledgement of a mail. */
import { acknowledgementIn } from '../../decode/acknowledgement';
import { AnswerFaults } from '../../decode/answer-faults';
import { textOfBody } from '../../decode/utf8';
import type { RunPlan } from '../../extract/run-plan';
import type { RunResult } from '../../extract/run-progress';
import { answerFilename, type NamingPlace } from './answer-filename';

export interface BodyMessage {
  value: unknown;
  /** For the answers that are files, so that e-mail and file nodes take them. */
  filename: string | undefined;
}

/** An answer that is passed on in a message. */
export type AsItCame = Exclude<RunResult, { kind: 'records' | 'file' }>;

/**
 * @param as what the person asked for; an Excel file is a Buffer all the same
 * @param from the connection; its `zone` (IANA) is for the date in a file name that the service did not give
 * @throws DataConnectError `MALFORMED` or `TRUNCATED` when the text is in no charset that it can be
 */
export function describeBody(result: AsItCame, plan: RunPlan, as: 'text' | 'buffer', from: NamingPlace): BodyMessage {
  const faults = new AnswerFaults({ host: result.host, path: plan.request.path }, plan.response);
  if (result.kind === 'acknowledgement') return { value: acknowledgementIn(result.body, faults), filename: undefined };
  const filename = answerFilename(result.filename, plan, from);
  if (plan.response === 'Excel' || as === 'buffer') return { value: result.body, filename };
  return { value: textOfBody(result.body, result.charset, faults), filename };
}
