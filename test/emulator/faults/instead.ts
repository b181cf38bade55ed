/** Faults that take the place of an answer, or come before it. */
import type { IncomingMessage, ServerResponse } from 'node:http';
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
      send(response, fault.status, 'text/html; charset=utf-8', pageFor(fault.status));
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

/** The service's error body (docs/api.md, Errors and limits). */
export function sendError(response: ServerResponse, status: number, message: string): void {
  send(response, status, 'application/json; charset=utf-8', `{"Error": true, "Message": ${JSON.stringify(message)}}`);
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
