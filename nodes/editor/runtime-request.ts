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
  return send(request, { dataType: 'json' }, words);
}

/**
 * For an answer in lines of JSON, each as it comes.
 * @param onLine called for each, in order
 * @throws Error with a text for the person, also where a line is none
 */
export async function requestLines(
  request: RuntimeRequest,
  onLine: (line: unknown) => void,
  words: Words,
): Promise<void> {
  let taken = 0;
  const take = (text: string) => {
    const end = text.lastIndexOf('\n') + 1;
    const lines = text.slice(taken, end).split('\n');
    taken = end;
    for (const line of lines) if (line !== '') onLine(JSON.parse(line));
  };
  const xhr = () => {
    const sending = new XMLHttpRequest();
    sending.addEventListener('progress', () => take(sending.responseText));
    return sending;
  };
  take(String(await send(request, { dataType: 'text', xhr }, words)));
}

function send(request: RuntimeRequest, how: JQuery.AjaxSettings, words: Words): Promise<unknown> {
  const { method, url, body, timeout, signal } = request;
  return new Promise((resolve, reject) => {
    const sent = $.ajax({
      method,
      url,
      ...(body && { data: JSON.stringify(body) }),
      timeout,
      contentType: 'application/json',
      ...how,
      headers: {
        // What is said in the answer is read beside the words of the dialog.
        'Accept-Language': RED.i18n.lang(),
        // jQuery's own way against caches adds a parameter to the address, which a list would take for one of its own.
        'Cache-Control': 'no-cache',
      },
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
