/**
 * Moments at which a process may end. Nothing happens at them; the crash tests end a process there, so that each is
 * known to lose nothing.
 */

export const CRASH_POINTS = [
  'lease-taken',
  'swept',
  'opened',
  'journalled',
  'batch-sent',
  'rows-sent',
  'removed-half',
  'removed-sent',
  'confirmed',
  'state-written',
  'state-synced',
  'checked',
  'half-written',
  'written',
  'cursor-synced',
  'linked',
  'previous-kept',
  'renamed',
  'dir-synced',
  'old-removed',
  'released',
] as const;

export type CrashPoint = (typeof CRASH_POINTS)[number];

/** Told at each pass of a point, and waited for: whoever never answers stands still there. */
export type PointHook = (point: CrashPoint) => void | Promise<void>;

export const noPoint: PointHook = () => undefined;
