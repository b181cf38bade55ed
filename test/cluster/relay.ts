/** A way to a server that can be closed, or swallow what goes over it: what a network does, and a machine that is gone. */
import net, { type AddressInfo, type Socket } from 'node:net';

export class Relay {
  readonly #sockets = new Set<Socket>();
  readonly #server: net.Server;
  #way: 'open' | 'closed' | 'swallows' = 'open';

  constructor(target: number) {
    this.#server = net.createServer((near) => {
      if (this.#way === 'closed') return void near.destroy();
      this.#keep(near);
      if (this.#way === 'swallows') return void near.resume();
      const far = this.#keep(net.connect(target, '127.0.0.1'));
      near.pipe(far);
      far.pipe(near);
      near.on('close', () => far.destroy());
      far.on('close', () => near.destroy());
    });
  }

  /** @returns its port */
  async listen(): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return (this.#server.address() as AddressInfo).port;
  }

  /** Who is connected loses the connection, and gets no other one. */
  cut(): void {
    this.#way = 'closed';
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Nothing comes through any more, and nobody says so. */
  swallow(): void {
    this.#way = 'swallows';
    for (const socket of this.#sockets) socket.unpipe().resume();
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #keep(socket: Socket): Socket {
    this.#sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => this.#sockets.delete(socket));
    return socket;
  }
}
