/** What gateways, load balancers and old servers do around an answer. */
import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { answer, chunk, head, LAST_CHUNK } from '../client/scripted-server';
import { type Ask, type Expected, type FieldCase, failed, hex, ok, status, type Wire } from './field-case';

const ONE = '[{"a":1}]';
const anything: Ask = { anyRequest: '/report' };
const record: Expected = { records: [{ a: 1 }] };
const gzipped = gzipSync(ONE);

function wire(
  name: string,
  source: string,
  answers: readonly Wire[],
  expect: FieldCase['expect'] = record,
  ask: Ask = {},
): FieldCase {
  return { name, source, answers, ask: { ...anything, ...ask }, expect };
}

function encoded(coding: string | string[], body: string | Buffer): Wire {
  return ok(body, { 'content-encoding': coding });
}

/** Zero bytes are padding; whatever else stands behind a body is not in order, and may be said to be so. */
function padded(padding: Buffer): Expected {
  return padding.every((byte) => byte === 0) ? record : { records: [{ a: 1 }], orRefused: true };
}

/** The body in pieces with a pause before each but the first. */
function slowly(headers: Record<string, string>, ...pieces: Buffer[]): Wire {
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const start = head(200, { 'content-type': 'application/json', 'content-length': String(length), ...headers });
  return [start, ...pieces.flatMap((piece, index) => (index === 0 ? [piece] : [{ wait: 20 }, piece]))];
}

const raw = (text: string): Wire => [Buffer.from(text, 'latin1')];
const LENGTH = `Content-Length: ${ONE.length}\r\n`;

/** What gateways say in place of 503. */
const PASSING = [408, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 529, 598, 599];
const FINAL = [400, 404, 405, 410, 411, 451, 501, 505];

