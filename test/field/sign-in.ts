/** Accounts services, as they answer. */
import { gzipSync } from 'node:zlib';
import { answered, type Expected, type FieldCase, failed, hex, ok, status, type Wire } from './field-case';

const ONE = '[{"a":1}]';
const record: Expected = { records: [{ a: 1 }] };
const token = (name: string, more = '"expires_in":43199') => `{"access_token":"token-of-the-service-${name}",${more}}`;
const anything = { anyRequest: '/report' };
const refused: Expected = { error: 'AUTH_FAILED' };

/** A password that is refused is tried once, whatever the words. */
function refusal(name: string, source: string, answer: Wire): FieldCase {
  return {
    name: `a refusal: ${name}`,
    source,
    answers: [ok(ONE)],
    tokens: [answer],
    ask: anything,
    expect: [failed, failed, failed],
    seen: { passwords: 1, service: 0 },
  };
}

/** A token that is good, however it comes. */
function accepted(name: string, source: string, answer: Wire): FieldCase {
  return {
    name: `a token: ${name}`,
    source,
    answers: [ok(ONE)],
    tokens: [answer],
    ask: anything,
    expect: [record, record],
    seen: { passwords: 1, service: 2 },
  };
}

/** A refresh token that is dead, however that is said: the password is used again. Lives are 50 ms. */
function deadRefresh(name: string, source: string, answer: Wire): FieldCase {
  const short = (index: number) =>
    ok(token(String(index), `"expires_in":0.05,"refresh_token":"refresh-of-the-service-${index}"`));
  return {
    name: `a dead refresh token: ${name}`,
    source,
    answers: [ok(ONE)],
    tokens: [short(1), answer, short(2), answer, short(3)],
    ask: anything,
    pause: 60,
    expect: [record, record, record],
    seen: { passwords: 3, refreshes: 2 },
  };
}

const grant = '{"error":"invalid_grant","error_description":"The user name or password is incorrect."}';
const page = '<html><body>Access denied</body></html>';

