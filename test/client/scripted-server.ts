/** A real HTTP or HTTPS server whose answers a test writes byte by byte. */
import type { AddressInfo, Socket } from 'node:net';
import net from 'node:net';
import tls from 'node:tls';
import { URLSearchParams } from 'node:url';

export interface SeenRequest {
  method: string;
  /** Path and query as sent. */
  target: string;
  path: string;
  headers: Record<string, string>;
  body: string;
  form: URLSearchParams;
  query: URLSearchParams;
  /** 1 for the first connection the server accepted. */
  connection: number;
}

/** Writes the answer to one request on its raw socket. */
export type Script = (request: SeenRequest, socket: Socket) => void | Promise<void>;

export interface ScriptedServer {
  /** `http://127.0.0.1:port` or `https://localhost:port`. */
  url: string;
  host: string;
  port: number;
  requests: SeenRequest[];
  /** Connections accepted so far. */
  readonly connections: number;
  /** Connections open at the moment. */
  readonly open: number;
  /** Settles when no connection is open any more. */
  allClosed(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a server that hands every request it has read in full to the script. */
export async function startScriptedServer(script: Script, secure?: tls.TlsOptions): Promise<ScriptedServer> {
  const requests: SeenRequest[] = [];
  const sockets = new Set<Socket>();
  const waiting: (() => void)[] = [];
  let connections = 0;

  const accept = (socket: Socket) => {
    connections += 1;
    const connection = connections;
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => {
      sockets.delete(socket);
      if (sockets.size === 0) for (const tell of waiting.splice(0)) tell();
    });
    readRequests(socket, (request) => {
      const seen = { ...request, connection };
      requests.push(seen);
      void script(seen, socket);
    });
  };
  const server = secure ? tls.createServer(secure, accept) : net.createServer(accept);
  server.on('tlsClientError', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const host = secure ? `localhost:${port}` : `127.0.0.1:${port}`;
  return {
    url: `${secure ? 'https' : 'http'}://${host}`,
    host,
    port,
    requests,
    get connections() {
      return connections;
    },
    get open() {
      return sockets.size;
    },
    allClosed: () => new Promise((resolve) => (sockets.size === 0 ? resolve() : waiting.push(resolve))),
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function readRequests(socket: Socket, give: (request: Omit<SeenRequest, 'connection'>) => void): void {
  let received = '';
  socket.on('data', (chunk) => {
    received += chunk.toString('latin1');
    for (let end = received.indexOf('\r\n\r\n'); end >= 0; end = received.indexOf('\r\n\r\n')) {
      const head = received.slice(0, end);
      const length = Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0);
      if (received.length < end + 4 + length) return;
      const body = Buffer.from(received.slice(end + 4, end + 4 + length), 'latin1').toString('utf8');
      received = received.slice(end + 4 + length);
      give(parseRequest(head, body));
    }
  });
}

function parseRequest(head: string, body: string): Omit<SeenRequest, 'connection'> {
  const [first = '', ...lines] = head.split('\r\n');
  const [method = '', target = ''] = first.split(' ');
  const [path = '', query = ''] = target.split('?');
  const headers = Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
  return { method, target, path, headers, body, form: new URLSearchParams(body), query: new URLSearchParams(query) };
}

/** A whole answer with a content length. Header values that are lists become several lines. */
export function answer(
  status: number,
  body: string | Buffer = '',
  headers: Record<string, string | string[]> = {},
): Buffer {
  const bytes = Buffer.from(body as string);
  const all = { 'content-type': 'application/json', 'content-length': String(bytes.length), ...headers };
  return Buffer.concat([head(status, all), bytes]);
}

/** Status line and headers alone. */
export function head(status: number, headers: Record<string, string | string[]>): Buffer {
  const lines = Object.entries(headers).flatMap(([name, values]) =>
    [values].flat().map((value) => `${name}: ${value}`),
  );
  return Buffer.from(`HTTP/1.1 ${[`${status} Scripted`, ...lines].join('\r\n')}\r\n\r\n`, 'latin1');
}

/** One piece of a chunked body. */
export function chunk(data: string | Buffer): Buffer {
  const bytes = Buffer.from(data as string);
  return Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]);
}

/** What ends a chunked body. */
export const LAST_CHUNK = '0\r\n\r\n';

/** Closes the connection with a reset instead of an orderly end. */
export function reset(socket: Socket): void {
  if (socket instanceof tls.TLSSocket) socket.destroy();
  else socket.resetAndDestroy();
}
