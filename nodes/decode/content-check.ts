/** Whether an answer can be what was asked for, judged by its first bytes; the media type only names what came instead. */
import type { ResponseFormat } from '../catalogue/shared-parameters';
import { DataConnectError, type Phrase, type Wording } from '../errors';
import { AnswerFaults, apiErrorIn } from './answer-faults';
import { byteOrderMark } from './utf8';

export interface Content {
  format: ResponseFormat;
  /** Media type in lower case, empty when the service named none. */
  contentType: string;
  /** The first bytes of the decoded body: some hundred, or all of it. */
  firstBytes: Buffer;
  host: string;
  path: string;
}

const HTML = /^(<\?xml[^>]*>\s*)?(<!--[\s\S]*?-->\s*)*<(!doctype\s+html|html|head|body)\b/i;
const JSON_START = /^([[{]|null\b)/;
/** What no header line of a Csv begins with: JSON's lists and objects, an XML declaration or element. */
const JSON_OR_XML = /^(\[\s*[{\]]|\{\s*["}]|<\?xml|<[a-z][^,\n]*>)/i;
const ZIP = 'PK\u0003\u0004';

const PAGE: Phrase = { phrase: 'html-page' };
const PAGE_ADVICE: Phrase = { phrase: 'page-for-people' };
const OTHER_ADVICE: Phrase = { phrase: 'check-path-and-format' };

/**
 * A wrong or missing media type does no harm where the bytes prove the format. An empty body is an answer without
 * records.
 * @throws DataConnectError `WRONG_CONTENT_TYPE`, or `API_ERROR` for the service's error object in place of another format
 */
export function checkContent(content: Content): void {
  const head = beginning(content.firstBytes);
  if (head === '') return;
  if (HTML.test(head)) throw wrong(content, PAGE, PAGE_ADVICE);
  if (fits(content.format, head)) return;
  refuseApiError(content, head);
  throw wrong(content, nameOf(content.contentType, head), OTHER_ADVICE);
}

function fits(format: ResponseFormat, head: string): boolean {
  switch (format) {
    case 'Json':
    case 'JsonDataTable':
      return JSON_START.test(head);
    case 'Xml':
    case 'XmlDataTable':
      return head.startsWith('<');
    case 'Csv':
      return !JSON_OR_XML.test(head) && !isBinary(head);
    case 'Excel':
      return head.startsWith(ZIP);
    case 'Excel.Email':
    case 'Csv.Email':
    case 'Xml.Email':
      return !isApiError(head) && !isBinary(head);
  }
}

/** The first characters: of ASCII, which is all that is looked at, whatever the charset. */
function beginning(bytes: Buffer): string {
  const mark = byteOrderMark(bytes);
  const text = bytes.subarray(mark?.length ?? 0).toString('latin1');
  const isWide = mark?.charset.startsWith('utf-16') || /^(\0[^\0]|[^\0]\0)/.test(text);
  return (isWide ? text.replaceAll('\0', '') : text).trimStart();
}

function isBinary(head: string): boolean {
  return head.startsWith('PK') ? head.startsWith(ZIP) : head.includes('\0');
}

function isApiError(head: string): boolean {
  return errorMessage(head) !== undefined;
}

function refuseApiError({ format, host, path }: Content, head: string): void {
  const message = errorMessage(head);
  if (message !== undefined) throw new AnswerFaults({ host, path }, format).apiError(message);
}

function errorMessage(head: string): Wording | undefined {
  if (!head.startsWith('{')) return undefined;
  try {
    return apiErrorIn(JSON.parse(head) as object);
  } catch {
    return undefined;
  }
}

function nameOf(contentType: string, head: string): Wording {
  if (JSON_START.test(head)) return 'JSON';
  if (head.startsWith('<')) return 'XML';
  if (head.startsWith(ZIP)) return { phrase: 'zip-archive' };
  return contentType === '' ? { phrase: 'unknown-type' } : contentType;
}

function wrong({ format, host, path }: Content, contentType: Wording, advice: Phrase): DataConnectError {
  return new DataConnectError('WRONG_CONTENT_TYPE', { host, path, format, contentType, advice });
}
