/** What a message, or a button of the sidebar, wants of a cursor. */
import { stateInstant } from '../../incremental/cursor/cursor-state';
import type { Steering } from '../../incremental/cursor/steering';
import { instantOf, parseDateExpression, resolveDateExpression } from '../../parameters/date-expression';
import { cannotGoOn } from './cursor-ask';

/** Where the point is meant. */
export interface SteeringTerms {
  /** What the node is called, for errors. */
  title: string;
  /** IANA name: what has no zone is meant there. */
  zone: string;
  /** Milliseconds since 1970. */
  now: number;
  /** Whether the node compares lists, which have no dates. */
  isList: boolean;
}

const WORDS = ['pause', 'resume', 'reset'] as const;

/** Characters of a value that are said of it. */
const SAID = 60;

/**
 * @param wanted `'pause'`, `'resume'`, `'reset'`, or `{ from: <date> }`, in words or written out
 * @throws ParameterError where it is none of them, or the date is none or lies ahead
 */
export function readSteering(wanted: unknown, { title, zone, now, isList }: SteeringTerms): Steering {
  const kind = WORDS.find((word) => word === wanted);
  if (kind) return { kind };
  if (!isFrom(wanted)) throw cannotGoOn(title, 'steering-unknown', { value: shortly(wanted) });
  const value = String(wanted.from);
  if (isList) throw cannotGoOn(title, 'steering-list', { value: shortly(value) });
  const expression = parseDateExpression(value);
  if (!expression) throw cannotGoOn(title, 'steering-no-date', { value: shortly(value) });
  const at = { now: new Date(now), zone, edge: 'start', format: 'date-time' } as const;
  const instant = instantOf(resolveDateExpression(expression, at), zone);
  if (!(instant <= now)) throw cannotGoOn(title, 'steering-ahead', { value: shortly(value) });
  return { kind: 'from', point: stateInstant(instant) };
}

function isFrom(wanted: unknown): wanted is { from: unknown } {
  return typeof wanted === 'object' && wanted !== null && Object.keys(wanted).join() === 'from';
}

function shortly(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > SAID ? `${text.slice(0, SAID)}…` : text;
}
