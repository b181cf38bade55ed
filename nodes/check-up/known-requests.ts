/** What more than one question asks for. Sent once, whoever asks first. */
import { endpointById } from '../catalogue/index';
import { locations } from '../catalogue/lookups';
import type { Endpoint } from '../catalogue/schema';
import { SESSION_PATH } from '../client/service-requests';
import type { AskedRequest } from './inquiry';

type Parameters = ReadonlyArray<readonly [name: string, value: string]>;

export const JSON_ANSWER = ['Response', 'Json'] as const;

export const LEVEL = 'LocationType';
export const STORES = [LEVEL, 'Store'] as const;
const locationList = locations(LEVEL);

/** Column of the ids in the list of stores. */
export const STORE_ID = locationList.value;

/** The entry of an endpoint that the check-up goes by. */
export function knownEndpoint(id: string): Endpoint & { path: string } {
  const endpoint = endpointById(id);
  if (!endpoint?.path) throw new Error(`The catalogue has no path of ${id}.`);
  return { ...endpoint, path: endpoint.path };
}

const { path: LIST_PATH } = knownEndpoint(locationList.endpoint);

/** Who asks. Its answer holds a live token. */
export const SESSION: AskedRequest = { path: SESSION_PATH, parameters: [JSON_ANSWER] };

/** A small list with a parameter that it must have. */
export const STORE_LIST: AskedRequest = storeList(JSON_ANSWER);

/** The same without it: a bad request, or what comes where a parameter is not read. */
export const LIST_WITHOUT_LEVEL: AskedRequest = { path: LIST_PATH, parameters: [JSON_ANSWER] };

/** A path that no service has. */
export const NOWHERE: AskedRequest = { path: '/lists/dataconnect-check-up', parameters: [JSON_ANSWER] };

/** Each asks for another form of the answer, so that it shows whether the body was read, and what that form looks like. */
export const BY_FORM: AskedRequest = inBody('form', 'Csv');
export const BY_JSON: AskedRequest = inBody('json', 'Xml');

/** @param more parameters behind the level */
export function storeList(...more: Parameters): AskedRequest {
  return { path: LIST_PATH, parameters: [STORES, ...more] };
}

function inBody(body: 'form' | 'json', response: 'Csv' | 'Xml'): AskedRequest {
  return { method: 'POST', path: LIST_PATH, body, parameters: [STORES, ['Response', response]] };
}
