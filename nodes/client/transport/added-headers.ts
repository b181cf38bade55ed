/** What HTTP itself adds to the headers of a request, and undici with it. */
import type { Outgoing } from './exchange';

export function addedOnTheWire({ url, body }: Pick<Outgoing, 'url' | 'body'>): Record<string, string> {
  return {
    host: url.host,
    connection: 'keep-alive',
    ...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }),
  };
}
