/** A small proxy that answers CONNECT, and leads every name to the server the test gave it. */
import http from 'node:http';
import net, { type AddressInfo, type Socket } from 'node:net';

export interface ConnectProxy {
  url: string;
  host: string;
  /** `host:port` of every tunnel asked for. */
  asked: string[];
  /** `Proxy-Authorization` of every tunnel asked for. */
  authorizations: (string | undefined)[];
  readonly open: number;
  close(): Promise<void>;
}

export interface ProxyRules {
  /** Port on this machine a name leads to. */
  leadTo(name: string): number;
  /** Credentials it wants, as `user:password`. */
  credentials?: string;
  /** Status for every CONNECT instead of a tunnel; 0 for no answer at all. */
  status?: number;
}

export async function startConnectProxy(rules: ProxyRules): Promise<ConnectProxy> {
  const asked: string[] = [];
  const authorizations: (string | undefined)[] = [];
  const sockets = new Set<Socket>();
  const server = http.createServer();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('connect', (request, socket) => {
    const authorization = request.headers['proxy-authorization'];
    asked.push(request.url ?? '');
    authorizations.push(authorization);
    if (rules.status === 0) {
      socket.resume().on('end', () => socket.destroy());
      return;
    }
    const wanted = rules.credentials && `Basic ${Buffer.from(rules.credentials).toString('base64')}`;
    const status = rules.status ?? (wanted && authorization !== wanted ? 407 : 200);
    if (status !== 200) {
      socket.end(`HTTP/1.1 ${status} No\r\ncontent-length: 0\r\n\r\n`);
      return;
    }
    const target = net.connect(rules.leadTo(request.url ?? ''), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      socket.pipe(target).pipe(socket);
    });
    target.on('error', () => socket.destroy());
    target.on('close', () => socket.destroy());
    socket.on('close', () => target.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    host: `127.0.0.1:${port}`,
    asked,
    authorizations,
    get open() {
      return sockets.size;
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
