/** What a connection node stores besides its credentials, and what can be wrong with it. */
import { isEnvironmentText } from './check-value';
import { isZone } from './date-preview';
import type { EditorNode } from './red';
import type { Words } from './words';

export const environments = ['production', 'rc', 'custom'] as const;
export const authentications = ['password', 'token', 'basic'] as const;

/** The limits with the least and the most that make sense, and their unit (a key of the dialog's words). */
export const limits = {
  requestsAtOnce: { least: 1, most: 64, unit: 'requests', byDefault: 4 },
  retries: { least: 0, most: 20, unit: 'attempts', byDefault: 4 },
  connectTimeout: { least: 1, most: 600, unit: 'seconds', byDefault: 10 },
  firstByteTimeout: { least: 1, most: 86_400, unit: 'seconds', byDefault: 600 },
  idleTimeout: { least: 1, most: 86_400, unit: 'seconds', byDefault: 60 },
  totalTimeout: { least: 1, most: 604_800, unit: 'seconds', byDefault: 7200 },
} as const;

export type Limit = keyof typeof limits;

/** All as text, as a person types it; `${NAME}` may stand for any of them. */
export interface ConnectionValues extends Record<Limit, string> {
  environment: string;
  serviceUrl: string;
  tokenUrl: string;
  authentication: string;
  companyId: string;
  timeZone: string;
  preferredEndpoint: boolean;
}

export function readConnectionValues(node: EditorNode): ConnectionValues {
  const text = (field: string, byDefault: string | number) => String(node[field] ?? byDefault);
  const numbers = Object.entries(limits).map(([limit, { byDefault }]) => [limit, text(limit, byDefault)]);
  return {
    ...(Object.fromEntries(numbers) as Record<Limit, string>),
    environment: text('environment', 'production'),
    serviceUrl: text('serviceUrl', ''),
    tokenUrl: text('tokenUrl', ''),
    authentication: text('authentication', 'password'),
    companyId: text('companyId', ''),
    timeZone: text('timeZone', ''),
    preferredEndpoint: String(node.preferredEndpoint) === 'true',
  };
}

/** Writes what differs; a limit is stored as a number unless the environment is to say it. */
export function writeConnectionValues(node: EditorNode, values: ConnectionValues): void {
  const before = readConnectionValues(node);
  for (const [field, value] of Object.entries(values)) {
    if (before[field as keyof ConnectionValues] === value) continue;
    const isNumber = field in limits && typeof value === 'string' && value.trim() !== '' && !isEnvironmentText(value);
    node[field] = isNumber ? Number(value) : value;
  }
}

export type ConnectionField = Exclude<keyof ConnectionValues, 'environment' | 'authentication' | 'preferredEndpoint'>;

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
  const { least, most, unit } = limits[field];
  const number = Number(value);
  const isWhole = unit === 'seconds' || Number.isInteger(number);
  if (value !== '' && isWhole && number >= least && number <= most) return undefined;
  return words('connection.number-wrong', { least, most });
}
