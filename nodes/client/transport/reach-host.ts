/**
 * Connects to a host by whichever of its addresses answers first (RFC 8305). Node's own way gives an address up when it
 * has not answered within 250 ms; here that only starts the next one beside it, and the limit *Connect* ends them all.
 */
import dns from 'node:dns';
import net from 'node:net';

const KEEP_ALIVE_PROBE = 60_000;

/** The host of an address as it is connected to: without the brackets of IPv6. */
export function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '');
}

/**
 * A connected socket. Aborting the signal closes whatever is being connected.
 * @param hostname without the brackets of IPv6
 * @throws what Node gives; an AggregateError where several addresses failed
 */
export async function reachHost(hostname: string, port: number, signal: AbortSignal): Promise<net.Socket> {
  const addresses = net.isIP(hostname) ? [hostname] : alternating(await lookup(hostname));
  return firstOf(addresses, (host, race) => settled(net.connect(optionsFor(host, port)), 'connect', race), signal);
}

/** Waits until a socket is connected or secured. Aborting the signal destroys it. */
export function settled<S extends net.Socket>(
  socket: S,
  event: 'connect' | 'secureConnect',
  signal: AbortSignal,
): Promise<S> {
  return new Promise((resolve, reject) => {
    const abort = () => socket.destroy(new Error('aborted'));
    const done = () => {
      signal.removeEventListener('abort', abort);
      socket.removeListener('error', failed);
      socket.removeListener('close', closed);
    };
    const failed = (error: Error) => {
      done();
      // A socket may fail once more while it is torn down; nobody else listens by then.
      socket.on('error', () => {});
      socket.destroy();
      reject(error);
    };
    const closed = () => failed(Object.assign(new Error('closed while connecting'), { code: 'ECONNRESET' }));
    socket.once('error', failed);
    socket.once('close', closed);
    socket.once(event, () => {
      done();
      resolve(socket);
    });
    socket.setNoDelay(true);
    socket.setKeepAlive(true, KEEP_ALIVE_PROBE);
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });
}

/** As Node looks a name up for its own connections: without IPv6 where this machine has none. */
function lookup(hostname: string): Promise<dns.LookupAddress[]> {
  const hints = process.platform === 'win32' ? 0 : dns.ADDRCONFIG;
  return new Promise((resolve, reject) => {
    dns.lookup(hostname, { all: true, hints }, (error, found) => (error ? reject(error) : resolve(found)));
  });
}

/** The addresses in the order of the lookup, but the two families by turns: one of them may lead nowhere. */
function alternating(found: readonly dns.LookupAddress[]): string[] {
  const first = found.filter(({ family }) => family === found[0]?.family);
  const others = found.filter(({ family }) => family !== found[0]?.family);
  return first
    .flatMap((one, index) => [one, ...others.slice(index, index + 1)])
    .concat(others.slice(first.length))
    .map(({ address }) => address);
}

/** Node's typings do not know the water mark; undici's own connector sets the same. */
function optionsFor(host: string, port: number): net.TcpNetConnectOpts & { highWaterMark: number } {
  return { host, port, highWaterMark: 65_536 };
}

type Attempt = (address: string, signal: AbortSignal) => Promise<net.Socket>;

function firstOf(addresses: readonly string[], attempt: Attempt, signal: AbortSignal): Promise<net.Socket> {
  return new Promise((resolve, reject) => {
    const race = new AbortController();
    const waiting = [...addresses];
    const errors: unknown[] = [];
    let next: NodeJS.Timeout | undefined;
    const end = () => {
      clearTimeout(next);
      signal.removeEventListener('abort', abort);
      race.abort();
    };
    const abort = () => {
      end();
      reject(new Error('aborted'));
    };
    const won = (socket: net.Socket) => {
      end();
      resolve(socket);
    };
    const lost = (error: unknown) => {
      errors.push(error);
      if (race.signal.aborted) return;
      if (waiting.length > 0) start();
      else if (errors.length === addresses.length) {
        end();
        reject(errors.length === 1 ? error : new AggregateError(errors));
      }
    };
    const start = () => {
      clearTimeout(next);
      const address = waiting.shift()!;
      if (waiting.length > 0) next = setTimeout(start, net.getDefaultAutoSelectFamilyAttemptTimeout());
      attempt(address, race.signal).then((socket) => (race.signal.aborted ? socket.destroy() : won(socket)), lost);
    };
    if (signal.aborted) {
      abort();
      return;
    }
    signal.addEventListener('abort', abort, { once: true });
    start();
  });
}