export const wires: readonly FieldCase[] = [
  ...['utf-8', 'UTF-8', 'none', 'identity', 'binary', '8bit', 'null', '""', 'Identity, utf8'].map((coding) =>
    wire(`Content-Encoding: ${coding}`, 'a hand-made middleware', [encoded(coding, ONE)]),
  ),
  ...['gzip', 'x-gzip', 'GZIP', 'utf-8, gzip', 'gzip, utf-8', 'none', 'deflate'].map((coding) =>
    wire(`gzip under Content-Encoding: ${coding}`, 'a middleware on top of a compressing server', [
      encoded(coding, gzipped),
    ]),
  ),
  wire('two lines of Content-Encoding', 'a proxy', [encoded(['gzip', 'identity'], gzipped)]),
  wire('a body said to be gzip that is not', 'a proxy that expands', [encoded('gzip', ONE)]),
  wire('a body said to be br that is not', 'a proxy that expands', [encoded('br', ONE)]),
  wire('deflate with its header', 'IIS', [encoded('deflate', deflateSync(ONE))]),
  wire('deflate without its header', 'IIS 5', [encoded('deflate', deflateRawSync(ONE))]),
  wire('two gzip members', 'pigz', [encoded('gzip', Buffer.concat([gzipSync('[{"a"'), gzipSync(':1}]')]))]),
  wire('two gzip members, the second later', 'pigz', [
    slowly({ 'content-encoding': 'gzip' }, gzipSync('[{"a"'), gzipSync(':1}]')),
  ]),
  wire('gzip twice', 'two layers that compress', [encoded('gzip, gzip', gzipSync(gzipped))]),
  wire('gzip that stops', 'a broken stream', [encoded('gzip', gzipped.subarray(0, -6))], failed),
  wire(
    'gzip whose check sum is wrong',
    'a broken disk',
    [encoded('gzip', Buffer.concat([gzipped.subarray(0, -8), hex('00 00 00 00'), gzipped.subarray(-4)]))],
    failed,
  ),
  ...[hex('00'), hex('00 00 00 00 00 00 00 00'), Buffer.from('\r\n')].flatMap((padding): FieldCase[] => [
    wire(
      `${padding.toString('hex')} behind gzip`,
      'a load balancer that pads',
      [encoded('gzip', Buffer.concat([gzipped, padding]))],
      [padded(padding), padded(padding)],
    ),
    wire(
      `${padding.toString('hex')} behind gzip, later`,
      'a load balancer that pads',
      [slowly({ 'content-encoding': 'gzip' }, gzipped, padding)],
      [padded(padding), padded(padding)],
    ),
    wire(
      `${padding.toString('hex')} behind deflate, later`,
      'a load balancer that pads',
      [slowly({ 'content-encoding': 'deflate' }, deflateSync(ONE), padding)],
      [padded(padding), padded(padding)],
    ),
  ]),
  wire('padding behind gzip, in chunks', 'a load balancer that pads', [
    [
      head(200, { 'content-encoding': 'gzip', 'transfer-encoding': 'chunked' }),
      chunk(gzipped),
      { wait: 20 },
      chunk(hex('00 00')),
      { wait: 20 },
      chunk(hex('00 00')),
      Buffer.from(LAST_CHUNK),
    ],
  ]),
  wire('one byte at a time', 'a slow line', [
    [
      head(200, { 'transfer-encoding': 'chunked' }),
      ...[...ONE].map((letter) => chunk(letter)),
      Buffer.from(LAST_CHUNK),
    ],
  ]),

  wire(
    '100 Continue twice',
    'IIS behind a proxy',
    [raw(`HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n${LENGTH}\r\n${ONE}`)],
    record,
    { method: 'POST' },
  ),
  wire(
    '100 Continue with headers, the answer later',
    'IIS',
    [
      [
        Buffer.from('HTTP/1.1 100 Continue\r\nServer: IIS\r\n\r\n'),
        { wait: 20 },
        Buffer.from(`HTTP/1.1 200 OK\r\n${LENGTH}\r\n${ONE}`),
      ],
    ],
    [record, record],
    { method: 'POST' },
  ),
  wire(
    '100 Continue cut in the middle',
    'a slow line',
    [
      [
        Buffer.from('HTTP/1.1 100 Con'),
        { wait: 20 },
        Buffer.from(`tinue\r\n\r\nHTTP/1.1 200 OK\r\n${LENGTH}\r\n${ONE}`),
      ],
    ],
    record,
    { method: 'POST' },
  ),
  wire('100 Continue to a GET', 'a proxy', [
    raw(`HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n${LENGTH}\r\n${ONE}`),
  ]),
  wire('102 and 103 before the answer', 'Apache and Cloudflare', [
    raw(
      `HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x.css>\r\n\r\nHTTP/1.1 200 OK\r\n${LENGTH}\r\n${ONE}`,
    ),
  ]),
  wire(
    '100 Continue and then nothing',
    'a server that died',
    [[Buffer.from('HTTP/1.1 100 Continue\r\n\r\n'), 'close']],
    failed,
    { method: 'POST' },
  ),
  wire(
    '100 Continue and then an error',
    'IIS',
    [raw('HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n')],
    { error: 'FORBIDDEN' },
    { method: 'POST' },
  ),

  ...PASSING.map(
    (code): FieldCase => ({
      ...wire(
        `${code}, then an answer`,
        'gateways',
        [[answer(code, 'later', { 'content-type': 'text/plain', connection: 'close' }), 'close'], ok(ONE)],
        record,
        { retries: 1 },
      ),
      seen: { service: 2 },
    }),
  ),
  ...FINAL.map(
    (code): FieldCase => ({
      ...wire(`${code} is final`, 'gateways', [status(code)], failed, { retries: 2 }),
      seen: { service: 1 },
    }),
  ),
  wire('408 for ever', 'HAProxy', [status(408)], failed, { retries: 1 }),

  ...['0', '-1', '0.001', '', 'soon', '99999999999999999999', 'Thu, 01 Jan 1970 00:00:00 GMT', '0, 0'].map(
    (wait): FieldCase => ({
      ...wire(`Retry-After: ${wait}`, 'rate limiters', [status(429, '', { 'retry-after': wait }), ok(ONE)], record, {
        retries: 1,
      }),
      seen: { service: 2 },
    }),
  ),
  ...['86400', 'Fri, 31 Dec 9999 23:59:59 GMT'].map(
    (wait): FieldCase => ({
      ...wire(
        `Retry-After: ${wait}`,
        'rate limiters',
        [status(429, '', { 'retry-after': wait }), ok(ONE)],
        { error: 'RATE_LIMITED' },
        { retries: 1 },
      ),
      seen: { service: 1 },
    }),
  ),

  wire(
    'a GET of 140 kB that the connection drops',
    'http.sys',
    [['reset']],
    { error: 'NETWORK', says: /POST/ },
    { parameters: { Comments: 'x'.repeat(140_000) } },
  ),
  wire(
    'a GET of 140 kB refused with 414',
    'nginx',
    [status(414)],
    { error: 'UNEXPECTED_STATUS', says: /POST/ },
    { parameters: { Comments: 'x'.repeat(140_000) } },
  ),

  wire('no Content-Type', 'a script', [raw(`HTTP/1.1 200 OK\r\n${LENGTH}\r\n${ONE}`)]),
  ...[
    'text/plain',
    'text/json; charset=utf8',
    'APPLICATION/JSON',
    'application/json, application/json',
    'application/octet-stream',
    ';',
    'text/html',
  ].map((type) => wire(`Content-Type: ${type}`, 'a server set up by hand', [ok(ONE, { 'content-type': type })])),
  wire('no reason phrase', 'HTTP/2 gateways', [raw(`HTTP/1.1 200\r\n${LENGTH}\r\n${ONE}`)]),
  wire('HTTP/1.0 until the connection closes', 'an old server', [
    [Buffer.from(`HTTP/1.0 200 OK\r\n\r\n${ONE}`), 'close'],
  ]),
  wire(
    'HTTP/1.0 that stops too soon',
    'an old server',
    [[Buffer.from('HTTP/1.0 200 OK\r\n\r\n[{"a":1}'), 'close']],
    failed,
  ),
  wire('the same length twice', 'a proxy', [raw(`HTTP/1.1 200 OK\r\n${LENGTH}${LENGTH}\r\n${ONE}`)], failed),
  wire('two lengths', 'an attacker', [raw(`HTTP/1.1 200 OK\r\nContent-Length: 3\r\n${LENGTH}\r\n${ONE}`)], failed),
  wire(
    'a length and chunks',
    'an attacker',
    [raw(`HTTP/1.1 200 OK\r\n${LENGTH}Transfer-Encoding: chunked\r\n\r\n9\r\n${ONE}\r\n0\r\n\r\n`)],
    failed,
  ),
  wire(
    'fewer bytes than announced',
    'a broken stream',
    [[head(200, { 'content-length': '20' }), Buffer.from(ONE), 'close']],
    failed,
  ),
  wire(
    'chunks that stop',
    'a broken stream',
    [[head(200, { 'transfer-encoding': 'chunked' }), chunk(ONE), 'close']],
    failed,
  ),
  wire('chunks with extensions and trailers', 'a signing proxy', [
    raw(`HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9;sig=x\r\n${ONE}\r\n0\r\nX-Sum: 1\r\n\r\n`),
  ]),
  wire('206 of a whole answer', 'a cache', [status(206, ONE, { 'content-range': 'bytes 0-8/9' })], failed),
  wire('202 and a promise', 'an asynchronous gateway', [status(202, '{"status":"queued"}')], failed),
  wire('300 with a list', 'a static server', [status(300, ONE)], failed),
  wire('304', 'a cache', [status(304)], failed),
  wire(
    'a cookie without a name, one of another host, one too long',
    'a load balancer',
    [ok(ONE, { 'set-cookie': ['=x', 'a=b; Domain=evil.example', `c=${'x'.repeat(5000)}`, 'd'] })],
    [record, record],
  ),
  wire('letters beyond ASCII in a header', 'a proxy in Québec', [
    raw(`HTTP/1.1 200 OK\r\nX-Server: Qu\xe9bec\r\n${LENGTH}\r\n${ONE}`),
  ]),
  wire('something that is not HTTP', 'an SSH server', [raw('SSH-2.0-OpenSSH_9.6\r\n')], failed),
  wire(
    'an answer and then one nobody asked for',
    'request smuggling',
    [raw(`HTTP/1.1 200 OK\r\n${LENGTH}\r\n${ONE}HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n[{"b":2}]`), ok(ONE)],
    [failed, record],
  ),

  ...redirects(),
];

