/** Windows that wait for a word, by the id that their messages carry as `msg.dataconnect.confirm`. */
import type { NodeMessage } from 'node-red';
import type { FollowedWindow } from '../flow/followed-window';

/** What a message may bring of a window; anything may stand there. */
type ConfirmingMessage = NodeMessage & { dataconnect?: { confirm?: unknown }; error?: unknown };

export class Confirmations {
  readonly #open = new Map<string, FollowedWindow>();

  /** Until the returned function is called. */
  add(window: FollowedWindow): () => void {
    this.#open.set(window.id, window);
    return () => this.#open.delete(window.id);
  }

  /** The window that a message is of, or was made of; undefined where it has ended, or there was none. */
  windowOf(msg: NodeMessage): FollowedWindow | undefined {
    const id = confirmIdIn(msg);
    return id === undefined ? undefined : this.#open.get(id);
  }
}

/** The id that a message carries, of a window that is open or not. */
export function confirmIdIn(msg: NodeMessage): string | undefined {
  const id = (msg as ConfirmingMessage).dataconnect?.confirm;
  return typeof id === 'string' ? id : undefined;
}

/** True of what a Catch node sends: what happened to the window is an error. */
export function bringsError(msg: NodeMessage): boolean {
  return (msg as ConfirmingMessage).error !== undefined;
}
