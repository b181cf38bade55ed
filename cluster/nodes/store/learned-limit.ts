/** What is learned of a service that refuses, with the rules of the slots of one process (`nodes/client/slots/slots.ts`). */
import type { LearnedLimit, Refusal, SlotLook } from './engine';

/** What the service is known to admit at most. */
const SERVICE_CEILING = 8;
/** How long a shrunk limit stays as it is before it grows by one. */
const GROWS_EVERY = 30_000;
/** Pause after a 429 that names no wait. */
const COOL_DOWN = 1000;
/** What is waited for after one that names a longer wait. */
const LONGEST_PAUSE = 300_000;

/** A light request may have one more than a report while the service has refused nothing. */
export function hasExtra(limit: number): boolean {
  return limit > 1 && limit < SERVICE_CEILING;
}

/** How many the service seems to admit by now. */
export function allowedBy(learned: LearnedLimit | undefined): number {
  if (!learned) return Number.POSITIVE_INFINITY;
  return Math.max(learned.allowed, learned.largest - Math.ceil(learned.endsIn / GROWS_EVERY));
}

/**
 * Out of the blue, a refusal halves what was active beside it; later ones tell what was admitted.
 * @param look at the moment of the refusal
 * @param first no other was seen since the request began
 * @param largest the limit that is asked for
 */
export function refusalOf(look: SlotLook, first: boolean, largest: number, retryAfter: number | undefined): Refusal {
  const others = look.active.shared + look.active.extra - 1;
  const before = allowedBy(look.learned);
  const isNews = first && before === Number.POSITIVE_INFINITY;
  const allowed = Math.max(1, isNews ? Math.floor(others / 2) : Math.min(before, others));
  const pauseFor = Math.max(look.pausedFor, pauseAfter(retryAfter));
  const endsIn = pauseFor + GROWS_EVERY * Math.max(0, largest - allowed);
  return { pauseFor, learned: { allowed, largest, endsIn }, first };
}

export function pauseAfter(retryAfter: number | undefined): number {
  return Math.min(Math.max(COOL_DOWN, retryAfter ?? 0), LONGEST_PAUSE);
}
