/**
 * Opens the sockets undici speaks HTTP over. Done here, not by undici's own connector and ProxyAgent, for three
 * reasons: an abort must close a socket that is still connecting (undici waits for its own time-out), a proxy's answer
 * must be known by its status (ProxyAgent has it only inside a text), and CONNECT must not wait undici's 300 seconds.
 */
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import tls from 'node:tls';
import { ProxyError, TlsSettingsError } from './network-errors';
import type { ProxyRoute } from './proxy';

export interface Target {
  protocol: string;
  /** Without the brackets of IPv6. */
  hostname: string;
  port: number;
}

/** The options of Node's TLS a connection may set; the rest (host, port, socket …) is ours. */
const TLS_OPTIONS = [
  ...['ca', 'cert', 'key', 'pfx', 'passphrase', 'rejectUnauthorized', 'servername', 'ciphers', 'crl', 'ecdhCurve'],
  ...['dhparam', 'sigalgs', 'minVersion', 'maxVersion', 'honorCipherOrder', 'secureOptions'],
] as const;

/** How many TLS sessions are kept for resumption. */
const SESSIONS = 16;

const KEEP_ALIVE_PROBE = 60_000;

export class Connector {
  readonly #tls: tls.ConnectionOptions;
  readonly #sessions = new Map<string, Buffer>();

  /** @param settings the TLS options of the connection, by Node's names */
  constructor(settings: Readonly<Record<string, unknown>> | undefined) {
    const chosen = TLS_OPTIONS.filter((name) => settings?.[name] !== undefined).map((name) => [name, settings?.[name]]);
    this.#tls = { minVersion: 'TLSv1.2', ...Object.fromEntries(chosen) };
  }

  /**
   * A connected socket, secured for https. Aborting the signal closes it while it is being made.
   * @throws ProxyError, TlsSettingsError or what Node gives
   */
  async open(target: Target, proxy: ProxyRoute | undefined, signal: AbortSignal): Promise<net.Socket> {
    const tunnel = proxy ? await openTunnel(target, proxy, signal) : undefined;
    if (target.protocol === 'https:') return this.#secure(target, tunnel, signal);
    return tunnel ?? settled(net.connect(plainOptions(target)), 'connect', signal);
  }

  #secure(target: Target, tunnel: net.Socket | undefined, signal: AbortSignal): Promise<net.Socket> {
    const key = `${target.hostname}:${target.port}`;
    const named = this.#tls.servername ?? (net.isIP(target.hostname) ? '' : target.hostname);
    const socket = this.#startTls({
      ...this.#tls,
      host: target.hostname,
      port: target.port,
      servername: named,
      session: this.#sessions.get(key),
      ALPNProtocols: ['http/1.1'],
      ...(tunnel ? { socket: tunnel } : {}),
    });
    socket.on('session', (session) => this.#remember(key, session));
    return settled(socket, 'secureConnect', signal);
  }

  #startTls(options: tls.ConnectionOptions): tls.TLSSocket {
    try {
      return tls.connect(options);
    } catch (error) {
      throw new TlsSettingsError('TLS could not be started', { cause: error });
    }
  }

  #remember(key: string, session: Buffer): void {
    if (this.#sessions.size >= SESSIONS) this.#sessions.delete(this.#sessions.keys().next().value!);
    this.#sessions.set(key, session);
  }
}

/** Node's typings do not know the water mark; undici's own connector sets the same. */
function plainOptions({ hostname, port }: Target): net.TcpNetConnectOpts & { highWaterMark: number } {
  return { host: hostname, port, highWaterMark: 65_536 };
}

function settled<S extends net.Socket>(socket: S, event: 'connect' | 'secureConnect', signal: AbortSignal): Promise<S> {
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

function openTunnel(target: Target, proxy: ProxyRoute, signal: AbortSignal): Promise<net.Socket> {
  const host = `${net.isIPv6(target.hostname) ? `[${target.hostname}]` : target.hostname}:${target.port}`;
  const { request } = proxy.url.protocol === 'https:' ? https : http;
  return new Promise((resolve, reject) => {
    const connect = request({
      method: 'CONNECT',
      host: proxy.url.hostname.replace(/^\[|\]$/g, ''),
      port: proxy.url.port || (proxy.url.protocol === 'https:' ? 443 : 80),
      path: host,
      headers: { host, ...(proxy.authorization ? { 'proxy-authorization': proxy.authorization } : {}) },
      agent: false,
      signal,
    });
    const refuse = (status: number | undefined, cause?: unknown) => {
      connect.destroy();
      reject(new ProxyError(proxy.name, status, cause === undefined ? undefined : { cause }));
    };
    connect.on('connect', (answer, socket, head) => {
      if (answer.statusCode !== 200) {
        socket.destroy();
        refuse(answer.statusCode);
        return;
      }
      if (head.length > 0) socket.unshift(head);
      resolve(socket as net.Socket);
    });
    connect.on('response', (answer) => refuse(answer.statusCode));
    connect.on('error', (error) => refuse(undefined, error));
    connect.end();
  });
}
