/** What a service says in the body of an error, made fit to be shown: found, scrubbed of secrets, shortened. */
import type { Redactor } from '../../secrets/redact';
import { pageWords } from './page-words';

/** Longest message that is passed on, in characters. */
const LONGEST = 300;

/**
 * The message in an error body: `{"Error":true,"Message":…}` (docs/api.md, Errors and limits), OAuth's
 * `error_description`, the title of an HTML page, the `Message` of an XML document, else the text itself. Empty when
 * there is none.
 */
export function serviceMessage(body: string, redactor: Redactor): string {
  const text = body.trim();
  const message = messageInJson(text) ?? (text.startsWith('<') ? pageWords(text) : text);
  return scrub(message, redactor);
}

/** Takes secrets, control and direction characters out of a text from outside and shortens it. */
function scrub(text: string, redactor: Redactor): string {
  const clean = redactor
    .redact(text)
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
  const characters = [...clean];
  return characters.length > LONGEST ? `${characters.slice(0, LONGEST).join('')}…` : clean;
}

function messageInJson(text: string): string | undefined {
  if (!/^[{["]/.test(text)) return undefined;
  const value = jsonIn(text);
  if (typeof value === 'string') return value;
  if (!isJsonObject(value)) return undefined;
  const entries = new Map(Object.entries(value).map(([name, entry]) => [name.toLowerCase(), entry]));
  const named = ['message', 'error_description', 'detail', 'title', 'error'].map((name) => entries.get(name));
  return named.find((entry) => typeof entry === 'string' && entry !== '') as string | undefined;
}

/** True for an object with names of its own: no list. */
export function isJsonObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What a text says as JSON; undefined where it is none. */
export function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
