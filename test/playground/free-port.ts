/** Ports of this machine. */
import { createServer } from 'node:net';

/** @returns the port itself, or the next free one within the following 50 */
export async function freePortFrom(port: number): Promise<number> {
  for (let candidate = port; candidate < port + 50; candidate++) {
    if (await isFree(candidate)) return candidate;
  }
  throw new Error(`The ports ${port} to ${port + 49} are all taken by other programs.`);
}

/** @throws Error in words when this program may not open the port */
export async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(false);
      else reject(new Error(`Port ${port} cannot be opened: ${error.message}`));
    });
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
