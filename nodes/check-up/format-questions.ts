/** What Csv and Xml look like. The readers take every usual form; who passes an answer on as text wants to know. */
import type { Observation } from '../client/observe';
import { answerText, type JsonRecord, recordListIn } from './answers';
import { isCsv, isXml } from './body-questions';
import { type Answered, type AskedRequest, announced, type Inquiry } from './inquiry';
import { BY_FORM, BY_JSON, STORE_LIST, storeList } from './known-requests';
import { found, type Judgement, type Question, unknown } from './question';
import type { Said } from './said';

const CSV_LIST = storeList(['Response', 'Csv']);
const XML_LIST = storeList(['Response', 'Xml']);

export const csv: Question = {
  id: 'csv',
  title: { key: 'title-csv' },
  sends: [announced(CSV_LIST)],
  async ask(inquiry) {
    const records = recordListIn((await inquiry.ask(STORE_LIST)).came);
    const { came } = await listBy(inquiry, BY_FORM, CSV_LIST, isCsv);
    return came.status === 200 && isCsv(came) && records ? judgeCsv(came, records) : unknown({ key: 'no-csv' });
  },
};

export const xml: Question = {
  id: 'xml',
  title: { key: 'title-xml' },
  sends: [announced(XML_LIST)],
  async ask(inquiry) {
    const records = recordListIn((await inquiry.ask(STORE_LIST)).came);
    const { came } = await listBy(inquiry, BY_JSON, XML_LIST, isXml);
    return came.status === 200 && isXml(came) && records ? judgeXml(came, records) : unknown({ key: 'no-xml' });
  },
};

/** The list in another form: that of the body which asked for it, where that was read, else by a request of its own. */
async function listBy(
  inquiry: Inquiry,
  inBody: AskedRequest,
  alone: AskedRequest,
  isIt: (answer: Observation) => boolean,
): Promise<Answered> {
  const byBody = await inquiry.ask(inBody);
  return byBody.came.status === 200 && isIt(byBody.came) ? byBody : inquiry.ask(alone);
}

const UTF8_MARK = Buffer.from('\ufeff');

interface CsvLook {
  /** Kinds of line ends outside quotes. */
  lineEnds: Set<'crlf' | 'lf' | 'cr'>;
  /** How many fields are in quotes although they need none, because they need them, and not at all. */
  fields: { needless: number; needed: number; plain: number };
}

/** @param records of the same list, which say what its values are */
function judgeCsv(answer: Observation, records: readonly JsonRecord[]): Judgement {
  const { lineEnds, fields } = lookAtCsv(answerText(answer));
  const [lineEnd, ...others] = lineEnds;
  if (lineEnd === undefined) return unknown({ key: 'csv-one-line' });
  const hasMark = answer.body.subarray(0, UTF8_MARK.length).equals(UTF8_MARK);
  return found(
    { key: others.length > 0 ? 'csv-mixed' : `csv-${lineEnd}` },
    { key: hasMark ? 'csv-mark' : 'csv-no-mark' },
    quotesOf(fields, records),
  );
}

function quotesOf({ needless, needed, plain }: CsvLook['fields'], records: readonly JsonRecord[]): Said {
  if (needless > 0) return { key: plain === 0 ? 'csv-quotes-all' : 'csv-quotes-some' };
  if (needed > 0) return { key: 'csv-quotes-needed' };
  const isNeeded = records.some((record) => Object.values(record).some((value) => needsQuotes(String(value))));
  return { key: isNeeded ? 'csv-quotes-never' : 'csv-quotes-unseen' };
}

function needsQuotes(value: string): boolean {
  return /[",\r\n]/.test(value);
}

/** In one pass: a field is in quotes where it begins with one. */
export function lookAtCsv(text: string): CsvLook {
  const look: CsvLook = { lineEnds: new Set(), fields: { needless: 0, needed: 0, plain: 0 } };
  let at = 0;
  while (at < text.length) {
    const end = text[at] === '"' ? endOfQuoted(text, at + 1) : endOfPlain(text, at);
    if (text[at] !== '"') look.fields.plain++;
    else if (needsQuotes(text.slice(at + 1, end - 1))) look.fields.needed++;
    else look.fields.needless++;
    at = end;
    if (text[at] === ',') at++;
    else if (text.startsWith('\r\n', at)) at += noted(look, 'crlf');
    else if (text[at] === '\n') at += noted(look, 'lf');
    else if (text[at] === '\r') at += noted(look, 'cr');
    else break;
  }
  return look;
}

function noted({ lineEnds }: CsvLook, lineEnd: 'crlf' | 'lf' | 'cr'): number {
  lineEnds.add(lineEnd);
  return lineEnd === 'crlf' ? 2 : 1;
}

/** Behind the quote that ends it; two of them are one of the value. */
function endOfQuoted(text: string, from: number): number {
  let at = text.indexOf('"', from);
  while (at >= 0 && text[at + 1] === '"') at = text.indexOf('"', at + 2);
  return at < 0 ? text.length : at + 1;
}

function endOfPlain(text: string, from: number): number {
  let at = from;
  while (at < text.length && !',\r\n'.includes(text[at]!)) at++;
  return at;
}

/** @param records of the same list: there are as many rows as records, or what was taken for a row is none */
function judgeXml(answer: Observation, records: readonly JsonRecord[]): Judgement {
  const [root, row] = elementNames(answerText(answer));
  if (root === undefined || row === undefined) return unknown({ key: 'no-xml' });
  if (answer.complete && answerText(answer).split(`</${row}>`).length - 1 !== records.length) {
    return unknown({ key: 'xml-rows-unclear', facts: { row } });
  }
  return found({ key: 'xml-rows', facts: { root, row } });
}

/** Of the outermost element and the first one in it. */
function elementNames(text: string): string[] {
  const names: string[] = [];
  for (let at = text.indexOf('<'); at >= 0 && names.length < 2; at = text.indexOf('<', at + 1)) {
    const name = /^[\p{L}_][\p{L}\p{N}_.-]{0,100}/u.exec(text.slice(at + 1, at + 102))?.[0];
    if (name !== undefined) names.push(name);
  }
  return names;
}
