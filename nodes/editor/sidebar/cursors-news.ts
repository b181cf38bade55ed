/** What the server tells of cursors, as it arrives: read tolerantly, for the page may be older or newer than the server. */
export interface Cursor {
  id: string;
  /** Id of its node in the editor. */
  place: string;
  type: string;
  name: string;
  /** What narrows the answer; empty without. */
  only: string;
  isPaused: boolean;
  isList: boolean;
  isUsed: boolean;
  lines: string[];
  /** `at`: milliseconds since 1970. */
  changed?: { at: number; by: string; rows: number };
  damage?: string;
  open?: { since: number; held: string[] };
}

/** None where a server does not know of them. */
export function cursorsIn(answer: unknown): Cursor[] {
  const { cursors } = (answer ?? {}) as { cursors?: Cursor[] };
  return Array.isArray(cursors) ? cursors : [];
}
