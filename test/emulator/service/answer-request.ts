/** One request, to the service or to its accounts, from its arrival in the log to its end. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { serveAccounts } from '../accounts/serve-accounts';
import { readBody } from '../server';
import { type ServiceParts, serve } from './service';

export async function answerRequest(
  parts: ServiceParts,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const accounts = /^\/accounts\//i.test(url.pathname);
  const entry = parts.log.add(request, url, accounts ? 'accounts' : 'service');
  response.once('close', () => {
    entry.closed = true;
    entry.finished = response.writableFinished;
    if (response.headersSent) entry.status = response.statusCode;
  });
  entry.body = await readBody(request);
  await (accounts ? serveAccounts : serve)(parts, { request, response, url, entry });
}
