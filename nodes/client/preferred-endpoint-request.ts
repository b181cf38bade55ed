/** The request for the base URL that the service prefers for a company. */
import { jsonIn } from './failures/service-message';
import { endpointIn } from './preferred-endpoint';
import type { Answer } from './request';
import { type Parts, sendOnce } from './sending';
import { lightRequest, RELATIONSHIPS_PATH, SESSION_PATH } from './service-requests';
import { readSmallBody } from './transport/small-body';
import type { StopSignal } from './waiting/cancellation';

/** More is no answer to such a request. */
const LARGEST = 4 * 2 ** 20;

/**
 * `PreferredEndpoint` from the session, or for a caller with several companies from the relationships.
 * @param parts without a preferred endpoint of their own: the request goes to the service URL
 */
export async function requestPreferredEndpoint(
  parts: Parts,
  companyId: string | undefined,
  signal: StopSignal,
): Promise<string | undefined> {
  const request = async (path: string) => readJson(await sendOnce(parts, lightRequest(path), { signal }));
  if (companyId !== undefined) {
    const named = endpointIn(await request(RELATIONSHIPS_PATH).catch(() => undefined), companyId);
    if (named !== undefined) return named;
  }
  const session = await request(SESSION_PATH);
  parts.redactor.learnTokens(session);
  return endpointIn(session, undefined);
}

/**
 * Reads a small JSON answer.
 * @returns undefined when it is no JSON, or too large for what was asked
 * @throws DataConnectError when the body breaks
 */
export async function readJson(answer: Answer): Promise<unknown> {
  const { text, complete } = await readSmallBody(answer, LARGEST);
  return complete ? jsonIn(text) : undefined;
}
