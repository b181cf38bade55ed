/**
 * Which file an answer becomes: a pattern such as `{company}/{date} {report}`, whose places are filled from what the
 * run asks for. What a person types into the pattern is refused where it is unfit; what fills its places is made fit.
 */
import { DateTime } from 'luxon';
import { isCompany, rangesOf, usualRange } from '../catalogue/roles';
import type { Parameter } from '../catalogue/schema';
import type { ResponseFormat } from '../catalogue/shared-parameters';
import {
  isShortName,
  isTrimmed,
  MOST_CHARACTERS,
  namePart,
  notADevice,
  practiceName,
  unfitCharacter,
} from './file-name';
import { shorten } from './given-value';
import type { Problem } from './problem';
import { suggestName } from './suggest-name';

/** The places a pattern may have, in the order in which they are offered. */
export const FILE_PLACES = ['report', 'company', 'date', 'time', 'start', 'stop', 'run'] as const;
type FilePlace = (typeof FILE_PLACES)[number];

/** What fills them; undefined where there is nothing, or nothing known yet. */
export type FileFacts = Readonly<Record<FilePlace, string | undefined>>;

/** The file a pattern means: folders below the allowed one, and the name in the last of them. */
export interface FilePath {
  folders: string[];
  /** With its ending. */
  name: string;
}

type Rendered = { kind: 'path'; path: FilePath } | { kind: 'problem'; problem: Problem };

/** What a file is called that has an answer as it came. */
const EXTENSIONS: Readonly<Partial<Record<ResponseFormat, string>>> = {
  Csv: 'csv',
  Xml: 'xml',
  XmlDataTable: 'xml',
  Excel: 'xlsx',
  Json: 'json',
  JsonDataTable: 'json',
};

/** What a person may ask a Csv file to be called: endings that make it a text to every program. */
const TEXT_EXTENSIONS = /^(csv|txt|tsv|tab|psv|dat|prn|asc)$/i;
const ANY_EXTENSION = /\.(csv|txt|tsv|xml|xlsx|json)$/i;
const PLACE = /\{([^{}/]*)\}/g;

/** @returns what is wrong with a pattern, whatever fills its places */
export function problemOfPattern(pattern: string, field: string): Problem | undefined {
  for (const [, name = ''] of pattern.matchAll(PLACE)) {
    if (!isPlace(name)) return unknownPlace(name, field);
  }
  const character = unfitCharacter(pattern.replaceAll('/', ''));
  if (character) return { kind: 'file-name-unfit', facts: { field, character } };
  // A letter stands for whatever fills a place.
  const segments = pattern.replace(PLACE, 'x').split('/');
  if (segments.some((segment) => /^\.\.?$/.test(segment.trim())) || (segments[0] === '' && segments.length > 1)) {
    return { kind: 'file-name-outside', facts: { field } };
  }
  if (segments.some((segment) => segment.trim() === '')) return { kind: 'file-name-empty', facts: { field } };
  if (!segments.every(isTrimmed)) return { kind: 'file-name-ends', facts: { field } };
  // The ending is that of the response, whichever was typed.
  return problemOfLength(
    segments.map((segment) => segment.replace(ANY_EXTENSION, '')),
    field,
  );
}

function problemOfLength(names: readonly string[], field: string): Problem | undefined {
  const long = names.find((name) => !isShortName(name));
  if (long === undefined) return undefined;
  return { kind: 'file-name-too-long', facts: { field, value: shorten(long), limit: MOST_CHARACTERS } };
}

/**
 * @param pattern any text
 * @param content the response's extension, without its dot, and whether all of it is invented
 * @param field what the pattern is called
 */
