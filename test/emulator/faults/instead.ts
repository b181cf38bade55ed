/** Faults that take the place of an answer, or come before it. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DialValues } from '../dials';
import { drop, gone } from '../service/transmit';
import type { Fault, FaultOf } from './fault';

/**
 * Answers in place of the service where the fault says so.
 * @returns false where the service has to answer itself
 */
export async function answeredByFault(
  request: IncomingMessage,
  response: ServerResponse,
  fault: Fault,
): Promise<boolean> {
  switch (fault.kind) {
    case 'reset':
      if (fault.at !== 'before-headers') return false;
      drop(response, fault.rst === true);
      return true;
    case 'stall':
      if (fault.at !== 'before-headers') return false;
      await gone(response);
      return true;
    case 'page':
      sendPage(response, fault.status);
      return true;
    case 'disguise':
      send(response, 200, fault.contentType, fault.body);
      return true;
    case 'interim':
      for (let time = 0; time < (fault.times ?? 1); time++) response.writeContinue();
      return false;
    case 'error-object':
      sendError(
        response,
        200,
        (fault.message ?? 'The report could not be run.') + (fault.echoes ? headersOf(request) : ''),
      );
      return true;
    case 'status':
      if (fault.retryAfter !== undefined) response.setHeader('retry-after', fault.retryAfter);
      sendError(response, fault.status, fault.message ?? MESSAGES[fault.status] ?? 'Something went wrong.');
      return true;
    case 'empty':
      response.writeHead(fault.status, fault.status === 204 || fault.status === 304 ? {} : { 'content-length': 0 });
      response.end();
      return true;
    case 'redirect':
      response.writeHead(fault.status ?? 302, { location: locationOf(request, fault), 'content-length': 0 });
      response.end();
      return true;
    default:
      return false;
  }
}

/** The service's error body (docs/api.md, Errors and limits), or another that it might have. */
export function sendError(
  response: ServerResponse,
  status: number,
  message: string,
  how: DialValues['errorBody'] = 'json',
): void {
  if (how === 'html') {
    sendPage(response, status);
    return;
  }
  const [type, write] = ERROR_BODIES[how];
  send(response, status, type, write(message));
}

const JSON_TYPE = 'application/json; charset=utf-8';

const ERROR_BODIES = {
  json: [JSON_TYPE, (message: string) => `{"Error": true, "Message": ${JSON.stringify(message)}}`],
  text: ['text/plain; charset=utf-8', (message: string) => message],
  xml: ['text/xml; charset=utf-8', (message: string) => `<Error><Message>${escapedXml(message)}</Message></Error>`],
  empty: ['text/plain; charset=utf-8', () => ''],
} as const;

function escapedXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

export function sendPage(response: ServerResponse, status: number): void {
  send(response, status, 'text/html; charset=utf-8', pageFor(status));
}

export function sendEmptyList(response: ServerResponse): void {
  send(response, 200, JSON_TYPE, '[]');
}

function headersOf({ headers }: IncomingMessage): string {
  return Object.entries(headers)
    .map(([name, value]) => ` ${name}: ${value}`)
    .join('');
}

function send(response: ServerResponse, status: number, contentType: string, body: string): void {
  response.writeHead(status, { 'content-type': contentType, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

function locationOf(request: IncomingMessage, { to }: FaultOf<'redirect'>): string {
  const url = new URL(request.url ?? '/', `http://${request.headers.host}`);
  if (to === 'loop') return url.pathname + url.search;
  if (to === 'no-query') return url.pathname;
  if (to === 'same-host') return `/lists/languages${url.search}`;
  if (to === 'other-host') return `https://elsewhere.example${url.pathname}${url.search}`;
  if (to === 'http') return `http://${request.headers.host}${url.pathname}${url.search}`;
  return to;
}

function pageFor(status: number): string {
  const title = status === 200 ? 'Sign in' : `${status} ${MESSAGES[status] ?? 'Error'}`;
  return `<!DOCTYPE html><html><head><title>${title}</title></head><body><h1>${title}</h1><hr>Microsoft-Azure-Application-Gateway/v2</body></html>`;
}

const MESSAGES: Readonly<Record<number, string>> = {
  400: 'The request cannot be understood due to missing parameters.',
  401: 'Authorization has been denied for this request.',
  403: 'Access is denied.',
  404: 'No HTTP resource was found that matches the request.',
  413: 'The number of records exceeds the limit.',
  429: 'Rate Limiting Applied. 8 active requests are already in progress.',
  500: 'An error has occurred.',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};
