/** Finds the file name in a `Content-Disposition`, however carelessly it is written. One pass over the header. */
import { readExtended, readPlainText } from './header-text';

/**
 * The name as it was meant (RFC 6266): the extended one, else its plain one.
 * @param header a character per byte
 */
export function dispositionName(header: string): string | undefined {
  const parameters = readParameters(header);
  const extended = parameters.get('filename*');
  const name = extended && readExtended(extended);
  if (name) return name;
  const plain = parameters.get('filename');
  if (plain) return readExtended(plain) || readPlainText(plain);
  return continuedName(parameters) ?? (extended && readPlainText(afterCharset(extended)));
}

/** A long name in pieces: `filename*0="a"; filename*1*=UTF-8''b` (RFC 2231). */
function continuedName(parameters: ReadonlyMap<string, string>): string | undefined {
  let plain = '';
  let encoded = '';
  for (let index = 0; ; index++) {
    const text = parameters.get(`filename*${index}`);
    const extended = parameters.get(`filename*${index}*`);
    if (text === undefined && extended === undefined) break;
    plain += text ?? '';
    encoded += extended ?? encodeURIComponent(text!);
  }
  if (encoded === '') return undefined;
  return readExtended(encoded) ?? readPlainText(plain || afterCharset(encoded));
}

/** What a broken extended value has to say. */
function afterCharset(value: string): string {
  return value.slice(value.lastIndexOf("'") + 1);
}

/** Names in lower case and values without their quotes; of several of one name the first counts. */
function readParameters(header: string): Map<string, string> {
  const parameters = new Map<string, string>();
  for (let at = 0; at < header.length; ) {
    const next = indexOrEnd(header, ';', at);
    const [named = '', valued] = header.slice(at, next).split('=', 2);
    if (valued === undefined) {
      at = next + 1;
      continue;
    }
    const name = lastWord(named).toLowerCase();
    const { value, end } = readValue(header, at + named.length + 1);
    if (name !== '' && !parameters.has(name)) parameters.set(name, value);
    at = indexOrEnd(header, ';', end) + 1;
  }
  return parameters;
}

/** `attachment filename` and `attachment, filename` are meant to name a file as well. */
function lastWord(text: string): string {
  const trimmed = text.trim();
  return trimmed.slice(Math.max(trimmed.lastIndexOf(' '), trimmed.lastIndexOf(','), trimmed.lastIndexOf('\t')) + 1);
}

interface Value {
  value: string;
  end: number;
}

function readValue(header: string, from: number): Value {
  let start = from;
  while (header[start] === ' ' || header[start] === '\t') start += 1;
  if (header[start] === '"') return readQuoted(header, start + 1);
  const end = indexOrEnd(header, ';', start);
  const value = header.slice(start, end).trim();
  return { value: /^'(.*)'$/s.exec(value)?.[1] ?? value, end };
}

/** Up to the closing quote, or all there is. A backslash quotes, except in a path of Windows. */
function readQuoted(header: string, from: number): Value {
  const path = /^[a-z]:\\/i.test(header.slice(from, from + 3));
  let value = '';
  for (let at = from; at < header.length; at++) {
    if (header[at] === '"') return { value, end: at + 1 };
    if (header[at] === '\\' && !path) at += 1;
    value += header[at] ?? '';
  }
  return { value, end: header.length };
}

function indexOrEnd(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from);
  return found < 0 ? text.length : found;
}
