/**
 * `msg.dataconnect.confirm`: a text, so that it goes wherever the message goes. Who confirms the last message of a window
 * confirms the window, for messages go out in order and a Join node keeps what the last one brought; who says that any of
 * them failed fails the window.
 */
import type { NodeMessage } from 'node-red';

/** A message of a window. */
export interface ConfirmedMessage {
  /** Id of the window. */
  window: string;
  isLast: boolean;
}

/** `index`: place of the message in the window, from 0. `nothingOf`: id of a node that has sent no record, of which nobody need say anything. */
export type Confirmable = (ConfirmedMessage & { index: number }) | { nothingOf: string };

const NOTHING = 'nothing.';

/** The text of `msg.dataconnect.confirm`. */
export function confirmId(message: Confirmable): string {
  if ('nothingOf' in message) return `${NOTHING}${message.nothingOf}`;
  const { window, isLast, index } = message;
  return isLast ? window : `${window}.${index}`;
}

/** Id of the node that says of a message that there is nothing to confirm. */
export function nothingOf(msg: NodeMessage): string | undefined {
  const id = idOf(msg);
  return id?.startsWith(NOTHING) ? id.slice(NOTHING.length) : undefined;
}

/** Which message of which window it is, or was made of; undefined where it carries no such id. */
export function confirmedBy(msg: NodeMessage): ConfirmedMessage | undefined {
  const id = idOf(msg);
  if (id === undefined) return undefined;
  const [window = '', index] = id.split('.');
  return { window, isLast: index === undefined };
}

function idOf(msg: NodeMessage): string | undefined {
  const { dataconnect } = msg as NodeMessage & { dataconnect?: { confirm?: unknown } | null };
  const id = dataconnect?.confirm;
  return typeof id === 'string' ? id : undefined;
}

/** True of what a Catch node sends: the word on the window is that it failed. */
export function bringsError(msg: NodeMessage): boolean {
  return (msg as NodeMessage & { error?: unknown }).error !== undefined;
}