export function renderPattern(
  pattern: string,
  facts: FileFacts,
  { extension, isPractice }: { extension: string; isPractice: boolean },
  field: string,
): Rendered {
  const problem = problemOfPattern(pattern, field) ?? problemOfFacts(pattern, facts, field);
  if (problem) return { kind: 'problem', problem };
  const segments = pattern
    .split('/')
    .map((segment) => segment.replace(PLACE, (_, name: FilePlace) => namePart(facts[name] ?? '')));
  const last = `${segments.pop()!.replace(ANY_EXTENSION, '')}.${extension}`;
  const names = [...segments, isPractice ? practiceName(last) : last].map(notADevice);
  const long = problemOfLength(names, field);
  if (long) return { kind: 'problem', problem: long };
  return { kind: 'path', path: { folders: names.slice(0, -1), name: names.at(-1)! } };
}

/** A path that means the same folder wherever a program runs: of Unix, of a drive or of a server of Windows. */
export function isWholePath(text: string): boolean {
  return /^(\/|[a-z]:[\\/]|\\\\[^\\])/i.test(text);
}

/** The second and every other file of a name: `Sales (2).csv`. */
export function numberedName(name: string, number: number): string {
  const ending = /\.[^.]*$/.exec(name)?.[0] ?? '';
  return `${name.slice(0, name.length - ending.length)} (${number})${ending}`;
}

/** @param asked the parameter `CSV.FileExtension`; undefined for an answer that is no file */
export function extensionOf(response: ResponseFormat, asked: string | undefined): string | undefined {
  const wanted = response === 'Csv' ? asked?.trim().replace(/^\./, '') : undefined;
  return wanted !== undefined && TEXT_EXTENSIONS.test(wanted) ? wanted : EXTENSIONS[response];
}

interface Asked {
  /** Names and texts as sent, or as known so far. */
  sent: ReadonlyMap<string, string>;
  /** The parameters of the endpoint; undefined for the request node. */
  parameters: readonly Parameter[] | undefined;
  /** What is asked for, in words. */
  title: string;
  /** Of the connection, where the request names none. */
  companyId: string | undefined;
  now: Date;
  zone: string;
  run: string;
}

/** What fills the places of a pattern; of the dates that were sent, the days. */
export function fileFactsOf({ sent, parameters, title, companyId, now, zone, run }: Asked): FileFacts {
  const clock = DateTime.fromJSDate(now, { zone });
  const { start, stop } = (parameters && rangesOf(parameters)[0]) ?? usualRange;
  const company = [...sent].find(([name]) => isCompany(name))?.[1] ?? companyId;
  return {
    report: title,
    company: company || undefined,
    date: clock.toFormat('yyyy-MM-dd'),
    time: clock.toFormat('HH-mm-ss'),
    start: dayOf(sent.get(start)),
    stop: dayOf(sent.get(stop)),
    run,
  };
}

/** The day alone, where the time says no more than its beginning or its end. */
function dayOf(text: string | undefined): string | undefined {
  const [, day, hour, minute, second = '00'] =
    /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d))?)?/.exec(text ?? '') ?? [];
  if (day === undefined) return text || undefined;
  const time = `${hour ?? '00'}-${minute ?? '00'}-${second}`;
  return ['00-00-00', '23-59-59'].includes(time) ? day : `${day} ${time}`;
}

function isPlace(name: string): name is FilePlace {
  return (FILE_PLACES as readonly string[]).includes(name);
}

function unknownPlace(name: string, field: string): Problem {
  const facts = { field, name: shorten(name, 40) };
  const suggestion = suggestName(name, FILE_PLACES);
  if (suggestion) return { kind: 'file-place-meant', facts: { ...facts, suggestion } };
  return { kind: 'file-place-unknown', facts: { ...facts, names: FILE_PLACES.map((each) => `{${each}}`).join(', ') } };
}

/** Two reports must not become one file because nothing is known that tells them apart. */
function problemOfFacts(pattern: string, facts: FileFacts, field: string): Problem | undefined {
  const names = [...pattern.matchAll(PLACE)].map(([, name]) => name as FilePlace);
  const empty = names.find((name) => namePart(facts[name] ?? '') === '');
  return empty && { kind: 'file-place-empty', facts: { field, name: empty } };
}
