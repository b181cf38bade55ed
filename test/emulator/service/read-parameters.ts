/** Parameters of the URL, then those of the body; a name in both is taken from the URL (docs/api.md, Requests). */
import { BadRequest } from '../answers/answer';
import { Parameters } from '../answers/question';
import type { DialValues } from '../dials';
import { Refusal } from './refusal';

type BodyDials = Pick<DialValues, 'postBody' | 'unreadBody' | 'responseInBody'>;

/** @throws BadRequest, Refusal */
export function readParameters(url: URL, body: string, contentType: string, dials: BodyDials): Parameters {
  const pairs = bodyPairs(body, contentType.toLowerCase(), dials);
  const counted = dials.responseInBody ? pairs : pairs.filter(([name]) => name.toLowerCase() !== 'response');
  return new Parameters([...url.searchParams, ...counted]);
}

function bodyPairs(body: string, contentType: string, dials: BodyDials): Array<readonly [string, string]> {
  if (body.trim() === '') return [];
  const form = FORMS.find(({ type }) => contentType.startsWith(type));
  if (!form) throw new BadRequest(`The media type '${contentType}' of the body is not supported.`);
  if (dials.postBody === 'both' || dials.postBody === form.name) return form.read(body);
  if (dials.unreadBody === 'refused') throw new Refusal(415, `The media type '${contentType}' is not supported.`);
  return [];
}

const FORMS = [
  { name: 'json', type: 'application/json', read: jsonPairs },
  {
    name: 'form',
    type: 'application/x-www-form-urlencoded',
    read: (body: string): Array<readonly [string, string]> => [...new URLSearchParams(body)],
  },
] as const;

function jsonPairs(body: string): Array<readonly [string, string]> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    throw new BadRequest('The body is not JSON.');
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw new BadRequest('The body is not an object.');
  return Object.entries(parsed)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : String(value)] as const);
}
