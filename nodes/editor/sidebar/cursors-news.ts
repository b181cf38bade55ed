/** What the server tells of cursors, as it arrives: read tolerantly, for the page may be older or newer than the server. */
import type { CursorsAnswer, CursorView } from '../../incremental/windows/cursor-view';

/** None where a server does not know of them. */
export function cursorsIn(answer: unknown): CursorView[] {
  const { cursors } = (answer ?? {}) as Partial<CursorsAnswer>;
  return Array.isArray(cursors) ? cursors : [];
}
