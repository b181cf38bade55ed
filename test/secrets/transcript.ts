/**
 * Keeps what a test process sees of the package's output, so that the runner can search all of it for secrets at the
 * end. Without the runner (a test file started by hand) nothing is kept.
 */
import { createHash } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { inspect } from 'node:util';

/** Names the directory of the transcripts; set by the runner. */
export const TRANSCRIPT_DIRECTORY = 'DATACONNECT_TRANSCRIPT_DIRECTORY';

export type OutputKind = 'message' | 'status' | 'log' | 'error' | 'admin' | 'page' | 'console' | 'redis';

/** Written out at this many characters, and when the process ends. */
const BUFFERED = 1 << 20;
/** A million records say no more about secrets than the first thousands do. */
const LONGEST_ENTRY = 1 << 20;

/** Entries of this many characters are kept once, however often they are seen: every load of an editor gets the same. */
const KEPT_ONCE = 1 << 12;
const kept = new Set<string>();

const waiting = new Map<string, string[]>();
let waitingCharacters = 0;

/** Adds something that left the package (a message, a status, a log line, an error, an admin answer) to the transcript. */
export function recordOutput(kind: OutputKind, value: unknown): void {
  if (!process.env[TRANSCRIPT_DIRECTORY]) return;
  const text = asText(value).slice(0, LONGEST_ENTRY);
  if (!isKept(kind, text)) write(`${process.pid}.${kind}.out`, `${text}\n`);
}

function isKept(kind: OutputKind, text: string): boolean {
  if (text.length < KEPT_ONCE) return false;
  const entry = createHash('sha256').update(kind).update(text).digest('base64');
  if (kept.has(entry)) return true;
  kept.add(entry);
  return false;
}

/** Says that this text must never be found in a transcript. */
export function recordSecret(secret: string): void {
  write(`${process.pid}.secrets`, `${JSON.stringify(secret)}\n`);
}

/** Everything that a person could make visible of a value: an error's cause and fields, a buffer's text, hidden depth. */
function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value instanceof Uint8Array) return Buffer.from(value).toString();
  return inspect(value, {
    depth: Number.POSITIVE_INFINITY,
    breakLength: Number.POSITIVE_INFINITY,
    maxStringLength: null,
  });
}

function write(file: string, text: string): void {
  const directory = process.env[TRANSCRIPT_DIRECTORY];
  if (!directory) return;
  if (waiting.size === 0) process.once('exit', flush);
  const texts = waiting.get(file) ?? [];
  texts.push(text);
  waiting.set(file, texts);
  waitingCharacters += text.length;
  if (waitingCharacters >= BUFFERED) flush();
}

function flush(): void {
  const directory = process.env[TRANSCRIPT_DIRECTORY];
  if (!directory) return;
  for (const [file, texts] of waiting) appendFileSync(path.join(directory, file), texts.join(''));
  waiting.clear();
  waitingCharacters = 0;
  process.removeListener('exit', flush);
}