function redirects(): FieldCase[] {
  const query = '?StoreID=7&Region=North%20East&Response=Json';
  const asked: Ask = { parameters: { StoreID: 7, Region: 'North East' } };
  const to = (location: string, code = 302): Wire => status(code, '', { location });
  const followed = ([name, location]: [string, string]) =>
    wire(`a redirect ${name}`, 'a web server', [to(location), ok(ONE)], record, asked);
  const refused = ([name, location]: [string, string]): FieldCase => ({
    ...wire(`a redirect ${name}`, 'a web server', [to(location), ok(ONE)], failed, asked),
    seen: { service: 1 },
  });
  const keeps: [string, string][] = [
    ['with the same query', `/Report/${query}`],
    ['with the same query, written in another way', '/report/?StoreID=7&Region=North+East&Response=Json'],
    ['with the query in another order', '/report/?Response=Json&Region=North%20East&StoreID=7'],
  ];
  const loses: [string, string][] = [
    ['that drops the query', '/report/'],
    ['that drops one parameter', '/report/?StoreID=7&Response=Json'],
    ['that changes a value', '/report/?StoreID=8&Region=North%20East&Response=Json'],
    ['that empties a value', '/report/?StoreID=7&Region=&Response=Json'],
    ['that has one parameter twice', '/report/?StoreID=7&StoreID=8&Region=North%20East&Response=Json'],
    ['that writes the query into a fragment', '/report/#StoreID=7&Region=North%20East&Response=Json'],
    ['to a sign-in page', `/login?ReturnUrl=${encodeURIComponent(`/report${query}`)}`],
    ['to another host', `https://elsewhere.example/report${query}`],
  ];
  return [
    ...keeps.map(followed),
    ...loses.map(refused),
    wire('a redirect of a POST that makes it a GET', 'a web server', [to('/report/', 303), ok(ONE)], failed, {
      ...asked,
      method: 'POST',
    }),
    wire('a redirect of a POST that keeps it', 'a web server', [to('/report/', 307), ok(ONE)], failed, {
      ...asked,
      method: 'POST',
    }),
    wire('a redirect without a place', 'a web server', [status(302)], failed, asked),
    wire('a redirect in a circle', 'a web server', [to(`/report${query}`)], failed, asked),
  ];
}
