/** What a connection stores, beside its secrets and with them. Dialog, run and documentation all read it here. */
import type { StopDateMeaning } from '../parameters/date-axis';
import type { FieldProblem } from '../parameters/problem';
import { unresolvedEnvironment } from './environment-text';
import { choiceField, type Field, faultOf, flagField, numberField, onlyWith, readField, type Setting } from './field';
import { connectionSteps, migrate, newestVersion } from './migrations';
import { type CredentialName, SIGN_IN_KINDS } from './sign-in-kinds';
import {
  folderField,
  identifierField,
  kindOf,
  nodeIdField,
  pathsField,
  secretField,
  wholeNumberField,
  zoneField,
} from './text-fields';

const identifier = { type: 'text', field: identifierField(kindOf) } as const;
const secret = { type: 'password', field: secretField() } as const;

/** Node-RED keeps them, and never shows the editor a password. */
export const credentialFields: Readonly<Record<StoredCredential, typeof identifier | typeof secret>> = {
  username: identifier,
  password: secret,
  clientId: identifier,
  clientSecret: secret,
  accessToken: secret,
  hashKey: secret,
};

/** The key of hashes signs in nowhere, and is never sent. */
type StoredCredential = CredentialName | 'hashKey';

export const credentialNames = Object.keys(credentialFields) as StoredCredential[];

/** The credentials that sign in. */
export const signInNames = credentialNames.filter((name) => name !== 'hashKey');

/** With fewer characters it could be guessed from a name and its hash. */
const SHORTEST_HASH_KEY = 16;

/** What a key for hashes is wrong by, said without it. */
export function problemOfHashKey(key: string): FieldProblem | undefined {
  const variable = unresolvedEnvironment(key);
  if (variable !== undefined) return faultOf('hashKey', 'environment-not-set', { variable });
  if (key === '') return faultOf('hashKey', 'hash-key-missing', {});
  if (key.length >= SHORTEST_HASH_KEY) return undefined;
  return faultOf('hashKey', 'hash-key-short', { least: SHORTEST_HASH_KEY });
}

/** @returns empty where there is none */
export function readHashKey(stored: unknown): string {
  const key: unknown = typeof stored === 'object' && stored !== null && 'hashKey' in stored ? stored.hashKey : '';
  return typeof key === 'string' ? key.trim() : '';
}

/** What Node-RED shows in the place of a secret it keeps: from a dialog it means the stored one. */
export const KEPT_SECRET = '__PWRD__';

/** In the order of the dialog. */
export const connectionSections = ['address', 'sign-in', 'data', 'network', 'limits'] as const;

/** `unknown`: nobody has said or found out. Plain runs take it for the first meaning; what goes on asks for more then. */
type StopDateSetting = StopDateMeaning | 'unknown';

const stopDates: readonly StopDateSetting[] = ['unknown', 'inclusive', 'instant', 'exclusive'];
const usedWith = { setting: 'environment', values: ['custom'] };

/** Of a service with accounts of its own. The practice environment has nothing of the kind, and takes none of these. */
const ofService = onlyWith('environment', 'production', 'rc', 'custom');

/** In the order of the flow file. The texts are for the documentation. */
export const connectionFields = {
  environment: at(
    'address',
    choiceField(['production', 'rc', 'custom', 'practice'], 'production'),
    'Which service is asked. `practice`: none, but invented data inside Node-RED.',
  ),
  serviceUrl: {
    ...at('address', identifierField(), 'Its address, where it is your own: https, or http to this machine.'),
    usedWith,
    example: 'https://dataconnect.example.net',
  },
  tokenUrl: {
    ...at('address', identifierField(), 'The address of its accounts, up to and including the version.'),
    usedWith,
    example: 'https://accounts.example.net/v1',
  },
  authentication: { ...at('sign-in', choiceField(SIGN_IN_KINDS, 'password'), 'How to sign in.'), ...ofService },
  tls: {
    ...at('network', nodeIdField('tls-config'), "A TLS node: certificates, and whether the host's are checked."),
    ...ofService,
  },
  proxy: {
    ...at('network', nodeIdField('http proxy'), 'A proxy node. Without one, `HTTPS_PROXY` and `NO_PROXY` count.'),
    ...ofService,
  },
  cluster: {
    ...at(
      'network',
      nodeIdField('dataconnect-cluster'),
      'A DataConnect cluster node of the package for several Node-RED: requests, cursors and shared windows are those of all instances. Without one, each Node-RED is alone.',
    ),
    ...ofService,
  },
  companyId: { ...at('data', wholeNumberField(), 'Sent where a node names no company.'), ...ofService },
  timeZone: at(
    'data',
    zoneField(),
    'In which *today* and other date words are meant. Blank: that of the server of Node-RED; where Node.js does not know that, as with `TZ=UTC0`, a run with dates asks for one.',
  ),
  stopDate: {
    ...at(
      'data',
      choiceField(stopDates, 'unknown'),
      'What `StopDate` is taken for; windows are cut by it. *not known* counts as *includes its whole day*, and what goes on from the last run looks back a day at least; the check-up finds it out.',
    ),
    ...ofService,
  },
  fileFolder: at('data', folderField(), 'Below it nodes may write files. Blank: nowhere.'),
  preferredEndpoint: {
    ...at('network', flagField(), "Whether the service may name the host nearest to the company's data."),
    ...ofService,
  },
  postBody: {
    ...at(
      'network',
      choiceField(['form', 'json'], 'form'),
      'How parameters are written in the body of a POST, where a node does not say otherwise.',
    ),
    ...ofService,
  },
  paths: {
    ...at('network', pathsField(), 'Paths that differ from those of the catalogue, by the ends of node types.'),
    ...ofService,
    example: 'availability=/inventory/availability',
  },
  requestsAtOnce: limit('requests', [1, 64], 4, 'Requests active at once per service and company; more wait.'),
  retries: limit('attempts', [0, 20], 4, 'After a failure that may pass: __statuses__, a lost connection.'),
  connectTimeout: limit('seconds', [0.1, 600], 10, 'Until the connection to the host stands.'),
  firstByteTimeout: limit('seconds', [0.1, 86_400], 600, 'Until the answer begins; a report is made before that.'),
  idleTimeout: limit('seconds', [0.1, 86_400], 60, 'Between two pieces of an answer.'),
  totalTimeout: limit('seconds', [0.1, 604_800], 7200, 'For one request in all.'),
} as const satisfies Record<string, Setting>;

