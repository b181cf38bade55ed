/** A listener that takes no more connections: its queue is full and its event loop stands still until it is released. */
import net from 'node:net';
import { Worker } from 'node:worker_threads';

export interface BusyListener {
  port: number;
  /** Lets it accept what waits; every connection is answered with these bytes for each request. */
  release(): void;
  close(): Promise<void>;
}

const PROGRAM = `
const { parentPort, workerData } = require('node:worker_threads');
const { gate, host, port, bytes } = workerData;
const server = require('node:net').createServer((socket) => {
  socket.on('error', () => {});
  socket.on('data', () => socket.write(bytes));
});
server.listen({ host, port, backlog: 1 }, () => {
  parentPort.postMessage(server.address().port);
  setImmediate(() => Atomics.wait(gate, 0, 0));
});`;

/** @param bytes what it answers once it is released */
export async function startBusyListener(
  host: string,
  port = 0,
  bytes: Uint8Array = Buffer.from(''),
): Promise<BusyListener> {
  const gate = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(PROGRAM, { eval: true, workerData: { gate, host, port, bytes } });
  const listening = await new Promise<number>((resolve) => worker.once('message', resolve));
  const fillers = await fill(host, listening);
  const release = () => {
    Atomics.store(gate, 0, 1);
    Atomics.notify(gate, 0);
  };
  return {
    port: listening,
    release,
    close: async () => {
      for (const socket of fillers) socket.destroy();
      release();
      await worker.terminate();
    },
  };
}

/** Linux takes one more than the backlog says; the other two wait to be let in, as ours will. */
async function fill(host: string, port: number): Promise<net.Socket[]> {
  const sockets = Array.from({ length: 4 }, () => net.connect({ host, port }).on('error', () => {}));
  let connected = 0;
  await new Promise<void>((resolve) => {
    for (const socket of sockets) {
      socket.once('connect', () => {
        connected += 1;
        if (connected === 2) resolve();
      });
    }
  });
  return sockets;
}
