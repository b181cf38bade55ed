/** What an answer's headers say about its body. */
import { bareName } from '../../parameters/file-name';
import { dispositionName } from './disposition';

type HeaderValue = string | string[] | undefined;

/** A header as one text; several lines of it are joined, as HTTP says. */
export function headerText(value: HeaderValue): string | undefined {
  return Array.isArray(value) ? value.join(', ') : value;
}

/** Media type and charset, both in lower case. */
export function readContentType(header: HeaderValue): { contentType: string; charset: string | undefined } {
  const [contentType = '', ...parameters] = (headerText(header) ?? '').toLowerCase().split(/[;,]/);
  return { contentType: contentType.trim(), charset: parameters.map(charsetOf).find((charset) => charset) };
}

function charsetOf(parameter: string): string | undefined {
  const equals = parameter.indexOf('=');
  if (parameter.slice(0, equals).trim() !== 'charset') return undefined;
  const value = parameter
    .slice(equals + 1)
    .replace(/["']/g, '')
    .trim();
  return value.includes(' ') ? undefined : value;
}

/** Milliseconds since 1970; undefined where it is no date. */
export function readDate(header: HeaderValue): number | undefined {
  const date = Date.parse(headerText(header) ?? '');
  return Number.isNaN(date) ? undefined : date;
}

/** The file name of a content disposition as a bare, harmless name; undefined when there is none. */
export function readFilename(header: HeaderValue): string | undefined {
  const names = [header ?? []].flat().map((line) => dispositionName(line));
  return bareName(names.find((name) => name !== undefined) ?? '');
}
