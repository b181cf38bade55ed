/**
 * Slots that several processes share: one server counts, and everybody who wants a request to be sent asks it over a
 * socket. A sketch of a store as others may write it; it stands for Redis or a database.
 */
import net, { type AddressInfo, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import type { Slot, SlotRequest, SlotStore } from '../../nodes/client/slots/slot-store';
import { Slots } from '../../nodes/client/slots/slots';
import { onAbort, Stop } from '../../nodes/client/waiting/cancellation';
import type { StoreError, StoreErrorCode } from '../../nodes/errors';

type Said =
  | { kind: 'ask'; id: number; key: string; limit: number; weight: SlotRequest['weight'] }
  | { kind: 'refused'; id: number; retryAfter: number | undefined }
  | { kind: 'over'; id: number };

type Told =
  | { kind: 'place'; id: number; place: number }
  | { kind: 'given'; id: number; queuedFor: number }
  | { kind: 'lost'; id: number };

const say = (socket: Socket, line: Said | Told) => void socket.write(`${JSON.stringify(line)}\n`);

/** Each line of a socket. */
function hear<T>(socket: Socket, listen: (line: T) => void): void {
  socket.setNoDelay();
  // A process that is killed resets its connections.
  const ignore = () => {};
  socket.on('error', ignore);
  createInterface(socket)
    .on('line', (line) => listen(JSON.parse(line)))
    .on('error', ignore);
}

/** Counts for everybody. */
export class SlotServer {
  readonly #slots = new Slots();
  readonly #taken: (() => void)[] = [];
  readonly #sockets = new Set<Socket>();
  readonly #server = net.createServer((socket) => this.#serve(socket));

  async listen(): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** Says that the time of every slot that is held is over, as if none had been renewed. */
  takeAllBack(): void {
    for (const takeBack of this.#taken.splice(0)) takeBack();
  }

  #serve(socket: Socket): void {
    const held = new Map<number, Slot>();
    const waiting = new Map<number, Stop>();
    this.#sockets.add(socket);
    socket.on('close', () => {
      for (const stop of waiting.values()) stop.stop('gone');
      for (const slot of held.values()) slot.release();
    });
    hear<Said>(socket, (said) => {
      if (said.kind === 'ask') void this.#give(said, socket, held, waiting);
      if (said.kind === 'refused') held.get(said.id)?.refused(said.retryAfter);
      if (said.kind !== 'over') return;
      waiting.get(said.id)?.stop('over');
      held.get(said.id)?.release();
    });
  }

  async #give(
    asked: Said & { kind: 'ask' },
    socket: Socket,
    held: Map<number, Slot>,
    waiting: Map<number, Stop>,
  ): Promise<void> {
    const { id } = asked;
    const place = (at: number) => say(socket, { kind: 'place', id, place: at });
    const signal = new Stop();
    waiting.set(id, signal);
    const request = { ...asked, path: '', signal, onPlace: place, onLost: () => {} };
    const slot = await this.#slots.acquire(request).catch(() => undefined);
    waiting.delete(id);
    if (!slot) return;
    held.set(id, slot);
    this.#taken.push(() => say(socket, { kind: 'lost', id }));
    say(socket, { kind: 'given', id, queuedFor: slot.queuedFor });
  }
}

/** As a package throws it that has only our types. */
function storeError(code: StoreErrorCode): StoreError {
  return Object.assign(new Error('said by the server of slots'), { code });
}

/** What a client gets in the place of `Slots`. */
export class SocketSlots implements SlotStore {
  readonly #socket: Socket;
  readonly #listeners = new Map<number, (told: Told) => void>();
  #asked = 0;

  constructor(port: number) {
    this.#socket = net.connect(port, '127.0.0.1');
    hear<Told>(this.#socket, (told) => this.#listeners.get(told.id)?.(told));
  }

  async close(): Promise<void> {
    this.#socket.destroy();
  }

  acquire({ key, limit, weight, signal, onPlace, onLost }: SlotRequest): Promise<Slot> {
    const id = ++this.#asked;
    return new Promise((resolve, reject) => {
      const over = () => {
        this.#listeners.delete(id);
        say(this.#socket, { kind: 'over', id });
      };
      const forget = onAbort(signal, () => {
        over();
        reject(storeError('CANCELLED'));
      });
      const slot = (queuedFor: number): Slot => ({
        queuedFor,
        release: over,
        refused: (retryAfter) => say(this.#socket, { kind: 'refused', id, retryAfter }),
      });
      this.#listeners.set(id, (told) => {
        if (told.kind === 'place') onPlace?.(told.place);
        if (told.kind === 'lost') onLost(storeError('LEASE_LOST'));
        if (told.kind !== 'given') return;
        forget();
        resolve(slot(told.queuedFor));
      });
      if (!signal.aborted) say(this.#socket, { kind: 'ask', id, key, limit, weight });
    });
  }
}
