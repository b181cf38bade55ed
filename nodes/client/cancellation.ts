import { DataConnectError } from '../errors';

/** The error for a request whose signal was aborted. A text given as the signal's reason is passed on. */
export function cancelled(signal: AbortSignal, path: string): DataConnectError {
  const { reason } = signal;
  if (reason instanceof DataConnectError) return reason;
  return new DataConnectError('CANCELLED', {
    endpoint: path,
    reason: typeof reason === 'string' ? reason : 'on request',
  });
}

/** Runs `action` when the signal is aborted, at once when it already is. The returned function forgets it. */
export function onAbort(signal: AbortSignal, action: () => void): () => void {
  if (signal.aborted) {
    action();
    return () => {};
  }
  signal.addEventListener('abort', action, { once: true });
  return () => signal.removeEventListener('abort', action);
}

/**
 * A signal that is aborted with any of the given ones. `unlink` must be called when the work is done: a signal that
 * lives as long as a connection would otherwise keep every request.
 */
export function linkSignals(...signals: AbortSignal[]): { signal: AbortSignal; unlink: () => void } {
  const controller = new AbortController();
  const links = signals.map((signal) => onAbort(signal, () => controller.abort(signal.reason)));
  return {
    signal: controller.signal,
    unlink: () => {
      for (const unlink of links) unlink();
    },
  };
}
