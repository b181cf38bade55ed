/**
 * Opens the sockets undici speaks HTTP over. Done here, not by undici's own connector and ProxyAgent, for three
 * reasons: an abort must close a socket that is still connecting (undici waits for its own timeout), a proxy's answer
 * must be known by its status (ProxyAgent has it only inside a text), and CONNECT must not wait undici's 300 seconds.
 */
import http from 'node:http';
import net from 'node:net';
import tls from 'node:tls';
import type { OpenSocket } from '../settings';
import { ProxyError, TlsSettingsError } from './network-errors';
import type { ProxyRoute } from './proxy';
import { hostOf, reachHost, settled } from './reach-host';

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

/**
 * True where nobody checks who the other side is: by the connection's TLS options, or by Node's switch for the whole
 * process where these say nothing.
 */
export function acceptsAnyCertificate(settings: Readonly<{ rejectUnauthorized?: unknown }> | undefined): boolean {
  const chosen = settings?.rejectUnauthorized;
  return chosen === undefined ? process.env.NODE_TLS_REJECT_UNAUTHORIZED === '0' : chosen === false;
}

/** Makes sockets with the TLS settings of one connection, and resumes TLS sessions. */
export class Connector {
  readonly #tls: tls.ConnectionOptions;
  readonly #sessions = new Map<string, Buffer>();

  /**
   * @param settings the TLS options of the connection, by Node's names
   * @param openSocket in the place of all that; undefined where targets are hosts
   */
  constructor(
    settings: Readonly<Record<string, unknown>> | undefined,
    readonly openSocket?: OpenSocket,
  ) {
    const chosen = TLS_OPTIONS.filter((name) => settings?.[name] !== undefined).map((name) => [name, settings?.[name]]);
    this.#tls = { minVersion: 'TLSv1.2', ...Object.fromEntries(chosen) };
  }

  /** See the function of that name. */
  get acceptsAnyCertificate(): boolean {
    return acceptsAnyCertificate(this.#tls);
  }

  /**
   * A connected socket, secured for https. Aborting the signal closes it while it is being made.
   * @throws ProxyError, TlsSettingsError or what Node gives
   */
  async open(target: Target, proxy: ProxyRoute | undefined, signal: AbortSignal): Promise<net.Socket> {
    if (this.openSocket) return this.openSocket(signal);
    const { protocol, hostname, port } = target;
    const socket = proxy ? await openTunnel(target, proxy, signal) : await reachHost(hostname, port, signal);
    return protocol === 'https:' ? this.#secure(target, socket, signal) : socket;
  }

  #secure(target: Target, plain: net.Socket, signal: AbortSignal): Promise<net.Socket> {
    const key = `${target.hostname}:${target.port}`;
    const named = this.#tls.servername ?? (net.isIP(target.hostname) ? '' : target.hostname);
    const socket = startTls({
      ...this.#tls,
      host: target.hostname,
      servername: named,
      session: this.#sessions.get(key),
      ALPNProtocols: ['http/1.1'],
      socket: plain,
    });
    socket.on('session', (session) => this.#remember(key, session));
    return settled(socket, 'secureConnect', signal);
  }

  #remember(key: string, session: Buffer): void {
    if (this.#sessions.size >= SESSIONS) this.#sessions.delete(this.#sessions.keys().next().value!);
    this.#sessions.set(key, session);
  }
}

function startTls(options: tls.ConnectionOptions & { socket: net.Socket }): tls.TLSSocket {
  try {
    return tls.connect(options);
  } catch (error) {
    options.socket.destroy();
    throw new TlsSettingsError('TLS could not be started', { cause: error });
  }
}

async function openTunnel(target: Target, proxy: ProxyRoute, signal: AbortSignal): Promise<net.Socket> {
  const socket = await reachProxy(proxy, signal).catch((cause) => {
    throw new ProxyError(proxy.url.host, undefined, { cause });
  });
  return askForTunnel(socket, target, proxy, signal);
}

async function reachProxy({ url }: ProxyRoute, signal: AbortSignal): Promise<net.Socket> {
  const secure = url.protocol === 'https:';
  const host = hostOf(url);
  const socket = await reachHost(host, Number(url.port) || (secure ? 443 : 80), signal);
  if (!secure) return socket;
  return settled(startTls({ socket, host, servername: net.isIP(host) ? '' : host }), 'secureConnect', signal);
}

function askForTunnel(socket: net.Socket, target: Target, proxy: ProxyRoute, signal: AbortSignal): Promise<net.Socket> {
  const host = `${net.isIPv6(target.hostname) ? `[${target.hostname}]` : target.hostname}:${target.port}`;
  return new Promise((resolve, reject) => {
    const connect = http.request({
      method: 'CONNECT',
      path: host,
      headers: { host, ...(proxy.authorization && { 'proxy-authorization': proxy.authorization.reveal() }) },
      createConnection: () => socket,
      signal,
    });
    const refuse = (status: number | undefined, cause?: unknown) => {
      connect.destroy();
      reject(new ProxyError(proxy.url.host, status, cause === undefined ? undefined : { cause }));
    };
    connect.on('connect', (answer, tunnel, head) => {
      if (answer.statusCode !== 200) {
        tunnel.destroy();
        refuse(answer.statusCode);
        return;
      }
      if (head.length > 0) tunnel.unshift(head);
      resolve(tunnel as net.Socket);
    });
    connect.on('response', (answer) => refuse(answer.statusCode));
    connect.on('error', (error) => refuse(undefined, error));
    connect.end();
  });
}
