/** Names under which a service hands out live credentials, however they are spelled, and what is no secret under them. */
import { placesOf, type SecretPlace } from './secret-finder';

const CREDENTIALS: ReadonlySet<string> = new Set([
  ...['access', 'refresh', 'id', 'basic', 'bearer', 'auth', 'session', 'security', 'api', 'oauth', 'oauth2', 'jwt'].map(
    (kind) => `${kind}token`,
  ),
  ...['authentication', 'authorization', 'user', 'login', 'csrf', 'xsrf'].map((kind) => `${kind}token`),
  ...['clientsecret', 'apisecret', 'secretkey', 'apikey', 'xapikey', 'accesskey', 'privatekey', 'subscriptionkey'],
  ...['password', 'passwd', 'pwd', 'passphrase', 'passcode', 'credentials'],
  ...['basicauth', 'basicauthorization', 'authheader', 'authorizationheader', 'proxyauthorization', 'wwwauthenticate'],
  ...['cookie', 'setcookie', 'sessioncookie', 'cookieheader'],
]);

/** Names that are words of trade as well: what stands under them must look like a credential. */
const MAYBE: ReadonlySet<string> = new Set(['token', 'bearer', 'jwt', 'secret', 'authorization', 'auth']);

/** What ends a longer name: `Email Password`, `user_access_token`. */
const LAST_WORDS: ReadonlySet<string> = new Set(['password', 'passwd', 'passphrase']);

export type NameKind = 'secret' | 'maybe' | 'plain';

const kinds = new Map<string, NameKind>();
const REMEMBERED = 4096;

/** Whether the values under this name are credentials. */
export function nameKind(name: string): NameKind {
  const known = kinds.get(name);
  if (known) return known;
  if (kinds.size >= REMEMBERED) kinds.clear();
  const kind = name.length > 100 ? 'plain' : judged(name);
  kinds.set(name, kind);
  return kind;
}

function judged(name: string): NameKind {
  const words = name
    .replace(/([a-z\d])(?=[A-Z])/g, '$1 ')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter((word) => word !== '' && !/^\d+$/.test(word));
  const whole = words.join('').replace(/s$/, '');
  const lastTwo = words.slice(-2).join('').replace(/s$/, '');
  if (isCredential(whole) || (words.length > 1 && isCredential(lastTwo))) return 'secret';
  if (LAST_WORDS.has(words.at(-1) ?? '')) return 'secret';
  return MAYBE.has(whole) ? 'maybe' : 'plain';
}

/** `credentials` and `address` end in an s of their own. */
function isCredential(name: string): boolean {
  return CREDENTIALS.has(name) || CREDENTIALS.has(`${name}s`);
}

/** Answers to a question (`MustChangePassword`), nothing at all, or masked already. */
const NO_SECRET = /^(true|false|yes|no|y|n|null|none|[01]|[*•.xX]*)$/i;
const LIKE_A_CREDENTIAL = /^(?:(?:basic|bearer)\s+)?(?=[!-~]*\d)[!-~]{12,}$/i;

/** Whether the value under such a name is to be masked. */
export function isSecretValue(value: string, kind: NameKind): boolean {
  if (kind === 'plain' || NO_SECRET.test(value.trim())) return false;
  return kind === 'secret' || LIKE_A_CREDENTIAL.test(value.trim());
}

const IN_WORDS =
  /\b((?:access|refresh|id|basic|auth|session|bearer)[ _-]?token|client[ _-]?secret|api[ _-]?key|password|passwd|pwd|set-cookie|cookie|authorization)\b["']?\s{0,3}[:=]\s{0,3}["']?((?:basic |bearer )?[^\s"'<>&,;]{6,})|\b(?:basic|bearer) ([\w.~+/-]{12,}=*)/gi;

/** `pwd=` and a value. */
const SHORTEST_NAMED = 10;
/** Values that are looked for elsewhere in the same text. */
const MOST_VALUES = 8;

/** Where values stand behind the name of a secret in a sentence, a query or a header; the same values elsewhere as well. */
export function namedSecrets(text: string): SecretPlace[] {
  const spans: SecretPlace[] = [];
  if (text.length < SHORTEST_NAMED) return spans;
  const values = new Set<string>();
  for (const { 0: all, 2: value, 3: credential, index } of text.matchAll(IN_WORDS)) {
    const secret = value ?? credential ?? '';
    if (!/[^A-Za-z.]/.test(secret)) continue;
    spans.push({ from: index + all.length - secret.length, to: index + all.length });
    if (values.size < MOST_VALUES) values.add(secret);
  }
  for (const each of values) spans.push(...placesOf(text, each));
  return spans;
}
