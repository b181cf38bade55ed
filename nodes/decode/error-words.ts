/**
 * What services write when they fail but say 200: ASP.NET's `Message` and `ExceptionMessage`, OAuth's `error`, problem
 * details (RFC 9457), SOAP's fault, `success: false`. Here is only which words those are and what they say; whether an
 * answer may be an error at all is for `expected-answer.ts` to tell.
 */
import type { Wording } from '../errors';

/** Name and value, in the order of the answer. */
export type Member = readonly [name: string, value: unknown];

/** Members of these names mean an error, whatever stands beside them. */
const FAILURES = wordSet(`
  error errors haserror haserrors iserror errormessage errormessages errordescription errordetail errordetails errortext
  errorcode errorid exception exceptions exceptionmessage exceptiontype innerexception fault faults faultcode faultstring
  messagedetail modelstate stacktrace failure failures`);

/** The opposite: false says that it failed. */
const SUCCESSES = wordSet('success succeeded successful issuccess issuccessful ok');

/** What people are to read, most telling first. */
const TEXTS = [
  ...['title', 'error', 'message', 'msg', 'errormessage', 'errormessages', 'errordescription', 'errortext', 'errors'],
  ...['exception', 'exceptionmessage', 'messagedetail', 'detail', 'details', 'errordetail', 'errordetails'],
  ...['fault', 'faultstring', 'reason', 'failure', 'innerexception', 'description', 'text', 'value'],
];

/** A text under one of these names is the whole of an answer only where the answer is an error. */
const MESSAGES = wordSet('message messages msg detail details reason text');

const STATUSES = wordSet('status statuscode httpstatus httpstatuscode httpcode code');

/** What stands beside the words of an error and says nothing of it. */
const COMPANIONS = wordSet(`
  title type instance description summary hint help helplink documentationurl moreinfo data result response
  requestid traceid correlationid activityid operationid timestamp time date path url uri method target source severity
  level category subcode errorurl erroruri link links version class classname`);

/** Texts of a field that is for errors and has none. */
const NOTHING_WRONG = wordSet('none null nil false 0 no ok okay success successful succeeded noerror noerrors na nan');

/** Words of an error in a text, where its place does not tell. */
const WORDS_OF_FAILURE =
  /(?<!\b(no|0|zero|without) )\b(errors?|erreur|exception|fail(s|ed|ures?)?|fault|denied|invalid|tim(ed|e)[ -]?out|expired|exceeded|unavailable|refused|rejected|unauthori[sz]ed|forbidden|unable|cannot|could not|not (be )?(found|sent|permitted|allowed|authori[sz]ed|supported))\b/i;

/** So many levels are looked into for a text. */
const DEEPEST = 4;
/** So many texts are quoted. */
const MOST_TEXTS = 4;
const LONGEST_NAME = 60;

/**
 * The error that the members report, or those of the one object among them that is all there is.
 * @param isBad whether a message tells of something bad, where nothing else does
 * @returns what it says; nothing where they may be data
 */
export function errorIn(
  members: readonly Member[],
  isBad: (text: string) => boolean = isText,
  depth = DEEPEST,
): Wording | undefined {
  const told = members.filter(([, value]) => hasSubstance(value) || value === false).map(plainly);
  const words = told.filter(([word]) => isErrorWord(word));
  const isComplaint = ([word, value]: PlainMember) => {
    return isFailedStatus(word, value) || (MESSAGES.has(word) && isText(value) && isBad(value));
  };
  const complains = words.length === told.length && words.some(isComplaint);
  if (!words.some(isFailure) && !complains) return errorInside(members, isBad, depth);
  const texts = new Set(textsOf(Object.fromEntries(words), DEEPEST));
  return texts.size > 0 ? [...texts].slice(0, MOST_TEXTS).join(' ') : { phrase: 'no-message' };
}

/** `{"ResponseStatus":{"ErrorCode":…}}` */
function errorInside(members: readonly Member[], isBad: (text: string) => boolean, depth: number): Wording | undefined {
  const [only, ...others] = members;
  const value = only?.[1];
  if (others.length > 0 || typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return depth === 0 ? undefined : errorIn(Object.entries(value), isBad, depth - 1);
}

/** A name as the words are written above: `error_description`, `@odata.error`, `Error Message`. */
export function wordOf(name: string): string {
  return name
    .slice(0, LONGEST_NAME)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
    .replace(/^odata/, '');
}

/** Whether a member of the name is common in errors, and in what stands beside them. */
export function isErrorWord(word: string): boolean {
  return [FAILURES, SUCCESSES, MESSAGES, STATUSES, COMPANIONS].some((words) => words.has(word));
}

/** Whether a member of the name cannot be the list of records. */
export function isFailureWord(word: string): boolean {
  return FAILURES.has(word) || MESSAGES.has(word);
}

/** Whether an element of XML holds an error: `HttpError`, `soap:Fault`, `problem`. */
export function isErrorElement(name: string): boolean {
  const word = wordOf(name.slice(name.indexOf(':') + 1));
  return /(errors?|exceptions?|faults?)$/.test(word) || ['problem', 'exceptionreport', 'errorresponse'].includes(word);
}

/** Whether a text speaks of a failure, for places where a text may be good news as well. */
export function speaksOfFailure(text: string): boolean {
  return WORDS_OF_FAILURE.test(text);
}

type PlainMember = [word: string, value: unknown];

function plainly([name, value]: Member): PlainMember {
  return [wordOf(name), value];
}

function isFailure([word, value]: PlainMember): boolean {
  if (SUCCESSES.has(word)) return value === false || (typeof value === 'string' && value.toLowerCase() === 'false');
  return FAILURES.has(word) && value !== false && hasSubstance(value);
}

function isFailedStatus(word: string, value: unknown): boolean {
  if (!STATUSES.has(word) || (typeof value !== 'string' && typeof value !== 'number')) return false;
  const status = Number(value);
  return (status >= 400 && status < 600) || /^(error|fail(ed|ure)?|fault)$/i.test(`${value}`);
}

/** Whether the value says anything: no null, no empty or blank text, list or object, no zero and no "none". */
function hasSubstance(value: unknown): boolean {
  if (value === null || value === undefined || value === false || value === 0) return false;
  if (typeof value === 'object') return Object.keys(value).length > 0;
  return typeof value !== 'string' || isText(value);
}

function isText(value: unknown): value is string {
  if (typeof value !== 'string' || value.trim() === '') return false;
  return value.length > LONGEST_NAME || !NOTHING_WRONG.has(wordOf(value));
}

/** The texts for people in a value, in the order of `TEXTS`. */
function textsOf(value: unknown, depth: number): string[] {
  if (typeof value === 'string') return isText(value) ? [value] : [];
  if (typeof value !== 'object' || value === null || depth === 0) return [];
  if (Array.isArray(value)) return value.slice(0, MOST_TEXTS).flatMap((item) => textsOf(item, depth - 1));
  const members = new Map(Object.entries(value).map(plainly));
  const named = TEXTS.filter((word) => members.has(word)).flatMap((word) => textsOf(members.get(word), depth - 1));
  if (named.length > 0) return named;
  return [...members.values()].slice(0, MOST_TEXTS).flatMap((item) => textsOf(item, depth - 1));
}

function wordSet(words: string): ReadonlySet<string> {
  return new Set(words.trim().split(/\s+/));
}
