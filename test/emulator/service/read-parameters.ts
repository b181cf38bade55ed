/** Parameters of the URL, then those of the body; a name in both is taken from the URL (docs/api.md, Requests). */
import { BadRequest } from '../answers/answer';
import { Parameters } from '../answers/question';

export function readParameters(url: URL, body: string, contentType: string): Parameters {
  return new Parameters([...url.searchParams, ...bodyPairs(body, contentType.toLowerCase())]);
}

function bodyPairs(body: string, contentType: string): Array<readonly [string, string]> {
  if (body.trim() === '') return [];
  if (contentType.startsWith('application/json')) return jsonPairs(body);
  if (contentType.startsWith('application/x-www-form-urlencoded')) return [...new URLSearchParams(body)];
  throw new BadRequest(`The media type '${contentType}' of the body is not supported.`);
}

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
