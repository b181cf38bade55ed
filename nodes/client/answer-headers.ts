/** What an answer's headers say about its body. */
import { parse } from 'content-disposition';

type HeaderValue = string | string[] | undefined;

const CHARSET = /;\s*charset\s*=\s*"?([^";\s]+)"?\s*(?:;|$)/;

/** Longest file name that is passed on; common file systems take 255 bytes. */
const LONGEST_NAME = 120;

/** A header as one text; several lines of it are joined, as HTTP says. */
export function headerText(value: HeaderValue): string | undefined {
  return Array.isArray(value) ? value.join(', ') : value;
}

/** Media type and charset, both in lower case. */
export function readContentType(header: HeaderValue): { contentType: string; charset: string | undefined } {
  const text = (headerText(header) ?? '').toLowerCase();
  return { contentType: /^[^;]*/.exec(text)![0].trim(), charset: CHARSET.exec(text)?.[1] };
}

/** The file name of a content disposition as a bare, harmless name; undefined when there is none. */
export function readFilename(header: HeaderValue): string | undefined {
  const text = headerText(header);
  return text === undefined ? undefined : bareName(dispositionName(text) ?? '');
}

/** Names with spaces and no quotes break the grammar and are sent all the same. */
function dispositionName(header: string): string | undefined {
  try {
    const { filename } = parse(header).parameters;
    if (filename !== undefined) return filename;
  } catch {
    return /filename\s*=\s*"?([^";]+)/i.exec(header)?.[1]?.trim();
  }
  return undefined;
}

/** Without directories, characters file systems refuse, and the names Windows keeps for devices. */
function bareName(name: string): string | undefined {
  const last = name.split(/[/\\]/).pop() ?? '';
  const clean = last.replace(/[\p{Cc}\p{Cf}<>:"|?*]/gu, '').replace(/^[.\s]+|[.\s]+$/g, '');
  if (clean === '') return undefined;
  const device = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(clean);
  return shortened(device ? `_${clean}` : clean);
}

function shortened(name: string): string {
  if (name.length <= LONGEST_NAME) return name;
  const extension = /\.[^.]{1,10}$/.exec(name)?.[0] ?? '';
  return name.slice(0, LONGEST_NAME - extension.length) + extension;
}
