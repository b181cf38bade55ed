/** The one place that says which headers a request carries. */
import type { WireRequest } from './url';

const USER_AGENT = 'node-red-dataconnect';

/**
 * @param authorization undefined for what needs no sign-in
 * @param cookie of the session, where there is one
 */
export function requestHeaders(
  { contentType }: Pick<WireRequest, 'contentType'>,
  authorization: string | undefined,
  cookie: string | undefined,
): Record<string, string> {
  return {
    accept: '*/*',
    'accept-encoding': 'gzip, deflate, br',
    'user-agent': USER_AGENT,
    ...(contentType && { 'content-type': contentType }),
    ...(authorization && { authorization }),
    ...(cookie && { cookie }),
  };
}