function at<Kind>(section: (typeof connectionSections)[number], field: Kind, about: string) {
  return { ...field, section, about };
}

function limit(unit: string, bounds: [number, number], byDefault: number, about: string) {
  return at('limits', numberField(unit, bounds, byDefault), about);
}

export type ConnectionFieldName = keyof typeof connectionFields;
export const connectionFieldNames = Object.keys(connectionFields) as ConnectionFieldName[];

/** Fields that hold the id of a config node. */
export const configNodeNames = connectionFieldNames.filter((name) => connectionFields[name].kind === 'node');

type ValueOf<Read> = Read extends Field<infer Value> ? Value : never;
export type ConnectionReading = { [Name in ConnectionFieldName]: ValueOf<(typeof connectionFields)[Name]> };

/** As it stands in the flow file, where anything may stand. */
export type StoredConnection = Readonly<Partial<Record<ConnectionFieldName | 'version', unknown>>>;

export const connectionVersion = newestVersion(connectionSteps);

/** The addresses that a person must give: what the service of iQmetrix has are known, and not all sign in at another. */
export function neededAddresses(
  stored: Readonly<Partial<Record<'environment' | 'authentication', unknown>>>,
): ReadonlyArray<'serviceUrl' | 'tokenUrl'> {
  if (stored.environment !== 'custom') return [];
  return (stored.authentication ?? connectionFields.authentication.byDefault) === 'password'
    ? ['serviceUrl', 'tokenUrl']
    : ['serviceUrl'];
}

/** What dates are cut by, and whether that is known. */
export function stopDateOf(setting: StopDateSetting): { stopDate: StopDateMeaning; knowsStopDate: boolean } {
  return setting === 'unknown'
    ? { stopDate: 'inclusive', knowsStopDate: false }
    : { stopDate: setting, knowsStopDate: true };
}

/** A company says who asks: it is not sent where nothing signs in. */
export function companySent(authentication: unknown, companyId: string): string | undefined {
  return authentication === 'none' ? undefined : companyId || undefined;
}

/**
 * @param connection of any version
 * @param faults takes what is wrong; such a field has its default, which must not be used
 */
export function readStoredConnection(
  connection: StoredConnection,
  faults: FieldProblem[],
  steps = connectionSteps,
): ConnectionReading {
  const stored: StoredConnection = migrate(connection, steps, faults) ?? {};
  const given = (name: ConnectionFieldName) => (isTaken(name, stored.environment) ? stored[name] : undefined);
  const read = connectionFieldNames.map((name) => [
    name,
    readField<unknown>(name, connectionFields[name], given(name), faults),
  ]);
  return Object.fromEntries(read) as ConnectionReading;
}

/** False for what practice takes nothing of, whatever stands there. */
export function isTaken(name: ConnectionFieldName, environment: unknown): boolean {
  const { usedWith }: Setting = connectionFields[name];
  return environment !== 'practice' || usedWith === undefined;
}

/**
 * @param stored Node-RED's credentials of a node, whatever they are
 * @param needed those of the way to sign in: the others are not looked at
 * @param faults takes what is wrong with them; never one of their values
 */
export function readCredentials(
  stored: unknown,
  needed: readonly CredentialName[],
  faults: FieldProblem[],
): Record<CredentialName, string> {
  const given: Record<string, unknown> = typeof stored === 'object' && stored !== null ? { ...stored } : {};
  const read = signInNames.map((name) => {
    const value = given[name] === null ? undefined : given[name];
    return [name, needed.includes(name) ? readField(name, credentialFields[name].field, value, faults) : ''];
  });
  const credentials = Object.fromEntries(read) as Record<CredentialName, string>;
  const blank = needed.filter((name) => credentials[name] === '' && !faults.some(({ facts }) => facts.field === name));
  // None at all: they were never entered, or Node-RED could not read its credentials file and has lost every one.
  if (blank.length > 0 && blank.length === needed.length) {
    faults.push(faultOf(needed.join(', '), 'credentials-absent', {}));
  } else {
    faults.push(...blank.map((name) => faultOf(name, 'field-missing', {})));
  }
  return credentials;
}
