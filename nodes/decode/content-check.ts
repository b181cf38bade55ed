/** Whether an answer can be what was asked for, judged by its first bytes; the media type only names what came instead. */
import type { ResponseFormat } from '../catalogue/shared-parameters';
import { readableText } from '../charset/readable-text';
import { DataConnectError, type Phrase, type Wording } from '../errors';
import { AnswerFaults } from './answer-faults';
import { errorIn, type Member, speaksOfFailure } from './error-words';
import { errorElementIn, fieldsIn, isMarkup, isPage } from './markup-head';

export interface Content {
  format: ResponseFormat;
  /** Media type in lower case, empty when the service named none. */
  contentType: string;
  /** Of the content type, if any. */
  charset: string | undefined;
  /** The first bytes of the decoded body: some hundred, or all of it. */
  firstBytes: Buffer;
  host: string;
  path: string;
}

/** An error is not longer; no more than this is looked at. */
export const LONGEST_ERROR = 65_536;
/** So many bytes show what an answer is. */
const LONGEST_HEAD = 1024;
const JSON_START = /^([[{"]|(null|true|false)\b)/;
const JSON_NUMBER = /^-?\d[\d.eE+-]*$/;
/** What no header line of a Csv begins with: JSON's lists and objects, an XML declaration or element. */
const JSON_OR_XML = /^(\[\s*[{\]]|\{\s*["}]|<\?xml|<[a-z][^,\n]*>)/i;
/** Problem details (RFC 9457). */
const PROBLEM = /^application\/problem\+(json|xml)\b/;
const ZIP = 'PK\u0003\u0004';

const PAGE: Phrase = { phrase: 'html-page' };
const PAGE_ADVICE: Phrase = { phrase: 'page-for-people' };
const OTHER_ADVICE: Phrase = { phrase: 'check-path-and-format' };

/**
 * A wrong or missing media type does no harm where the bytes prove the format. An empty body passes: whether it may be
 * empty is for those who read it to say.
 * @throws DataConnectError `WRONG_CONTENT_TYPE`, or `API_ERROR` for an error of the service in place of the format
 */
export function checkContent(content: Content): void {
  const head = textOf(content, LONGEST_HEAD);
  if (head === '') return;
  if (isMarkup(head) && isPage(head)) throw wrong(content, PAGE, PAGE_ADVICE);
  const isWanted = fits(content.format, head);
  const error = errorOf(content, head, isWanted);
  const { format, host, path } = content;
  if (error !== undefined) throw new AnswerFaults({ host, path }, format).apiError(error);
  if (!isWanted) throw wrong(content, nameOf(content.contentType, head), OTHER_ADVICE);
}

/** @throws DataConnectError `WRONG_CONTENT_TYPE` where there is nothing but white space */
export function refuseBlank(content: Content): void {
  if (content.firstBytes.length > LONGEST_ERROR || textOf(content, LONGEST_ERROR) !== '') return;
  throw wrong(content, { phrase: 'empty-answer' }, OTHER_ADVICE);
}

function fits(format: ResponseFormat, head: string): boolean {
  switch (format) {
    case 'Json':
    case 'JsonDataTable':
      return JSON_START.test(head) || JSON_NUMBER.test(head);
    case 'Xml':
    case 'XmlDataTable':
      return isMarkup(head);
    case 'Csv':
      return !JSON_OR_XML.test(head) && !isBinary(head);
    case 'Excel':
      return head.startsWith(ZIP);
    case 'Excel.Email':
    case 'Csv.Email':
    case 'Xml.Email':
      return !isBinary(head);
  }
}

function isBinary(head: string): boolean {
  return head.startsWith('PK') ? head.startsWith(ZIP) : head.includes('\0');
}

/** What the service says is wrong. Json, Xml and Csv that were asked for are judged by their readers, who know more. */
function errorOf(content: Content, head: string, isWanted: boolean): Wording | undefined {
  if (content.format.endsWith('.Email')) return errorInAcknowledgement(textOf(content, LONGEST_ERROR));
  if (isMarkup(head)) {
    const text = textOf(content, LONGEST_ERROR);
    return errorElementIn(text) ?? (isWanted ? undefined : errorIn(fieldsIn(text)));
  }
  const isProblem = PROBLEM.test(content.contentType);
  if (isWanted && !isProblem) return undefined;
  const members = membersOf(textOf(content, LONGEST_ERROR)) ?? [];
  return errorIn(isProblem ? [...members, ['error', true]] : members);
}

/** An acknowledgement's message may be good news (docs/api.md, Response formats), so its words decide. */
function errorInAcknowledgement(text: string): Wording | undefined {
  const members = isMarkup(text) ? fieldsIn(text) : (membersOf(text) ?? [['message', text]]);
  return errorElementIn(text) ?? errorIn(members, speaksOfFailure);
}

function textOf({ firstBytes, charset }: Content, longest: number): string {
  return readableText(firstBytes.subarray(0, longest), charset).trim();
}

/** Nothing where it is no object. */
function membersOf(json: string): Member[] | undefined {
  if (!json.startsWith('{')) return undefined;
  try {
    return Object.entries(JSON.parse(json) as object);
  } catch {
    return undefined;
  }
}

function nameOf(contentType: string, head: string): Wording {
  if (JSON_START.test(head)) return 'JSON';
  if (isMarkup(head)) return 'XML';
  if (head.startsWith(ZIP)) return { phrase: 'zip-archive' };
  return contentType === '' ? { phrase: 'unknown-type' } : contentType;
}

function wrong({ format, host, path }: Content, contentType: Wording, advice: Phrase): DataConnectError {
  return new DataConnectError('WRONG_CONTENT_TYPE', { host, path, format, contentType, advice });
}
