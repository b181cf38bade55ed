/** The socket side: one HTTP server for service, accounts and admin page, and a count of what is open on it. */
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';

export interface Listening {
  origin: string;
  server: Server;
  /** Connections open now. */
  sockets(): number;
  close(): Promise<void>;
}

export interface Certificate {
  key: string;
  cert: string;
}

/** @param handle must not throw for a bad request; what it throws ends the connection and is given to `onCrash` */
export async function listen(
  handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
  {
    port,
    host,
    certificate,
    onCrash,
  }: { port: number; host: string; certificate?: Certificate | undefined; onCrash(error: unknown): void },
): Promise<Listening> {
  const listener: RequestListener = (request, response) => {
    response.on('error', () => response.destroy());
    handle(request, response).catch((error: unknown) => {
      onCrash(error);
      response.destroy();
    });
  };
  const server: Server = certificate ? createTlsServer(certificate, listener) : createServer(listener);
  server.keepAliveTimeout = 60_000;
  server.requestTimeout = 0;
  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => open.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address() as AddressInfo;
  return {
    origin: `${certificate ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${address.port}`,
    server,
    sockets: () => open.size,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      const gone = [...open].map((socket) => new Promise((resolve) => socket.once('close', resolve)));
      for (const socket of open) socket.destroy();
      await Promise.all([closed, ...gone]);
    },
  };
}

/** The whole body as text. Resolves with what arrived when the client breaks off. */
export async function readBody(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  try {
    for await (const piece of request) pieces.push(piece as Buffer);
  } catch {
    return Buffer.concat(pieces).toString('utf8');
  }
  return Buffer.concat(pieces).toString('utf8');
}
