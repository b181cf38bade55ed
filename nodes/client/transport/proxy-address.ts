/** The address of a proxy as people write it. What two readers could read in two ways is refused. */
import { percentDecoded } from '../../parameters/path-rules';

interface ProxyAddress {
  /** Without user name and password. */
  url: URL;
  username: string;
  password: string;
}

/** Scheme, user name and password, host, port. A path, a query or a second "@" has no place in it. */
const WRITTEN = /^(?:(https?):\/\/)?(?:([^@]*)@)?(\[[\da-f:.]+\]|[^@:[\]\s/?#\\%]+)(?::(\d{1,5}))?\/?$/i;

/** A scheme without its slashes looks like a host, or a user name. */
const SCHEME_ALONE = /^https?:(?!\/\/)/i;

/** In a user name or password these end it for one reader and not for another; so does a "%" that encodes nothing. */
const AMBIGUOUS = /[\s\p{Cc}\p{Cf}/?#\\]|%(?![\da-f]{2})/iu;

/** @returns undefined for what is no address, or not surely one */
export function readProxyAddress(text: string): ProxyAddress | undefined {
  const typed = text.trim();
  const written = WRITTEN.exec(typed);
  if (!written || SCHEME_ALONE.test(typed)) return undefined;
  const [, scheme = 'http', user = '', host = '', port] = written;
  const address = `${scheme}://${host}${port === undefined ? '' : `:${port}`}`;
  if (AMBIGUOUS.test(user) || !URL.canParse(address)) return undefined;
  const url = new URL(address);
  if (url.port === '0' || !isHost(host, url)) return undefined;
  const [username, password] = halves(user).map(percentDecoded);
  if (username === undefined || password === undefined || !isUserName(username)) return undefined;
  return { url, username, password };
}

/** A colon ends the user name for whoever reads the header made of it. */
export function isUserName(text: string): boolean {
  return !/[:\p{Cc}]/u.test(text);
}

/** Everything in the address that could be a password, however it is read, and the header values made of it. */
export function secretsInAddress(text: string): string[] {
  const typed = text.trim();
  const user = typed.slice(0, Math.max(0, typed.lastIndexOf('@'))).replace(/^[a-z][a-z\d+.-]*:\/\//i, '');
  const [name = '', password = ''] = halves(user);
  if (password === '') return [];
  const read = percentDecoded(password) ?? password;
  const pieces = password.split(/[@/?#\\\s]+/).filter((piece) => piece.length >= 4);
  return [password, read, encodeCredentials(percentDecoded(name) ?? name, read), ...pieces];
}

/** RFC 7617 with UTF-8. */
export function encodeCredentials(username: string, password: string): string {
  return Buffer.from(`${username}:${password}`, 'utf8').toString('base64');
}

/** A number would become an address that nobody meant. */
function isHost(typed: string, { hostname }: URL): boolean {
  const mayDiffer = typed.startsWith('[') || /[^\x21-\x7e]/.test(typed);
  return mayDiffer || hostname === typed.toLowerCase();
}

function halves(user: string): [string, string] {
  const colon = user.indexOf(':');
  return colon < 0 ? [user, ''] : [user.slice(0, colon), user.slice(colon + 1)];
}
