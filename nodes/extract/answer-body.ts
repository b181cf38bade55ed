/** From one answer's bytes to a body that is passed on as it came: a file, a text, or the acknowledgement of a mail. */
import { hasRecords, isEmail } from '../catalogue/shared-parameters';
import { readableText } from '../charset/readable-text';
import type { Answer } from '../client/request';
import { checkContent, LONGEST_ERROR, refuseBlank } from '../decode/content-check';
import { DataConnectError } from '../errors';
import type { Redactor } from '../secrets/redact';
import { directoryEnd } from '../secrets/workbook/workbook-parts';
import { passBody, passFilename } from './body-gate';
import { hasHeaderLine, readerFor } from './plan-reader';
import type { RunPlan } from './run-plan';
import type { RunResult } from './run-progress';

/** A body is held whole, so there is an end to what is accepted: the longest Buffer a person can still work with. */
const LONGEST_BODY = 1024 ** 3;

/**
 * @param redactor through which the body leaves
 * @returns bytes of the decoded body, the body without secrets, and the number of places that were masked
 * @throws DataConnectError of the transport, `WRONG_CONTENT_TYPE`, `API_ERROR`, `SECRET_WITHHELD` or `LIMIT_EXCEEDED`
 */
export async function readBody(
  answer: Answer,
  plan: RunPlan,
  redactor: Redactor,
): Promise<{ bytes: number; masked: number; result: RunResult }> {
  const place = { host: answer.host, path: plan.request.path };
  const chunks: Buffer[] = [];
  let size = 0;
  const bytes = await answer.consume((chunk) => {
    size += chunk.length;
    if (size > LONGEST_BODY) {
      throw new DataConnectError('LIMIT_EXCEEDED', { ...place, detail: { phrase: 'body-too-long-to-hold' } });
    }
    chunks.push(chunk);
  });
  const body = Buffer.concat(chunks);
  const { contentType, charset, host } = answer;
  const content = { format: plan.response, contentType, charset, firstBytes: body, ...place };
  checkContent(content);
  if (!isEmail(plan.response)) {
    // Csv without a header line has nothing in it when there are no records.
    if (plan.response !== 'Csv' || hasHeaderLine(plan)) refuseBlank(content);
    refuseError(body, plan, answer);
    // A workbook is a zip archive, whose list of files is at its end.
    const isHalf = plan.response === 'Excel' && directoryEnd(body) === undefined;
    if (isHalf) throw new DataConnectError('TRUNCATED', { ...place, bytes });
  }
  const { body: passed, count: masked } = await passBody(body, plan, answer, redactor);
  if (isEmail(plan.response)) {
    return { bytes, masked, result: { kind: 'acknowledgement', body: readableText(passed, charset), host } };
  }
  const filename = passFilename(answer.filename, redactor);
  return { bytes, masked, result: { kind: 'body', body: passed, charset, contentType, filename, host } };
}

/** A text is passed on as it came, well-formed or not; but an error of the service is none of the report. */
function refuseError(body: Buffer, plan: RunPlan, answer: Answer): void {
  if (!hasRecords(plan.response) || body.length > LONGEST_ERROR) return;
  const reader = readerFor(plan, answer);
  try {
    reader.write(body);
    reader.end();
  } catch (error) {
    if (!(error instanceof DataConnectError) || error.code === 'API_ERROR') throw error;
  }
}
