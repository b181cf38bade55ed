import { boolean, secret, string, wholeNumber } from './column-types';
import { endpointsOf, keyOf } from './entry';
import { company } from './groups';
import * as parameter from './parameter-types';
import { required } from './parameter-types';
import type { Preset } from './schema';
import * as shared from './shared-columns';

const today: Preset = { value: 'today', reason: 'What was asked last is what one looks for in a log.' };

export const service = endpointsOf('service', [
  {
    id: 'master-relationships',
    title: 'Master entity relationships',
    label: 'Master relationships',
    words: ['store'],
    path: '/master/relationships',
    pathEvidence: 'documented',
    description:
      'The companies these credentials may read, each with its nearest service address. Send the CompanyID with later requests to choose a company.',
    key: keyOf('CompanyID'),
    parameters: [],
    columns: [
      wholeNumber('CompanyID', 'Company entity id, to send as CompanyID', 21090),
      string('CompanyName', 'RQ database of the company', 'KENTEL'),
      shared.preferredEndpoint('https://rqdataconnecttest12.iqmetrix.net'),
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
      required(parameter.dateTime('StartDate', 'Start of the window; client code sends it in UTC.', { preset: today })),
      required(
        parameter.dateTime('StopDate', 'End of the window; client code sends it in UTC.', {
          startedBy: 'StartDate',
          preset: today,
        }),
      ),
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
    columnsVary: true,
    columns: [
      secret(string('access_token', 'OAuth2 access token of the session; masked', '<access-token>')),
      boolean(
        'isValid',
        'Whether the credentials are good; the text "true" today, a boolean in older documentation',
        'true',
      ),
      wholeNumber(
        'ParentEntityId',
        'Company (root entity) of the user; text today, a number in older documentation',
        '42',
      ),
      wholeNumber('RQEmployeeId', 'RQ employee the user is mapped to', '5121'),
      wholeNumber('UserManagerEmployeeID', 'User Manager id of the user', '280494'),
      string('Username', 'Login name, as user@DATABASE', 'John.Bates@KENTEL'),
      secret(
        string('basic_token', 'Long-lived token made from user name and password, in older documentation only; masked'),
      ),
      string('PreferredEndpoint', 'Service address with the lowest latency for the company; absent from the sample'),
    ],
    sources: ['seed'],
  },
  {
    id: 'session-abandon',
    title: 'End session',
    path: '/session/abandon',
    pathEvidence: 'observed',
    changes: true,
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
      string('ApplicationName', 'Name of the web application', 'IQ.DataConnect.Web.WebApplication'),
      string('ApplicationVersion', 'Build number, in four parts', '1.3.0.51'),
    ],
    sources: ['seed'],
  },
]);
