/** Which of the paths exist that no documentation confirms, or for which there are several candidates. */

import { DateTime } from 'luxon';
import type { Endpoint } from '../catalogue/schema';
import { isChangingPath } from '../parameters/changing-path';
import { jsonOf } from './answers';
import { type Answered, type AskedRequest, announced, type Inquiry } from './inquiry';
import { JSON_ANSWER, LIST_WITHOUT_LEVEL, NOWHERE, STORES } from './known-requests';
import { found, type Judgement, type Question, unknown } from './question';

/** Paths that are a guess, paths that follow the rule of all others, and those for partners, which few may ask. */
type PathKind = 'guessed' | 'inferred' | 'partner';

/** One for each set of paths of that kind that endpoints of the catalogue may be at. */
export function pathQuestions(endpoints: readonly Endpoint[], kind: PathKind): Question[] {
  const uncertain = endpoints.filter((each) => isUncertain(each) && pathsOf(each).length > 0 && kindOf(each) === kind);
  return [...new Map(uncertain.map((each) => [pathsOf(each).join(), each])).values()].map(pathQuestion);
}

function kindOf({ domain, pathEvidence, pathCandidates }: Endpoint): PathKind {
  if (domain.startsWith('partner')) return 'partner';
  return pathEvidence === 'inferred' && !pathCandidates ? 'inferred' : 'guessed';
}

/** What does something is not tried out. */
function isUncertain({ pathEvidence, pathCandidates, changes }: Endpoint): boolean {
  const isGuess = pathEvidence === 'inferred' || pathEvidence === 'unknown';
  return !changes && (isGuess || pathCandidates !== undefined);
}

/** Each once: the service does not mind the case (docs/api.md, Hosts). */
function pathsOf({ path, pathCandidates = [] }: Endpoint): string[] {
  const all = [...(path === null ? [] : [path]), ...pathCandidates];
  return all.filter((each, place) => all.findIndex((one) => one.toLowerCase() === each.toLowerCase()) === place);
}

function pathQuestion(endpoint: Endpoint): Question {
  const paths = pathsOf(endpoint);
  return {
    id: `path-${endpoint.id}`,
    title: { key: 'title-path', facts: { path: paths[0]! } },
    sends: paths.map((path) => announced(narrow(endpoint, path, '…'))),
    ask: (inquiry) => judgePaths(inquiry, endpoint, paths),
  };
}

/** As little as can be asked for: nothing of a store that is none, in no time. */
function narrow({ parameters, range }: Endpoint, path: string, now: string): AskedRequest {
  const given = parameters.flatMap(({ name, locationFilter }): Array<readonly [string, string]> => {
    if (locationFilter === 'current') return [STORES, [name, '0']];
    return range && [range.start, range.stop].includes(name) ? [[name, now]] : [];
  });
  return { path, parameters: [...given, JSON_ANSWER], weight: 'report' };
}

/** What needs no sign-in is asked with one, where there is one: without, a path that is none may be a 401 as well. */
async function judgePaths(inquiry: Inquiry, endpoint: Endpoint, paths: readonly string[]): Promise<Judgement> {
  const authenticated = inquiry.surroundings.signsIn || endpoint.authentication !== 'none';
  const nowhere = await inquiry.ask(NOWHERE);
  const badRequest = await inquiry.ask(LIST_WITHOUT_LEVEL);
  const now = DateTime.fromJSDate(inquiry.surroundings.now, { zone: 'utc' }).toFormat("yyyy-MM-dd'T'HH:mm:ss");
  const missing: string[] = [];
  const own = inquiry.surroundings.paths.get(endpoint.id);
  const isTried = own !== undefined && !isChangingPath(own);
  // What was found once is asked first, which leaves requests for what was not asked then.
  for (const path of isTried ? [own, ...paths.filter((each) => each !== own)] : paths) {
    const exchange = await inquiry.ask({ ...narrow(endpoint, path, now), authenticated });
    const isThere = existence(exchange, nowhere, badRequest);
    if (isThere === undefined) return unknown({ key: 'path-unclear', facts: { path } });
    if (isThere) return pathFound(endpoint, path, own);
    missing.push(path);
  }
  return found({ key: 'path-missing', facts: { paths: missing.join(', ') } });
}

/** @param own what the connection says */
function pathFound({ id, path }: Endpoint, there: string, own: string | undefined): Judgement {
  if (path === null) return found({ key: 'path-without-node', facts: { path: there } });
  if ((own ?? path) === there) return found({ key: 'path-there', facts: { path: there } });
  const suggestions = [{ name: 'paths', endpoint: id, value: there }] as const;
  return { ...found({ key: 'path-other', facts: { path: there } }), suggestions };
}

/**
 * @param nowhere what a path gets that is none: a service that answers it like any other tells nothing apart
 * @param badRequest what a bad request to a path gets that is known to be there
 * @returns undefined where it cannot be told
 */
function existence({ came }: Answered, nowhere: Answered, badRequest: Answered): boolean | undefined {
  const isTold = nowhere.came.status === 404;
  if (!isTold) return undefined;
  if (came.status === 404) return false;
  const isLikeKnown = badRequest.came.status === 400 && came.contentType === badRequest.came.contentType;
  const isThere =
    came.status === 200 ? isData(jsonOf(came)) : came.status === 413 || (came.status === 400 && isLikeKnown);
  return isThere || undefined;
}

/** Records, or one; an answer that was cut is one of them, too. */
function isData(json: unknown): boolean {
  return typeof json === 'object' && json !== null && !('Error' in json);
}
