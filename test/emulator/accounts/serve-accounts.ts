/** The accounts service on its own base URL: `{accounts}/v1/oauth2/token`. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Dials } from '../dials';
import { answeredByFault } from '../faults/instead';
import { takeFault } from '../faults/take-fault';
import type { LoggedRequest } from '../request-log';
import { transmit } from '../service/transmit';
import { tokenAnswer } from './token-endpoint';
import type { Users } from './users';

export async function serveAccounts(
  { dials, users }: { dials: Dials; users: Users },
  {
    request,
    response,
    url,
    entry,
  }: { request: IncomingMessage; response: ServerResponse; url: URL; entry: LoggedRequest },
): Promise<void> {
  const fault = takeFault(dials.values.faults, 'accounts', url.pathname);
  if (fault && (await answeredByFault(request, response, fault))) return;

  const answer = /\/v1\/oauth2\/token\/?$/i.test(url.pathname)
    ? tokenAnswer(request.method ?? '', request.headers['content-type'] ?? '', entry.body, users, dials.values)
    : { status: 404, body: { error: 'not_found' } };
  const outgoing = {
    status: answer.status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
    pieces: [Buffer.from(JSON.stringify(answer.body))],
  };
  await transmit(request, response, outgoing, dials.values, fault);
}
