import { boolean, secret, string, wholeNumber } from './column-types';
import { endpointsOf } from './entry';
import { company } from './groups';
import * as parameter from './parameter-types';
import { required } from './parameter-types';

export const service = endpointsOf('service', [
  {
    id: 'master-relationships',
    title: 'Master entity relationships',
    label: 'Master relationships',
    path: '/master/relationships',
    pathEvidence: 'documented',
    description:
      "Companies whose data the master-entity credentials may read. Callers then send requests to the row's PreferredEndpoint with CompanyID set.",
    parameters: [],
    columns: [
      wholeNumber('CompanyID', 'Company entity id; pass as CompanyID on later requests.', 21090),
      string('CompanyName', 'RQ database name of the company.', 'KENTEL'),
      string(
        'PreferredEndpoint',
        'Nearest DataConnect base URL for that database.',
        'https://rqdataconnecttest12.iqmetrix.net',
      ),
    ],
    sources: ['current-docs'],
  },
  {
    id: 'request-log',
    title: 'Request log',
    path: '/logging/requests',
    pathEvidence: 'observed',
    description: 'API requests made by the company over a window.',
    parameters: [
      required(parameter.dateTime('StartDate', 'Window start; client sends round-trip UTC ISO-8601.')),
      required(parameter.dateTime('StopDate', 'Window end; same format.')),
      company,
    ],
    columns: [],
    sources: ['client-code'],
  },
  {
    id: 'session',
    title: 'Session',
    path: '/session',
    pathEvidence: 'documented',
    description:
      'Validates the presented credentials, opens (or reuses) a server session and reports who the caller is and which regional host suits them best. Also the reference page for the parameters shared by all endpoints. Older documentation describes two uses of the same path: (a) Authorization: Basic base64(username:password) returns an additional URL-safe basic_token and PreferredEndpoint; (b) ?Auth=<basic token> returns the same object without those two members.',
    parameters: [],
    columns: [
      secret(
        string(
          'access_token',
          'Platform OAuth2 access token in force for the session; can be replayed as a Bearer token.',
          '<access-token>',
        ),
      ),
      boolean(
        'isValid',
        'Whether the presented token/credentials are good. Current docs render it as the string "true"; older docs as a JSON boolean.',
        'true',
      ),
      wholeNumber(
        'ParentEntityId',
        'Company (root entity) the user belongs to. String "42" in current docs, number 21090 in older docs.',
        '42',
      ),
      wholeNumber('RQEmployeeId', 'RQ employee mapped to the token.', '5121'),
      wholeNumber('UserManagerEmployeeID', 'Platform User Manager id of that user (current docs only).', '280494'),
      string('Username', 'Login name in user@DATABASE form (current docs only).', 'John.Bates@KENTEL'),
      secret(
        string(
          'basic_token',
          'Long-lived opaque token derived from username+password, usable as "Authorization: Basic <token>" or as ?Auth=; changes only when the credentials change (older docs only).',
        ),
      ),
      string(
        'PreferredEndpoint',
        "Base URL of the DataConnect instance nearest the caller's RQ database. Optional to use, lowers latency. Mentioned in prose by the current page although its sample body omits it.",
      ),
    ],
    sources: ['seed'],
  },
  {
    id: 'session-abandon',
    title: 'End session',
    path: '/session/abandon',
    pathEvidence: 'observed',
    description:
      'Ends the server-side session belonging to the caller. Seen only in a third-party client, which calls it with its usual Authorization/Auth credentials and ignores the body.',
    parameters: [],
    columns: [],
    sources: ['client-code'],
  },
  {
    id: 'version',
    title: 'Version',
    path: '/ping',
    pathEvidence: 'inferred',
    pathCandidates: ['/ping', '/v1/ping', '/version'],
    authentication: 'none',
    description:
      'Reports the running application name and build. It is the one endpoint the current documentation marks as not requiring authentication. The literal path is not in any recovered text; /ping is the house convention quoted on the portal overview page for other iQmetrix services ({URL}/ping or {URL}/v1/ping).',
    parameters: [],
    columns: [
      string('ApplicationName', 'Assembly-style name of the web application.', 'IQ.DataConnect.Web.WebApplication'),
      string(
        'ApplicationVersion',
        'Four-part dotted build number (seed page: 1.3.0.51; partner-common page header: 1.3.1.42).',
        '1.3.0.51',
      ),
    ],
    sources: ['seed'],
  },
]);
