/** The layers of Test connection, and how one ends. */
import type { ClusterStoreOptions } from './store/store-options';

export type Layer = 'name' | 'tcp' | 'tls' | 'login' | 'version' | 'permission' | 'settings';

/** `key` of the sentence that says it; `facts` that go into it are free of secrets. */
export interface TriedLayer {
  layer: Layer;
  state: 'ok' | 'warning' | 'failed' | 'skipped';
  key: string;
  facts: Readonly<Record<string, string | number>>;
}

/** What a layer that failed ends the test with. */
export class LayerFailure extends Error {
  constructor(
    readonly key: string,
    readonly facts: TriedLayer['facts'] = {},
  ) {
    super(key);
  }
}

/** What is tried. */
export type Target = Pick<
  ClusterStoreOptions,
  'host' | 'port' | 'tls' | 'username' | 'password' | 'database' | 'prefix'
>;

/** Notes what came of a layer; its state is `ok` where it is not said. */
export type Note = (layer: Layer, key: string, facts?: TriedLayer['facts'], state?: TriedLayer['state']) => void;

/**
 * Waits for an answer, not for ever.
 * @throws LayerFailure `late`, `stopped`; what the work throws
 */
export type Ask = <T>(question: Promise<T>) => Promise<T>;

/**
 * @param patience milliseconds
 * @param signal stops whatever is waited for
 */
export function askerWith(patience: number, signal: AbortSignal): Ask {
  return async (question) => {
    let forget = () => {};
    const given = new Promise<never>((_, reject) => {
      const timer = setTimeout(() => reject(new LayerFailure('late', { seconds: patience / 1000 })), patience);
      const stop = () => reject(new LayerFailure('stopped'));
      if (signal.aborted) stop();
      signal.addEventListener('abort', stop, { once: true });
      forget = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', stop);
      };
    });
    return Promise.race([question, given]).finally(forget);
  };
}
