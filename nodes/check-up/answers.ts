/** What came, as the judges read it. */
import { readableText } from '../charset/readable-text';
import type { Observation } from '../client/observe';
import type { Redactor } from '../secrets/redact';

export type JsonRecord = Readonly<Record<string, unknown>>;

/** Longest piece of a body that is repeated. */
const LONGEST_SHOWN = 200;

/** Without a byte order mark. */
export function answerText({ body, charset }: Observation): string {
  return readableText(body, charset).replace(/^\ufeff/, '');
}

/** Undefined where the text is no JSON, or was cut. */
export function jsonOf(answer: Observation): unknown {
  return parsed(answerText(answer));
}

/** The records of a list that came with 200; of one that was cut, those that came whole. Undefined for all else. */
export function recordListIn(answer: Observation): JsonRecord[] | undefined {
  if (answer.status !== 200) return undefined;
  const text = answerText(answer);
  const list = parsed(text) ?? (answer.complete ? undefined : parsed(withoutCutRecord(text)));
  return Array.isArray(list) && list.every(isRecord) ? list : undefined;
}

/** The list is at most 64 kB, so its last record begins near its end. */
function withoutCutRecord(text: string): string {
  return `${text.slice(0, text.lastIndexOf('},') + 1)}]`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The beginning of a body as it may be shown: without secrets, on one line. */
export function shownBody(answer: Observation, redactor: Redactor): string {
  const line = redactor
    .redact(answerText(answer))
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
  const characters = [...line];
  return characters.length > LONGEST_SHOWN ? `${characters.slice(0, LONGEST_SHOWN).join('')}…` : line;
}
