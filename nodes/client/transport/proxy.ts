/** Which proxy, if any, stands between this machine and a host. */
import { BlockList, isIP } from 'node:net';
import { DataConnectError, type Phrase, type Wording } from '../../errors';
import { isThisMachine } from '../../parameters/base-url';
import { Secret } from '../../secrets/secret';
import type { Proxy as ProxyChoice } from '../settings';
import { encodeCredentials, isUserName, readProxyAddress, secretsInAddress } from './proxy-address';
import { hostOf } from './reach-host';

export interface ProxyRoute {
  url: URL;
  /** Value of `Proxy-Authorization`, where the proxy has credentials. */
  authorization: Secret | undefined;
}

/** Variables that name a proxy, the first first; each also in lower case. */
const ADDRESSES = ['HTTPS_PROXY', 'ALL_PROXY'] as const;

const PROXY_NODE: Phrase = { phrase: 'proxy-node' };

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
  connection: Wording,
  environment: Environment = process.env,
): ProxyRoute | undefined {
  if (proxy.kind === 'none') return undefined;
  if (proxy.kind === 'url') {
    if (isExcepted(target, proxy.noProxy)) return undefined;
    const { url: address, username, password } = proxy;
    return readProxy({ address, source: PROXY_NODE, username, password }, connection);
  }
  if (isThisMachine(target.hostname)) return undefined;
  const read = (name: string) => environment[name.toLowerCase()] || environment[name] || '';
  const source = ADDRESSES.find((name) => read(name) !== '');
  if (!source || isExcepted(target, read('NO_PROXY').split(/[\s,]+/))) return undefined;
  return readProxy({ address: read(source), source }, connection);
}

/** The passwords of every proxy that could be used, and the header values made of them. */
export function secretsOfProxy(proxy: ProxyChoice, environment: Environment = process.env): (string | undefined)[] {
  if (proxy.kind !== 'url') {
    const names = ADDRESSES.flatMap((name) => [name, name.toLowerCase()]);
    return names.flatMap((name) => secretsInAddress(environment[name] ?? ''));
  }
  const { url, username = '', password = '' } = proxy;
  const own = password === '' ? [] : [password, encodeCredentials(username, password)];
  return [...own, ...secretsInAddress(url)];
}

interface GivenProxy {
  address: string;
  /** The variable or the node it stands in, for messages. */
  source: Wording;
  username?: string | undefined;
  password?: string | undefined;
}

function readProxy({ address, source, username = '', password = '' }: GivenProxy, connection: Wording): ProxyRoute {
  const read = readProxyAddress(address);
  if (!read || !isUserName(username)) {
    const problems: Phrase = { phrase: 'proxy-address-wrong', facts: { source } };
    throw new DataConnectError('CONNECTION_INVALID', { connection, problems });
  }
  const { url } = read;
  const name = username || read.username;
  const secret = password || read.password;
  const authorization = name || secret ? new Secret(`Basic ${encodeCredentials(name, secret)}`) : undefined;
  return { url, authorization };
}

/**
 * Entries are `host`, `.domain`, `*.domain`, each also with `:port` or written as a URL, `address/bits`, or `*` for every
 * host. A host includes those below it.
 */
function isExcepted(target: URL, entries: readonly string[]): boolean {
  const host = hostOf(target).toLowerCase();
  const port = target.port || (target.protocol === 'https:' ? '443' : '80');
  return entries.some((entry) => {
    const text = entry.trim().toLowerCase();
    if (text === '') return false;
    if (text === '*') return true;
    const [, network = '', bits] = /^([\da-f.:]+)\/(\d{1,3})$/.exec(text) ?? [];
    return bits ? isInNetwork(host, network, Number(bits)) : isNamed(host, port, text);
  });
}

function isNamed(host: string, port: string, entry: string): boolean {
  const text = entry.replace(/^[a-z]+:\/\//, '').split('/', 1)[0]!;
  // An IPv6 address without brackets: its last group is not a port.
  const isAddress = !text.startsWith('[') && text.split(':').length > 2;
  const [, name = '', wantedPort] = /^\[?(.*?)\]?(?::(\d+))?$/.exec(text) ?? [];
  const bare = (isAddress ? text : name).replace(/^\*?\./, '');
  if (wantedPort && !isAddress && wantedPort !== port) return false;
  return bare !== '' && (host === bare || host.endsWith(`.${bare}`));
}

function isInNetwork(host: string, network: string, bits: number): boolean {
  const family = isIP(network);
  if (family === 0 || family !== isIP(host) || bits > (family === 4 ? 32 : 128)) return false;
  const list = new BlockList();
  const kind = family === 4 ? 'ipv4' : 'ipv6';
  list.addSubnet(network, bits, kind);
  return list.check(host, kind);
}
