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
      'The companies these credentials may read, each with its nearest service address. Send the CompanyID with later requests to choose a company.',
    parameters: [],
    columns: [
      wholeNumber('CompanyID', 'Company entity id; pass as CompanyID on later requests', 21090),
      string('CompanyName', 'RQ database name of the company', 'KENTEL'),
      string(
        'PreferredEndpoint',
        'Nearest DataConnect base URL for that database',
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
    description: 'The requests that the company made to DataConnect in the window.',
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
      'Who the caller is, and which service address suits them best. Opens a session on the service or reuses it. Callers who use Basic authentication also get a basic_token and the PreferredEndpoint. The tokens in the answer are masked.',
    parameters: [],
    columns: [
      secret(
        string(
          'access_token',
          'Platform OAuth2 access token in force for the session; can be replayed as a Bearer token',
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
      wholeNumber('RQEmployeeId', 'RQ employee mapped to the token', '5121'),
      wholeNumber('UserManagerEmployeeID', 'Platform User Manager id of that user (current docs only)', '280494'),
      string('Username', 'Login name in user@DATABASE form (current docs only)', 'John.Bates@KENTEL'),
      secret(
        string(
          'basic_token',
          'Long-lived opaque token derived from username+password, usable as "Authorization: Basic <token>" or as ?Auth=; changes only when the credentials change (older docs only)',
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
    description: "Nothing of use: ends the caller's session on the service. What the answer holds is not documented.",
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
    description: 'Name and version of the DataConnect application. Needs no credentials.',
    parameters: [],
    columns: [
      string('ApplicationName', 'Assembly-style name of the web application', 'IQ.DataConnect.Web.WebApplication'),
      string(
        'ApplicationVersion',
        'Four-part dotted build number (seed page: 1.3.0.51; partner-common page header: 1.3.1.42)',
        '1.3.0.51',
      ),
    ],
    sources: ['seed'],
  },
]);
