/** The few requests the client makes on its own account (docs/api.md, Session). */
import type { ServiceRequest } from './request';

export const VERSION_PATH = '/ping';
export const SESSION_PATH = '/session';
export const RELATIONSHIPS_PATH = '/master/relationships';
/** A list every user may read, of one column. */
export const LIGHT_LIST_PATH = '/lists/languages';

/** A light GET for JSON. */
export function lightRequest(path: string, authenticated = true): ServiceRequest {
  const parameters = [['Response', 'Json']] as const;
  return { method: 'GET', path, parameters, body: 'form', authenticated, weight: 'light', repeatable: true };
}
