/** Requests to our own admin routes, by Node-RED's jQuery: it adds the sign-in where Node-RED has one. */
import type { Words } from './words';

export interface RuntimeRequest {
  method: 'GET' | 'POST';
  /** Relative, so that it is found below any `httpAdminRoot`. */
  url: string;
  /** Sent as JSON. */
  body?: object;
  /** Milliseconds. */
  timeout: number;
  /** Takes the request back: the server hears of it, and stops. */
  signal?: AbortSignal;
}

/** @throws Error with a text for the person */
export function requestRuntime(request: RuntimeRequest, words: Words): Promise<unknown> {
  const { method, url, body, timeout, signal } = request;
  return new Promise((resolve, reject) => {
    const sent = $.ajax({
      method,
      url,
      ...(body && { data: JSON.stringify(body) }),
      timeout,
      contentType: 'application/json',
      dataType: 'json',
      // jQuery's own way against caches adds a parameter to the address, which a list would take for one of its own.
      headers: { 'Cache-Control': 'no-cache' },
      success: resolve,
      error: ({ status, responseJSON }, kind) => reject(new Error(failureText(status, kind, responseJSON, words))),
    });
    signal?.addEventListener('abort', () => sent.abort());
  });
}

function failureText(status: number, kind: string, answer: unknown, words: Words): string {
  if (kind === 'timeout') return words('dialog.runtime-slow');
  if (status === 0) return words('dialog.runtime-unreachable');
  if (status === 401 || status === 403) return words('dialog.no-permission');
  if (typeof answer === 'object' && answer !== null && 'text' in answer) return String(answer.text);
  return status === 404 ? words('dialog.not-deployed') : words('dialog.runtime-failed', { status });
}
