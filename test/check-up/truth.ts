/** What is true of a service that the dials describe, said by the dials alone: a finding must be it. */
import { DateTime } from 'luxon';
import { endpointById } from '../../nodes/catalogue';
import type { Finding } from '../../nodes/check-up/question';
import type { Said } from '../../nodes/check-up/said';
import type { DialValues } from '../emulator';

/** @returns what is wrong with a finding; undefined where it is true, or says that it could not be told */
export function untruth(finding: Finding, dials: DialValues): string | undefined {
  const { question, outcome, suggestions, says } = finding;
  if (outcome === 'unknown') return suggestions.length > 0 ? 'suggests what it could not tell' : undefined;
  const keys = says.map(keyOf);
  const facts = Object.assign({}, ...says.map((said) => (said instanceof Error ? {} : said.facts))) as Facts;
  const wrong = TRUTHS[question.id.replace(/^path-.*/, 'path')]!({ keys, facts, finding, dials });
  return wrong && `${question.id}: ${wrong} (${keys.join()}, ${JSON.stringify(facts)})`;
}

type Facts = Record<string, string | number>;

interface Seen {
  keys: string[];
  facts: Facts;
  finding: Finding;
  dials: DialValues;
}

type Truth = (seen: Seen) => string | undefined;

function keyOf(said: Said): string {
  return said instanceof Error ? said.name : said.key;
}

function unless(isTrue: boolean, wrong: string): string | undefined {
  return isTrue ? undefined : wrong;
}

const suggestedIn = ({ suggestions }: Finding) => suggestions.map(({ name, value }) => `${name}=${value}`).join();

const TRUTHS: Readonly<Record<string, Truth>> = {
  cookies: ({ keys, facts, dials }) =>
    dials.sessionCookies
      ? unless(String(facts.names).includes(dials.sessionCookie), `the cookie is ${dials.sessionCookie}`)
      : unless(keys[0] === 'no-cookies', 'there is none'),
  'preferred-host': ({ keys, dials }) =>
    unless(keys[0] === (dials.preferredEndpoint === '' ? 'host-itself' : 'host-not-taken'), 'another host'),
  'bad-request': ({ facts, dials }) =>
    unless(dials.requireParameters && isErrorBody(facts, dials, 'LocationType'), `bodies are ${dials.errorBody}`),
  'not-found': ({ facts, dials }) =>
    unless(dials.nowhere === '404' && isErrorBody(facts, dials, 'No HTTP'), `${dials.nowhere}, ${dials.errorBody}`),
  'post-body': ({ keys, finding, dials }) => {
    const { postBody } = dials;
    const isTrue = keys[0] === `post-${postBody}` || keys[0] === `post-${postBody}-at-least`;
    const isOne = postBody === 'form' || postBody === 'json';
    return unless(isTrue && suggestedIn(finding) === (isOne ? `postBody=${postBody}` : ''), `it is ${postBody}`);
  },
  'response-in-body': ({ keys, dials }) => {
    const read = ['form', 'json'].filter((each) => dials.postBody === 'both' || dials.postBody === each);
    const how = dials.responseInBody ? 'whole' : 'partly';
    const all = read.map((each) => `response-${each}-${how}`);
    return unless(
      keys.every((key) => all.includes(key)),
      `read are ${all.join()}`,
    );
  },
  'stop-date': ({ keys, finding, dials }) => {
    const isSuggested = suggestedIn(finding) === `stopDate=${dials.stopDate}`;
    return unless(isSuggested && keys[0] === `stop-${dials.stopDate}`, `it is ${dials.stopDate}`);
  },
  zone: ({ keys, facts, finding, dials }) => {
    const isTrue =
      keys[0] === (dials.plainDates === 'utc' && !isUtcThen(dials, facts) ? 'zone-plain-utc' : 'zone-is') &&
      isSameThen(dials, facts) &&
      finding.suggestions.length === 0;
    return unless(isTrue, `${dials.timeZone}, plain ${dials.plainDates}`);
  },
  'zone-year': ({ facts, finding, dials }) => {
    const zone = String(facts.zone);
    const isTrue = ['2026-11-18T12:00', '2026-05-20T12:00'].every(
      (at) => offset(zone, at) === offset(dials.timeZone, at),
    );
    const isPlain = dials.plainDates === 'stored' || dials.timeZone === 'UTC';
    return unless(isTrue && isPlain && suggestedIn(finding) === `timeZone=${zone}`, `it is ${dials.timeZone}`);
  },
  csv: ({ keys, dials }) => {
    const quotes = dials.csvQuotes === 'always' ? 'csv-quotes-all' : 'csv-quotes-needed';
    const all = [`csv-${dials.csvLineEnd}`, dials.byteOrderMark ? 'csv-mark' : 'csv-no-mark', quotes];
    return unless(keys.join() === all.join(), `it is ${all.join()}`);
  },
  xml: ({ facts, dials }) => unless(facts.row === dials.xmlRow && facts.root === 'Table', `it is ${dials.xmlRow}`),
  compression: ({ facts, dials }) => {
    const wanted = dials.compression === 'auto' ? 'gzip' : dials.compression;
    return unless(facts.codings === wanted, `it is ${wanted}`);
  },
  path: ({ keys, facts, finding, dials }) => {
    const id = finding.question.id.replace('path-', '');
    const moved = dials.paths[id];
    const found = keys[0] === 'path-missing' ? '' : String(facts.path);
    if (moved === undefined) return unless(found !== '', 'it is there');
    const path = endpointById(id)?.path ?? moved;
    const isElsewhere = moved !== '' && moved.toLowerCase() !== path.toLowerCase();
    const isSuggested = suggestedIn(finding) === (isElsewhere ? `paths=${moved}` : '');
    return unless(found === moved && isSuggested, `it is at ${moved}`);
  },
};

function isErrorBody({ body = '', contentType = '' }: Facts, { errorBody }: DialValues, message: string): boolean {
  const begins = { json: '{"Error": true', text: message, xml: '<Error>', html: '<!DOCTYPE', empty: '' }[errorBody];
  const beginning = errorBody === 'text' ? String(body).includes(begins) : String(body).startsWith(begins);
  return (
    beginning &&
    (errorBody === 'empty' ? body === '' : String(contentType).includes(errorBody.replace('text', 'plain')))
  );
}

function isSameThen({ timeZone }: DialValues, { zones, date }: Facts): boolean {
  return String(zones)
    .split(', ')
    .every((zone) => offset(zone, `${date}T12:00`) === offset(timeZone, `${date}T12:00`));
}

function isUtcThen({ timeZone }: DialValues, { date }: Facts): boolean {
  return offset(timeZone, `${date}T12:00`) === 0;
}

function offset(zone: string, at: string): number {
  return DateTime.fromISO(at, { zone }).offset;
}
