/** Which proxy, if any, stands between this machine and a host. */
import { DataConnectError } from '../errors';
import { isThisMachine } from './hosts';
import type { ConnectionSettings } from './settings';

export interface ProxyRoute {
  url: URL;
  /** Host and port, for messages. */
  name: string;
  /** Value of `Proxy-Authorization`, where the proxy has credentials. */
  authorization: string | undefined;
}

type ProxyChoice = ConnectionSettings['proxy'];

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy for a target, or undefined for a direct connection. From the environment (`HTTPS_PROXY`, `ALL_PROXY`,
 * `NO_PROXY`, also in lower case) never for this machine; a proxy the person named is used for every host that is
 * not in its own list.
 * @throws DataConnectError `CONNECTION_INVALID` when the proxy's address cannot be used
 */
export function routeTo(
  target: URL,
  proxy: ProxyChoice,
  connection: string,
  environment: Environment = process.env,
): ProxyRoute | undefined {
  if (proxy.kind === 'none') return undefined;
  if (proxy.kind === 'url') {
    if (isExcepted(target, proxy.noProxy)) return undefined;
    return readProxy(proxy.url, connection, proxy.username, proxy.password);
  }
  if (isThisMachine(target.hostname)) return undefined;
  const read = (name: string) => environment[name.toLowerCase()] || environment[name] || '';
  const address = read('HTTPS_PROXY') || read('ALL_PROXY');
  if (address === '' || isExcepted(target, read('NO_PROXY').split(/[\s,]+/))) return undefined;
  return readProxy(address, connection, undefined, undefined);
}

/** The password a proxy's address holds, and the header value made of it: both are secrets. */
export function secretsOfProxy(proxy: ProxyChoice, environment: Environment = process.env): (string | undefined)[] {
  const addresses =
    proxy.kind === 'url'
      ? [proxy.url]
      : ['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY'].map((name) => environment[name] ?? '');
  const given =
    proxy.kind === 'url' ? [proxy.password, encodeCredentials(proxy.username ?? '', proxy.password ?? '')] : [];
  return [
    ...given,
    ...addresses
      .filter((address) => URL.canParse(address))
      .flatMap((address) => {
        const { username, password } = new URL(address);
        return password ? [password, decoded(password), encodeCredentials(decoded(username), decoded(password))] : [];
      }),
  ];
}

function readProxy(
  address: string,
  connection: string,
  username: string | undefined,
  password: string | undefined,
): ProxyRoute {
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(address) ? address : `http://${address}`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || url.hostname === '' || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new DataConnectError('CONNECTION_INVALID', {
      connection,
      problems: { phrase: 'proxy-address-wrong' },
    });
  }
  const name = username || decoded(url.username);
  const secret = password || decoded(url.password);
  const authorization = name || secret ? `Basic ${encodeCredentials(name, secret)}` : undefined;
  url.username = '';
  url.password = '';
  return { url, name: url.host, authorization };
}

function encodeCredentials(username: string, password: string): string {
  return Buffer.from(`${username}:${password}`, 'utf8').toString('base64');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Entries are `host`, `.domain`, `*.domain`, each also with `:port`, or `*` for every host. A host includes those below it. */
function isExcepted(target: URL, entries: readonly string[]): boolean {
  const host = target.hostname.replace(/^\[|\]$/g, '').toLowerCase();
  const port = target.port || (target.protocol === 'https:' ? '443' : '80');
  return entries.some((entry) => {
    const text = entry.trim().toLowerCase();
    if (text === '') return false;
    if (text === '*') return true;
    const [, name = '', wantedPort] = /^\[?(.*?)\]?(?::(\d+))?$/.exec(text) ?? [];
    const bare = (isAddressWithColons(text) ? text : name).replace(/^\*?\./, '');
    if (wantedPort && !isAddressWithColons(text) && wantedPort !== port) return false;
    return host === bare || host.endsWith(`.${bare}`);
  });
}

/** An IPv6 address without brackets: its last group is not a port. */
function isAddressWithColons(text: string): boolean {
  return !text.startsWith('[') && text.split(':').length > 2;
}
