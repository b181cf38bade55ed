/** The way in to the practice service, on a port of this machine that everybody here could connect to. */
import { timingSafeEqual } from 'node:crypto';
import { connect, type Socket } from 'node:net';

/** What whoever connects says first, and what the right service answers, before any request. */
export interface DoorKey {
  knock: Buffer;
  reply: Buffer;
}

/**
 * A socket to the service that has the same key.
 * @throws what Node gives; an Error with a code where somebody else is behind the port
 */
export function openDoor(port: number, { knock, reply }: DoorKey, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    const end = () => {
      socket.removeListener('readable', read);
      socket.removeListener('error', fail);
      socket.removeListener('close', turnedAway);
      signal.removeEventListener('abort', abort);
    };
    const fail = (error: Error) => {
      end();
      // A socket may fail once more while it is torn down; nobody else listens by then.
      socket.on('error', () => {});
      socket.destroy();
      reject(error);
    };
    const abort = () => fail(new Error('aborted'));
    const turnedAway = () =>
      fail(Object.assign(new Error('turned away by the practice service'), { code: 'ECONNRESET' }));
    const read = () => {
      const heard: Buffer | null = socket.read(reply.length);
      if (heard === null) return;
      if (heard.length !== reply.length || !timingSafeEqual(heard, reply)) {
        turnedAway();
        return;
      }
      end();
      resolve(socket);
    };
    socket.once('error', fail);
    socket.once('close', turnedAway);
    socket.on('readable', read);
    socket.write(knock);
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });
}
