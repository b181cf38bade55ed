/** Windows that may be confirmed by hand, wherever the node that says so stands. */
import type { NodeMessage } from 'node-red';
import type { FlowNode } from '../flow/flow-node';
import type { FollowedWindow } from '../flow/followed-window';
import { bringsError, confirmedBy, nothingOf } from '../messages/confirm-id';

/**
 * What a message said. `noted`: it is not the last of its window. `over`: the window has ended, or there never was one.
 * `nothing`: there is nothing to confirm, for no record was sent. `none`: it carries no id.
 */
export type Word = 'confirmed' | 'failed' | 'noted' | 'over' | 'nothing' | 'none';

/** `since`: milliseconds since 1970. */
export interface OpenWindow {
  window: FollowedWindow;
  since: number;
  /** Its alarm rang, and the flow has it still: ends it unconfirmed, and resolves when its cursor is free. */
  letGo?: () => Promise<void>;
}

export class Confirmations {
  readonly #open = new Map<string, FollowedWindow>();
  readonly #byCursor = new Map<string, OpenWindow>();

  /** @param cursor name of the one that it moves */
  add(window: FollowedWindow, cursor: string): OpenWindow {
    const open = { window, since: Date.now() };
    this.#open.set(window.id, window);
    this.#byCursor.set(cursor, open);
    return open;
  }

  /** The window of a cursor has ended. */
  remove({ window }: OpenWindow, cursor: string): void {
    this.#open.delete(window.id);
    this.#byCursor.delete(cursor);
  }

  /** Names of cursors of which a window is under way. */
  get openCursors(): Iterable<string> {
    return this.#byCursor.keys();
  }

  /** The window that is under way of a cursor. */
  openAt(cursor: string): OpenWindow | undefined {
    return this.#byCursor.get(cursor);
  }

  /** A person does something else with a cursor: a window that its run does not wait for any longer is not in the way. */
  async letGo(cursor: string): Promise<void> {
    await this.openAt(cursor)?.letGo?.();
  }

  /**
   * A message says that the flow is done with it, or that it failed.
   * @param saysFailed whatever the message brings
   */
  decide(msg: NodeMessage, saysFailed = false): Word {
    if (nothingOf(msg) !== undefined) return 'nothing';
    const said = confirmedBy(msg);
    if (!said) return 'none';
    const window = this.#open.get(said.window);
    if (!window) return 'over';
    const isGood = !saysFailed && !bringsError(msg);
    if (isGood && !said.isLast) return 'noted';
    window.decide(isGood);
    return isGood ? 'confirmed' : 'failed';
  }

  /** Whether a message that comes back to a node which is confirmed by hand is a word on a window of it, or says that there is none. */
  isAwaitedBy(node: FlowNode, msg: NodeMessage): boolean {
    if (nothingOf(msg) === node.id) return true;
    const said = confirmedBy(msg);
    const window = said && this.#open.get(said.window);
    return window?.node === node;
  }
}
