/**
 * Where an endpoint's node stands: what was confirmed last, and which files belong to it. A JSON text that people can
 * read, with a checksum, because JSON notices half of all damage only.
 */
import { createHash } from 'node:crypto';
import { DateTime } from 'luxon';
import { z } from 'zod';
import { canonicalJson } from './canonical-json';

/** Of the form. A text may have more than is known here; one of another number is not read. */
export const STATE_VERSION = 1;

const instant = z.iso.datetime({ precision: 3 });
const fileName = z.string().regex(/^[a-z0-9_%.-]+$/);
const check = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.number().int().nonnegative();

const known = z.strictObject({ file: fileName, from: instant, to: instant, rows: count, check });

const snapshot = z.strictObject({
  file: fileName,
  rows: count,
  /** Those whose values stand in the text of a record, in this order. */
  columns: z.array(z.string()),
  /** Others that records of the answer had. */
  late: z.array(z.string()).optional(),
  /** Empty where whole records are compared. */
  key: z.array(z.string()),
  check,
});

const state = z.looseObject({
  version: z.literal(STATE_VERSION),
  /** One more with each confirmation. */
  generation: count,
  node: z.string(),
  name: z.string(),
  connection: z.string(),
  host: z.string(),
  endpoint: z.string(),
  partition: z.record(z.string(), z.string()),
  zone: z.string(),
  grain: z.enum(['day', 'instant']),
  /** All before it is confirmed, it itself is not: an instant, no wall clock. None where nothing was, or a person asked to begin anew. */
  confirmedTo: instant.optional(),
  /** For people, and not read. */
  confirmedToLocal: z.string().optional(),
  confirmedAt: instant,
  confirmedBy: z.enum(['flow', 'hand', 'unproven', 'person']),
  /** Records of the window that was confirmed. */
  rows: count,
  run: z.string(),
  paused: z.literal(true).optional(),
  /** The generation from which on journals count, where a person changed something since. */
  sentFrom: count.optional(),
  known: z.array(known),
  /** Those whose values stand in the texts that the known records were hashed from. */
  knownColumns: z.array(z.string()).optional(),
  snapshot: snapshot.optional(),
});

export type CursorState = z.infer<typeof state>;
export type KnownFile = z.infer<typeof known>;
export type Snapshot = z.infer<typeof snapshot>;

/** What a run says of a window that was confirmed; the rest follows. */
export type Confirmation = Pick<
  CursorState,
  | 'node'
  | 'name'
  | 'connection'
  | 'host'
  | 'endpoint'
  | 'partition'
  | 'zone'
  | 'grain'
  | 'confirmedTo'
  | 'confirmedAt'
  | 'confirmedBy'
  | 'rows'
  | 'run'
  | 'paused'
  | 'known'
  | 'knownColumns'
  | 'snapshot'
>;

/** The state in a text, or why there is none. */
export type ReadState = { state: CursorState } | { damage: 'damaged' } | { damage: 'newer'; version: number };

/** @returns as it is read back */
export function stateAfter(before: CursorState | undefined, change: Confirmation): CursorState {
  const isByHand = change.confirmedBy === 'person';
  const confirmedTo = isByHand ? change.confirmedTo : later(before?.confirmedTo, change.confirmedTo);
  const local = confirmedTo && DateTime.fromISO(confirmedTo, { zone: change.zone }).toISO();
  return state.parse({
    ...change,
    version: STATE_VERSION,
    generation: (before?.generation ?? 0) + 1,
    confirmedTo,
    confirmedToLocal: local ?? undefined,
    // What left and was not confirmed stays so, whatever a person changes meanwhile.
    sentFrom: isByHand ? oldestJournal(before) : undefined,
  });
}

/** The generation from which on what was sent is not confirmed; 0 before the first. */
export function oldestJournal(state: CursorState | undefined): number {
  return state?.sentFrom ?? state?.generation ?? 0;
}

/** The text that is kept. */
export function stateText(value: CursorState): string {
  return `${JSON.stringify({ ...value, check: checkOf(value) }, undefined, 2)}\n`;
}

/** @param text as `stateText` made it, or what became of that */
export function readState(text: string): ReadState {
  const read = parsed(text);
  if (!read || read.check !== checkOf(without(read))) return { damage: 'damaged' };
  const { version } = read;
  if (typeof version === 'number' && version > STATE_VERSION) return { damage: 'newer', version };
  const whole = state.safeParse(without(read));
  return whole.success ? { state: whole.data } : { damage: 'damaged' };
}

/** The last point that a damaged text may still tell, for a person to look at. */
export function pointIn(text: string): string | undefined {
  const [, point] = /"confirmedTo": ?"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)"/.exec(text) ?? [];
  return point;
}

/** An instant as a state has it. @param instant milliseconds since 1970 */
export function stateInstant(instant: number): string {
  return new Date(instant).toISOString();
}

/** `2026-03-04 10:15` in the zone of the cursor. */
export function shownPoint(point: string | undefined, zone: string | undefined): string {
  if (point === undefined) return '–';
  const shown = DateTime.fromISO(point, { zone: zone ?? 'utc' });
  return shown.isValid ? shown.toFormat('yyyy-MM-dd HH:mm') : point;
}

function later(one: string | undefined, other: string | undefined): string | undefined {
  if (one === undefined || other === undefined) return other ?? one;
  return Date.parse(one) > Date.parse(other) ? one : other;
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function without({ check: _check, ...rest }: Record<string, unknown>): Record<string, unknown> {
  return rest;
}

function checkOf(value: Record<string, unknown>): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}
