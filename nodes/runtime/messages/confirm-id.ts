/**
 * `msg.dataconnect.confirm`: a text, so that it goes wherever the message goes. Who confirms the last message of a window
 * confirms the window, for messages go out in order and a Join node keeps what the last one brought; who says that any of
 * them failed fails the window.
 */
import type { NodeMessage } from 'node-red';

export interface ConfirmedMessage {
  /** Id of the window. */
  window: string;
  isLast: boolean;
}

/** @param message `index` is its place in the window, from 0 */
export function confirmId({ window, isLast, index }: ConfirmedMessage & { index: number }): string {
  return isLast ? window : `${window}.${index}`;
}

/** Which message of which window it is, or was made of; undefined where it carries no such id. */
export function confirmedBy(msg: NodeMessage): ConfirmedMessage | undefined {
  const { dataconnect } = msg as NodeMessage & { dataconnect?: { confirm?: unknown } | null };
  const id = dataconnect?.confirm;
  if (typeof id !== 'string') return undefined;
  const [window = '', index] = id.split('.');
  return { window, isLast: index === undefined };
}

/** True of what a Catch node sends: the word on the window is that it failed. */
export function bringsError(msg: NodeMessage): boolean {
  return (msg as NodeMessage & { error?: unknown }).error !== undefined;
}
