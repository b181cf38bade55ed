/** What a connection node stores besides its credentials, and what can be wrong with it. */
import { LIMITS, type Limit, readLimit } from '../connection-limits';
import type { StopDateMeaning } from '../extract/date-axis';
import { isEnvironmentText } from '../stored/environment-text';
import { isZone } from './date-preview';
import type { EditorNode } from './red';
import type { Words } from './words';

export const environments = ['production', 'rc', 'custom'] as const;
export const stopDates: readonly StopDateMeaning[] = ['inclusive', 'instant', 'exclusive'];

/** All as text, as a person types it; `${NAME}` may stand for any of them. */
export interface ConnectionValues extends Record<Limit, string> {
  environment: string;
  serviceUrl: string;
  tokenUrl: string;
  authentication: string;
  companyId: string;
  timeZone: string;
  stopDate: string;
  preferredEndpoint: boolean;
}

export function readConnectionValues(node: EditorNode): ConnectionValues {
  const text = (field: string, byDefault: string | number) => String(node[field] ?? byDefault);
  const numbers = Object.entries(LIMITS).map(([limit, { byDefault }]) => [limit, text(limit, byDefault)]);
  return {
    ...(Object.fromEntries(numbers) as Record<Limit, string>),
    environment: text('environment', 'production'),
    serviceUrl: text('serviceUrl', ''),
    tokenUrl: text('tokenUrl', ''),
    authentication: text('authentication', 'password'),
    companyId: text('companyId', ''),
    timeZone: text('timeZone', ''),
    stopDate: text('stopDate', 'inclusive'),
    preferredEndpoint: String(node.preferredEndpoint) === 'true',
  };
}

/** Writes what differs; a limit is stored as a number unless the environment is to say it. */
export function writeConnectionValues(node: EditorNode, values: ConnectionValues): void {
  const before = readConnectionValues(node);
  for (const [field, value] of Object.entries(values)) {
    if (before[field as keyof ConnectionValues] === value) continue;
    const isNumber = field in LIMITS && typeof value === 'string' && value.trim() !== '' && !isEnvironmentText(value);
    node[field] = isNumber ? Number(value) : value;
  }
}

export type ConnectionField = Exclude<
  keyof ConnectionValues,
  'environment' | 'authentication' | 'stopDate' | 'preferredEndpoint'
>;

/** @returns what is wrong with a field, in words */
export function connectionProblem(field: ConnectionField, values: ConnectionValues, words: Words): string | undefined {
  const value = values[field].trim();
  if (isEnvironmentText(value)) return undefined;
  if (field === 'serviceUrl' || field === 'tokenUrl') {
    return values.environment === 'custom' ? urlProblem(field, value, values, words) : undefined;
  }
  if (field === 'companyId') return /^\d*$/.test(value) ? undefined : words('connection.company-wrong');
  if (field === 'timeZone')
    return value === '' || isZone(value) ? undefined : words('connection.zone-unknown', { zone: value });
  return limitProblem(field, value, words);
}

function urlProblem(
  field: 'serviceUrl' | 'tokenUrl',
  value: string,
  { authentication }: ConnectionValues,
  words: Words,
): string | undefined {
  if (value === '') {
    const isNeeded = field === 'serviceUrl' || authentication === 'password';
    return isNeeded ? words('connection.url-required') : undefined;
  }
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) return words('connection.url-wrong');
  if (url.protocol === 'http:' && !isThisMachine(url.hostname)) return words('connection.url-not-secure');
  return url.username || url.password || url.search || url.hash ? words('connection.url-parts') : undefined;
}

function isThisMachine(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}

function limitProblem(field: Limit, value: string, words: Words): string | undefined {
  const { least, most } = LIMITS[field];
  return readLimit(field, value) === undefined ? words('connection.number-wrong', { least, most }) : undefined;
}
