/** `/_emulator`: a page for people, and JSON routes for the dials, the state and the requests. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DialValues } from '../dials';
import type { Emulator } from '../index';
import { readBody } from '../server';
import { page } from './page';
import { maskedRequests, stateOf } from './state';

/**
 * - `GET /_emulator` the page
 * - `GET`, `PUT`, `DELETE /_emulator/dials` all dials; some of them as a JSON object; back to the start
 * - `POST /_emulator/faults` one more fault rule
 * - `POST /_emulator/tokens/revoke`, `/_emulator/users/unlock`
 * - `GET /_emulator/state`, `GET` and `DELETE /_emulator/requests`, `GET /_emulator/mails`
 */
export async function serveAdmin(
  emulator: Emulator,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const route = `${request.method} ${url.pathname.replace(/\/$/, '')}`;
  const body = await readBody(request);
  try {
    const result = perform(emulator, route, body, url);
    if (result === undefined)
      return send(response, 404, 'application/json', JSON.stringify({ error: `There is no ${route}.` }));
    if (typeof result === 'string') return send(response, 200, 'text/html; charset=utf-8', result);
    send(response, 200, 'application/json', JSON.stringify(result));
  } catch (error) {
    send(
      response,
      400,
      'application/json',
      JSON.stringify({ error: error instanceof Error ? error.message : String(error) }),
    );
  }
}

/** @returns the page as text, a JSON answer, or undefined for a route that does not exist */
function perform(emulator: Emulator, route: string, body: string, url: URL): string | object | undefined {
  const { dials, users, requests } = emulator;
  switch (route) {
    case 'GET /_emulator':
      return page(emulator);
    case 'GET /_emulator/dials':
      return dials.get();
    case 'PUT /_emulator/dials':
      dials.set(JSON.parse(body) as Partial<DialValues>);
      return dials.get();
    case 'DELETE /_emulator/dials':
      dials.reset();
      return dials.get();
    case 'POST /_emulator/faults':
      dials.addFault(JSON.parse(body));
      return dials.get();
    case 'POST /_emulator/tokens/revoke':
      users.revokeAll();
      return stateOf(emulator);
    case 'POST /_emulator/users/unlock':
      users.unlock();
      return stateOf(emulator);
    case 'GET /_emulator/state':
      return stateOf(emulator);
    case 'GET /_emulator/requests':
      return maskedRequests(requests, Number(url.searchParams.get('last') ?? 50));
    case 'DELETE /_emulator/requests':
      requests.clear();
      return stateOf(emulator);
    case 'GET /_emulator/mails':
      return emulator.mails.map(({ to, cc, subject, attachments }) => ({
        to,
        cc,
        subject,
        files: attachments.map(({ filename }) => filename),
      }));
    default:
      return undefined;
  }
}

function send(response: ServerResponse, status: number, contentType: string, body: string): void {
  response.writeHead(status, { 'content-type': contentType, 'cache-control': 'no-store' });
  response.end(body);
}
