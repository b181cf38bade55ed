/** The endpoints about the service itself: version, session, relationships, the log of requests. */
import type { User } from '../accounts/users';
import type { LoggedRequest } from '../request-log';
import { COMPANIES } from '../world';
import { dateTimeText } from '../world/clock';
import type { NamedRow } from './lists';
import type { Question } from './question';

/** Who asks, and what the server knows of it. */
export interface Caller {
  user: User;
  companyId: number;
  /** The access token sent, or the one a Basic caller is given. */
  accessToken: string;
  basicToken: string | undefined;
  preferredEndpoint: string;
  log: readonly LoggedRequest[];
}

export const VERSION: NamedRow = {
  ApplicationName: 'IQ.DataConnect.Web.WebApplication',
  ApplicationVersion: '1.3.0.51',
};

/** All values are strings (docs/api.md, Session). */
export function sessionRow(caller: Caller): NamedRow {
  return {
    access_token: caller.accessToken,
    isValid: 'true',
    ParentEntityId: String(caller.companyId),
    RQEmployeeId: String(caller.user.employeeId ?? ''),
    UserManagerEmployeeID: String(caller.user.userManagerId),
    Username: caller.user.username,
    basic_token: caller.basicToken ?? null,
    PreferredEndpoint: caller.preferredEndpoint,
  };
}

export function relationshipRows(caller: Caller): NamedRow[] {
  return COMPANIES.filter(({ id }) => caller.user.companies.includes(id)).map(({ id, name }) => ({
    CompanyID: id,
    CompanyName: name,
    DoingBusinessAs: name,
    DateCreatedUTC: '2016-05-13T12:18:08.723',
    PreferredEndpoint: caller.preferredEndpoint,
  }));
}

export function requestLogRows(caller: Caller): NamedRow[] {
  return caller.log
    .filter((entry) => entry.service === 'service')
    .map((entry) => ({
      RequestID: entry.number,
      DateCreated: dateTimeText(entry.receivedAt),
      Method: entry.method,
      Path: entry.path,
      StatusCode: entry.status ?? null,
      Username: caller.user.username,
    }));
}

/** An import adds a row every time it arrives, unless it names the row to change. */
export function trafficCountRow({ parameters, world, dials }: Question, caller: Caller): NamedRow {
  const imports = caller.log.filter((entry) => entry.path.toLowerCase() === '/import/trafficcount').length;
  const range = parameters.range('StartDate', 'StopDate', { ...dials, stopDate: 'exclusive' });
  const storeId = parameters.integer('StoreID') ?? null;
  return {
    TrafficCountID: parameters.integer('TrafficCountID') ?? 655 + imports,
    StartDate: range.from === undefined ? null : dateTimeText(range.from),
    EndDate: range.before === undefined ? null : dateTimeText(range.before),
    TrafficCount: parameters.integer('TrafficCount') ?? null,
    StoreID: storeId,
    GLCode: world.company.stores.find((store) => store.id === storeId)?.glCode ?? null,
  };
}
