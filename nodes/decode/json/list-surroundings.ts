/** The members of an object that has a list of records in it: what may stand there, and what makes the list doubtful. */
import type { PhraseKey } from '../../errors';
import type { Value } from '../../record';
import { isErrorWord, isFailureWord, type Member, wordOf } from '../error-words';
import type { ExpectedAnswer } from '../expected-answer';

/** What wraps a list where the columns do not tell: OData, DataSets, ASP.NET, common APIs. Digits behind are left out. */
const WRAPPERS = words(`
  value values d data table dataset newdataset records record rows row results result items item list response content`);

/** What stands beside a list and is neither a column nor a list of records. */
const COMPANIONS = words(`
  schema columns fields meta metadata context odataetag etag count total totalcount totalrecords recordcount rowcount
  totalrows page pages pagenumber pageindex pagesize pagecount totalpages paging pagination offset skip limit take top
  first last previous previouspage hasprevious next nextlink nextpage hasmore hasnext self links warnings duration
  elapsed took generated name tablename`);

/** With one of these, the list is a part of the records only. */
const MORE_PAGES = words(`
  next nextlink nextpage nexturl nextpagelink nextpageurl nextpagetoken nexttoken nextcursor continuation
  continuationtoken hasmore hasmorepages hasnext hasnextpage morerecords istruncated truncated incomplete`);
/** Those may stand in one of these. */
const ABOUT_PAGES = words('links meta metadata paging pagination page');

/** Takes the members as they come, then says what the list among them is. */
export class ListSurroundings {
  readonly members: Member[] = [];
  /** Names of other lists of objects; `Records` is one also when it is empty. */
  readonly #lists: string[] = [];
  #hasColumn = false;
  /** Members that may be fields of a record. */
  #strangers = 0;

  constructor(private readonly expected: ExpectedAnswer) {}

  add(member: Member): void {
    const [name, value] = member;
    this.members.push(member);
    this.#hasColumn ||= this.expected.marksRecord(name);
    if (isStranger(member)) this.#strangers++;
    if (Array.isArray(value) && (isObject(value[0]) || isNamedRecords(name)) && mayBeList(name)) this.#lists.push(name);
  }

  /**
   * Whether the member is, or holds, the list of records.
   * @param value of the member where it is among those that were added
   */
  mayWrap(name: string, value?: Value): boolean {
    if (!mayBeList(name) || this.expected.isColumn(name)) return false;
    if (isNamedRecords(name)) return true;
    if (this.expected.knowsColumns) return !this.#hasColumn;
    const others = this.#strangers - (value !== undefined && isStranger([name, value]) ? 1 : 0);
    return isWrapper(name) && others === 0;
  }

  /** The name of the list, whatever it is, where there is nothing else that could be a field. */
  get onlyList(): string | undefined {
    const isAlone = this.#lists.length === 1 && this.#strangers === 1 && !this.expected.knowsColumns;
    return isAlone ? this.#lists[0] : undefined;
  }

  /** What is wrong about the list, or about reading the members as one record, when all of them are known. */
  doubt(list: string | undefined): PhraseKey | undefined {
    if (list === undefined) {
      const areLists = this.#lists.length > 1 && this.#strangers === this.#lists.length;
      return areLists && this.#lists.every(isWrapper) ? 'several-lists' : undefined;
    }
    if (this.members.some(tellsOfMore)) return 'more-pages';
    if (this.#lists.length > 0) return 'several-lists';
    const hasFields = this.#hasColumn || (this.#strangers > 0 && !this.expected.knowsColumns && !isNamedRecords(list));
    return hasFields ? 'fields-beside-list' : undefined;
  }
}

/** The name that the service itself has for the list (docs/api.md, Response formats). */
export function isNamedRecords(name: string): boolean {
  return name.toLowerCase() === 'records';
}

/** An object with members; no list. */
export function isObject(value: unknown): value is { [name: string]: Value } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function mayBeList(name: string): boolean {
  const word = wordOf(name);
  return !isFailureWord(word) && !COMPANIONS.has(word);
}

function isWrapper(name: string): boolean {
  return WRAPPERS.has(wordOf(name).replace(/\d{1,9}$/, ''));
}

function isStranger([name, value]: Member): boolean {
  const word = wordOf(name);
  if (COMPANIONS.has(word) || /^([@$]|__|odata)/i.test(name)) return false;
  if (Array.isArray(value) && isObject(value[0])) return !isFailureWord(word);
  if (isErrorWord(word) || value === null || value === '') return false;
  return typeof value !== 'object' || Object.keys(value as object).length > 0;
}

function tellsOfMore([name, value]: Member): boolean {
  const word = wordOf(name);
  if (ABOUT_PAGES.has(word) && isObject(value)) return Object.entries(value).some(tellsOfMore);
  return MORE_PAGES.has(word) && Boolean(value) && value !== 'false';
}

function words(list: string): ReadonlySet<string> {
  return new Set(list.trim().split(/\s+/));
}
