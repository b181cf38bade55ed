/** What a connection stores, beside its secrets and with them. Dialog and run both read it here. */
import type { FieldProblem } from '../parameters/problem';
import { LIMITS, type Limit } from './connection-limits';
import {
  choiceField,
  type Field,
  faultOf,
  flagField,
  identifierField,
  kindOf,
  numberField,
  readField,
  secretField,
  wholeNumberField,
  zoneField,
} from './field';
import { type CredentialName, SIGN_IN_KINDS } from './sign-in-kinds';

export const environments = ['production', 'rc', 'custom'] as const;
/** What the service takes StopDate for. */
export const stopDates = ['inclusive', 'instant', 'exclusive'] as const;

const identifier = { isSecret: false, field: identifierField(kindOf) };
const secret = { isSecret: true, field: secretField() };

export const credentialFields: Readonly<Record<CredentialName, { isSecret: boolean; field: Field<string> }>> = {
  username: identifier,
  password: secret,
  clientId: identifier,
  clientSecret: secret,
  accessToken: secret,
};

const limits = Object.entries(LIMITS).map(([limit, { least, most, unit, byDefault }]) => [
  limit,
  numberField({ least, most, whole: unit !== 'seconds', byDefault }),
]);

export const connectionFields = {
  environment: choiceField(environments, 'production'),
  serviceUrl: identifierField(),
  tokenUrl: identifierField(),
  authentication: choiceField(SIGN_IN_KINDS, 'password'),
  /** Empty sends none. */
  companyId: wholeNumberField(),
  /** Empty is that of the server. */
  timeZone: zoneField(),
  stopDate: choiceField(stopDates, 'inclusive'),
  preferredEndpoint: flagField(),
  ...(Object.fromEntries(limits) as Record<Limit, Field<number>>),
} as const;

export type ConnectionFieldName = keyof typeof connectionFields;
export const connectionFieldNames = Object.keys(connectionFields) as ConnectionFieldName[];

type ValueOf<Read> = Read extends Field<infer Value> ? Value : never;
export type ConnectionReading = { [Name in ConnectionFieldName]: ValueOf<(typeof connectionFields)[Name]> };

/** As it stands in the flow file, where anything may stand. */
export type StoredConnection = Readonly<Partial<Record<ConnectionFieldName, unknown>>>;

/** The addresses that a person must give: what the service of iQmetrix has are known, and not all sign in at another. */
export function neededAddresses(
  stored: Readonly<Partial<Record<'environment' | 'authentication', unknown>>>,
): ReadonlyArray<'serviceUrl' | 'tokenUrl'> {
  if (stored.environment !== 'custom') return [];
  return (stored.authentication ?? 'password') === 'password' ? ['serviceUrl', 'tokenUrl'] : ['serviceUrl'];
}

/** @param faults takes what is wrong; such a field has its default, which must not be used */
export function readStoredConnection(stored: StoredConnection, faults: FieldProblem[]): ConnectionReading {
  const read = connectionFieldNames.map((name) => [
    name,
    readField<unknown>(name, connectionFields[name], stored[name], faults),
  ]);
  return Object.fromEntries(read) as ConnectionReading;
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
  const read = (Object.keys(credentialFields) as CredentialName[]).map((name) => {
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
