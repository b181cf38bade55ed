/** What the cluster node stores in a flow, and what of it cannot be used. Runs in a browser, too. */

/** As a flow has them; one that was written by hand may have anything. */
export interface StoredCluster {
  name?: unknown;
  host?: unknown;
  port?: unknown;
  encrypted?: unknown;
  /** Id of a TLS configuration, blank for the authorities that Node.js knows. */
  tls?: unknown;
  database?: unknown;
  prefix?: unknown;
  /** A path that all instances see, blank where there is none. */
  folder?: unknown;
  /** Seconds. */
  lease?: unknown;
  /** Seconds. */
  wait?: unknown;
}

export interface ClusterCredentials {
  username?: string;
  password?: string;
}

/** What a new node begins with. */
export const clusterDefaults = {
  host: '',
  port: '6379',
  encrypted: false,
  tls: '',
  database: '0',
  prefix: 'dataconnect',
  folder: '',
  lease: '30',
  wait: '60',
} as const;

export type ClusterField = keyof typeof clusterDefaults;

/** Node-RED shows this for a password that it has and does not tell. */
export const KEPT_PASSWORD = '__PWRD__';

/** Whole numbers, from and to. A shorter lease is lost by a hiccup of the network, a longer one keeps everybody waiting. */
const BOUNDS: Readonly<Partial<Record<ClusterField, readonly [number, number]>>> = {
  port: [1, 65_535],
  database: [0, 65_535],
  lease: [5, 300],
  wait: [1, 3600],
};

const HOST = /^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$|^[0-9A-Fa-f]*:[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*$/;
/** Nothing that Redis takes for a hash tag or a pattern, or BullMQ for the end of a name. */
const PREFIX = /^[A-Za-z0-9._-]{1,60}$/;
/** Of whatever system: `/mnt/shared`, `D:\\shared`, `\\\\server\\shared`. */
const FOLDER = /^(\/|[A-Za-z]:[\\/]|\\\\)/;
const ENVIRONMENT = /^\$\{\S+\}$/;

/** True for `${NAME}` as a whole: Node-RED puts the value of the environment in its place when the flow starts. */
export function isEnvironmentName(value: unknown): boolean {
  return typeof value === 'string' && ENVIRONMENT.test(value);
}

/** Key of the sentence that says what is wrong, and what goes into it. */
export interface ClusterProblem {
  field: ClusterField;
  key: 'host-missing' | 'host-form' | 'number' | 'prefix-form' | 'folder-form';
  facts: Readonly<Record<string, number>>;
}

/** @returns undefined for a value that can be used */
export function clusterProblem(field: ClusterField, stored: StoredCluster): ClusterProblem | undefined {
  const text = fieldText(field, stored);
  const bounds = BOUNDS[field];
  if (bounds) {
    const [least, most] = bounds;
    return isWithin(text, least, most) ? undefined : { field, key: 'number', facts: { least, most } };
  }
  if (field === 'host' && text === '') return { field, key: 'host-missing', facts: {} };
  if (field === 'host' && !HOST.test(text)) return { field, key: 'host-form', facts: {} };
  if (field === 'prefix' && !PREFIX.test(text)) return { field, key: 'prefix-form', facts: {} };
  if (field === 'folder' && text !== '' && !FOLDER.test(text)) return { field, key: 'folder-form', facts: {} };
  return undefined;
}

/** All that is wrong, in the order of the dialog. */
export function clusterProblems(stored: StoredCluster): ClusterProblem[] {
  const fields = Object.keys(clusterDefaults) as ClusterField[];
  return fields.flatMap((field) => clusterProblem(field, stored) ?? []);
}

/** The text of a field; what is not stored, or blank where a number is asked for, is the default. */
export function fieldText(field: ClusterField, stored: StoredCluster): string {
  const value = stored[field];
  const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
  return text === '' ? String(clusterDefaults[field]) : text;
}

/** The number of a field that has no problem. */
export function fieldNumber(field: 'port' | 'database' | 'lease' | 'wait', stored: StoredCluster): number {
  return Number(fieldText(field, stored));
}

/** What an address such as `rediss://user:password@host:6380/2` says; undefined for a text that is none. */
export function readAddress(
  text: string,
): Partial<Record<ClusterField | keyof ClusterCredentials, string>> | undefined {
  const [, scheme = '', rest = ''] = /^\s*(rediss?|valkeys?):\/\/(.*?)\s*$/i.exec(text) ?? [];
  // A browser reads the host of schemes that it knows only.
  const address = `https://${rest}`;
  if (scheme === '' || !URL.canParse(address)) return undefined;
  const { hostname, port, username, password, pathname } = new URL(address);
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port || clusterDefaults.port,
    encrypted: String(/^(rediss|valkeys)$/i.test(scheme)),
    ...(/^\/\d+$/.test(pathname) && { database: pathname.slice(1) }),
    ...(username && { username: decoded(username) }),
    ...(password && { password: decoded(password) }),
  };
}

/** Where it is not encoded as addresses are, it is what was meant. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function isWithin(text: string, least: number, most: number): boolean {
  return /^\d{1,6}$/.test(text) && Number(text) >= least && Number(text) <= most;
}
