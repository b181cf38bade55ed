/** From one answer's bytes to a body that is passed on as it came: a file, a text, or the acknowledgement of a mail. */

import { readableText } from '../charset/readable-text';
import type { Answer } from '../client/request';
import { checkContent } from '../decode/content-check';
import { DataConnectError } from '../errors';
import { maskBody } from './mask-secrets';
import type { RunPlan } from './run-plan';
import type { RunResult } from './run-progress';

/** A body is held whole, so there is an end to what is accepted: the longest Buffer a person can still work with. */
const LONGEST_BODY = 1024 ** 3;

/**
 * @returns bytes of the decoded body, and the body, its secrets masked
 * @throws DataConnectError of the transport, `WRONG_CONTENT_TYPE`, `API_ERROR` or `LIMIT_EXCEEDED`
 */
export async function readBody(answer: Answer, plan: RunPlan): Promise<{ bytes: number; result: RunResult }> {
  const place = { host: answer.host, path: plan.request.path };
  const chunks: Buffer[] = [];
  let size = 0;
  const bytes = await answer.consume((chunk) => {
    size += chunk.length;
    if (size > LONGEST_BODY) {
      throw new DataConnectError('LIMIT_EXCEEDED', {
        ...place,
        detail: { phrase: 'body-too-long-to-hold' },
      });
    }
    chunks.push(chunk);
  });
  const body = Buffer.concat(chunks);
  const { contentType, charset, filename } = answer;
  checkContent({ format: plan.response, contentType, firstBytes: body.subarray(0, 512), ...place });
  if (plan.response.endsWith('.Email')) {
    return { bytes, result: { kind: 'acknowledgement', body: readableText(body, charset) } };
  }
  const masked = maskBody(body, plan, answer);
  return { bytes, result: { kind: 'body', body: masked, charset, contentType, filename, host: answer.host } };
}
