/** What a person makes of a cursor by hand: it rests, goes on again, begins anew or begins at another point. */
import type { Confirmation, CursorState } from './cursor-state';

/** `from`: all before the point counts as confirmed, ISO. What was delivered behind it comes again. */
export type Steering = { kind: 'pause' | 'resume' | 'reset' } | { kind: 'from'; point: string };

/** Whose cursor it is, and who says so; what of it is confirmed follows. */
export type Steered = Omit<Confirmation, 'confirmedTo' | 'paused' | 'known' | 'knownColumns' | 'snapshot'>;

/** @param state undefined where nothing was confirmed, or what was cannot be read any more */
export function steered(state: CursorState | undefined, by: Steered, steering: Steering): Confirmation {
  const { confirmedTo, paused, known = [], knownColumns, snapshot, rows = 0 } = state ?? {};
  const kept = { ...by, confirmedTo, known, knownColumns, snapshot, rows };
  switch (steering.kind) {
    case 'pause':
      return { ...kept, paused: true };
    case 'resume':
      return kept;
    case 'reset':
      return { ...by, paused, known: [], rows: 0 };
    case 'from':
      return { ...by, paused, known: [], rows: 0, confirmedTo: steering.point };
  }
}
