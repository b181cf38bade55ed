/** What the page and the JSON routes show. Secrets are masked here. */
import type { Emulator } from '../index';
import type { LoggedRequest, RequestLog } from '../request-log';
import { COMPANIES } from '../world';

export function stateOf({
  serviceUrl,
  tokenUrl,
  requests,
  sessions,
  admission,
  users,
  mails,
  crashes,
  sockets,
}: Emulator) {
  return {
    serviceUrl,
    tokenUrl,
    requests: requests.count,
    active: Object.fromEntries(COMPANIES.map(({ id }) => [id, admission.active(id)])),
    mostActive: admission.maximum,
    refused: Object.fromEntries(COMPANIES.map(({ id }) => [id, admission.refused(id)])),
    sockets: sockets(),
    sessions: { opened: sessions.opened, reused: sessions.reused },
    logins: users.logins,
    wrongPasswords: Object.fromEntries(users.users.map((user) => [user.username, users.wrongPasswords(user)])),
    mails: mails.length,
    crashes: crashes.map(String),
  };
}

export interface MaskedRequest {
  number: number;
  time: string;
  method: string;
  path: string;
  parameters: Array<[string, string]>;
  authorization: string;
  status: number | undefined;
  active: number;
}

/** The last requests, newest first. */
export function maskedRequests(requests: RequestLog, last: number): MaskedRequest[] {
  return requests.all().slice(-last).reverse().map(masked);
}

const SECRET = /secret|password|token|^auth$|username/i;

function masked(entry: LoggedRequest): MaskedRequest {
  return {
    number: entry.number,
    time: new Date(entry.receivedAt).toISOString(),
    method: entry.method,
    path: entry.path,
    parameters: [...entry.query, ...formOf(entry)].map(([name, value]) => [name, SECRET.test(name) ? '••••' : value]),
    authorization: (entry.headers.authorization ?? '').replace(/\s.*/s, ' ••••'),
    status: entry.status,
    active: entry.active,
  };
}

function formOf({ body, headers }: LoggedRequest): Array<[string, string]> {
  if (body === '') return [];
  if (headers['content-type']?.startsWith('application/x-www-form-urlencoded')) return [...new URLSearchParams(body)];
  return [['(body)', `${body.length} characters`]];
}