export const signIns: readonly FieldCase[] = [
  refusal('400 with an OAuth error', 'RFC 6749', status(400, grant)),
  refusal('400 with a message', 'ASP.NET Web API', status(400, '{"Message":"The request is invalid."}')),
  refusal('400 with a page', 'IIS', status(400, page, { 'content-type': 'text/html' })),
  refusal('401 without a body', 'a gateway', status(401)),
  refusal('403 with a page', 'a firewall', status(403, page, { 'content-type': 'text/html' })),
  refusal('404', 'a wrong path', status(404)),
  refusal('422', 'Rails', status(422, '{"errors":["Invalid login"]}')),
  refusal('423', 'WebDAV people', status(423, '{"error":"account_locked"}')),
  refusal('302 to a sign-in page', 'an identity provider', status(302, '', { location: '/login' })),
  refusal('500 with an OAuth error', 'an identity provider', status(500, grant)),
  refusal('200 with an error and no words', 'an identity provider', ok('{"error":"invalid_client"}')),
  refusal(
    '200 with an error in capitals',
    'an identity provider',
    ok('{"Error":"invalid_grant","ErrorDescription":"no"}'),
  ),
  refusal(
    '200 with a byte order mark before the error',
    '.NET',
    ok(Buffer.concat([hex('EF BB BF'), Buffer.from(grant)])),
  ),
  refusal(
    '200 with an error as form',
    'old Facebook',
    ok('error=invalid_grant&error_description=no', { 'content-type': 'application/x-www-form-urlencoded' }),
  ),

  accepted('a life as text', 'Azure AD v1', ok(token('a', '"expires_in":"43199","token_type":"Bearer"'))),
  accepted('no life', 'a hand-made server', ok('{"access_token":"token-of-the-service-b"}')),
  accepted('a life that is no number', 'a hand-made server', ok(token('c', '"expires_in":"never"'))),
  accepted(
    'an error that is null',
    'a serializer',
    ok(token('d', '"error":null,"error_description":null,"refresh_token":null')),
  ),
  accepted('as text/plain', 'a hand-made server', ok(token('e'), { 'content-type': 'text/plain' })),
  accepted('gzip', 'IIS', ok(gzipSync(token('f')), { 'content-encoding': 'gzip' })),
  accepted('two byte order marks', '.NET', ok(Buffer.concat([hex('EF BB BF EF BB BF'), Buffer.from(token('g'))]))),
  accepted('white space around', 'a template', ok(`\r\n\r\n${token('h')}\r\n`)),
  accepted('UTF-16', 'PowerShell', ok(Buffer.concat([hex('FF FE'), Buffer.from(token('i'), 'utf16le')]))),
  accepted('an unasked 100 Continue', 'IIS', [Buffer.from('HTTP/1.1 100 Continue\r\n\r\n'), ...ok(token('j'))]),

  deadRefresh('500', 'an identity provider', status(500, '{"error":"server_error"}')),
  deadRefresh('500 with a page', 'IIS', status(500, page, { 'content-type': 'text/html' })),
  deadRefresh('400', 'RFC 6749', status(400, grant)),
  deadRefresh('400 with a message', 'ASP.NET Web API', status(400, '{"Message":"no"}')),
  deadRefresh('404', 'a new version', status(404)),
  deadRefresh('422', 'Rails', status(422)),
  deadRefresh('302', 'an identity provider', status(302, '', { location: '/login' })),
  deadRefresh('200 with an error', 'an identity provider', ok('{"error":"invalid_grant"}')),
  deadRefresh('200 with a page', 'an identity provider', ok(page, { 'content-type': 'text/html' })),
  deadRefresh('200 with nothing', 'a servlet', ok('')),

  {
    name: 'Basic refused with 401 is tried once',
    source: 'a firewall that counts',
    answers: [status(401)],
    settings: { authentication: { kind: 'basic', username: 'john', password: 'p@ss/wörd "1"' } },
    ask: anything,
    expect: [refused, refused, refused],
    seen: { service: 1 },
  },
  {
    name: 'a second 401 after a renewal that worked',
    source: 'a service behind two servers',
    answers: [status(401), ok(ONE), status(401), ok(ONE)],
    tokens: [ok(token('1')), ok(token('2')), ok(token('3'))],
    ask: anything,
    expect: [record, record],
    seen: { service: 4 },
  },
  {
    name: '401 to each new token ends',
    source: 'a user who was locked',
    answers: [status(401)],
    tokens: [ok(token('1')), ok(token('2')), ok(token('3'))],
    ask: anything,
    expect: [refused, refused, refused],
  },
  {
    ...answered(
      'Json',
      'a token in the words of an error',
      'a debug page',
      '{"Error":true,"Message":"token pasted-token-123456 is not valid"}',
      { error: 'API_ERROR' },
    ),
    settings: {},
  },
  {
    ...answered(
      'Csv',
      'a token in a sentence',
      'a debug page',
      'Error: Bearer pasted-token-123456 has no access',
      failed,
      { contentType: 'text/plain' },
    ),
    settings: {},
  },
  {
    ...answered(
      'Xml',
      'a token in an error document',
      'a debug page',
      '<Error><Message>pasted&#45;token&#45;123456</Message></Error>',
      failed,
    ),
    settings: {},
  },
];

/** What is odd about them; the addresses themselves have passwords, which no title of a test may say. */
const proxies: ReadonlyArray<readonly [oddity: string, address: string]> = [
  ['a # in the password', 'http://anna:top@secret#1@127.0.0.1:8080'],
  ['a / in the password, behind digits', 'http://anna:1234/x@127.0.0.1:8080'],
  ['a ? in the password, behind digits', 'http://anna:12?3@127.0.0.1:8080'],
  ['a # in the user name', 'http://anna#1@127.0.0.1:8080'],
  ['a backslash in the password', 'http://anna:1\\2@127.0.0.1:8080'],
  ['a space in the password', 'http://anna:to p@127.0.0.1:8080'],
  ['another protocol', 'socks5://127.0.0.1:1080'],
  ['no host', 'http://'],
  ['a port that is none', 'http://127.0.0.1:99999'],
];

export const proxyAddresses: readonly FieldCase[] = proxies.flatMap(([oddity, address]): FieldCase[] => {
  const expect: Expected = { error: 'CONNECTION_INVALID', notSays: /top@|1234\/x|12\?3|1\\2|to p@/ };
  const base = { source: 'a shell profile', answers: [], ask: anything, expect };
  return [
    {
      ...base,
      name: `HTTPS_PROXY with ${oddity}`,
      settings: { serviceUrl: 'https://dataconnect.example', proxy: { kind: 'environment' } },
      environment: { HTTPS_PROXY: address, https_proxy: '', NO_PROXY: '', no_proxy: '' },
    },
    {
      ...base,
      name: `a proxy node with ${oddity}`,
      settings: { serviceUrl: 'https://dataconnect.example', proxy: { kind: 'url', url: address, noProxy: [] } },
    },
  ];
});
