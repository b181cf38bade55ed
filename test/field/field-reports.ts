/** The field reports that came in as exact bytes, by their numbers. Two addresses of one name: `two-addresses.test.ts`. */
import { gzipSync } from 'node:zlib';
import { answer, head } from '../client/scripted-server';
import { answered, asking, type FieldCase, hex, ok, refused, status } from './field-case';

const TOKEN = '{"access_token":"a-token-of-the-service","expires_in":43199}';
const ONE = '[{"a":1}]';
const anything = { anyRequest: '/report' };
const zipped = gzipSync(ONE);

export const fieldReports: readonly FieldCase[] = [
  {
    name: 'zero bytes behind a gzip body, some of them later',
    source: 'report 60: a load balancer that pads',
    answers: [
      [
        Buffer.concat([
          head(200, {
            'content-type': 'application/json',
            'content-encoding': 'gzip',
            'content-length': String(zipped.length + 4),
          }),
          zipped,
        ]),
        { wait: 80 },
        hex('00 00'),
        { wait: 80 },
        hex('00 00'),
      ],
    ],
    ask: anything,
    expect: { records: [{ a: 1 }] },
  },
  {
    name: 'a sign-in refused with 200',
    source: 'report 83: an OAuth server that always says 200',
    answers: [ok(ONE)],
    tokens: [ok('{"error":"invalid_grant","error_description":"The user name or password is incorrect."}')],
    ask: anything,
    expect: [{ error: 'AUTH_FAILED' }, { error: 'AUTH_FAILED' }, { error: 'AUTH_FAILED' }],
    seen: { passwords: 1, service: 0 },
  },
  {
    name: 'a dead refresh token answered with 500',
    source: 'report 86: an OAuth server that lost its table',
    answers: [ok(ONE)],
    tokens: [
      ok('{"access_token":"short-lived-1","expires_in":1,"refresh_token":"r-1-of-the-service"}'),
      status(500, '{"error":"server_error"}'),
      ok('{"access_token":"short-lived-2","expires_in":1,"refresh_token":"r-2-of-the-service"}'),
      status(500, '{"error":"server_error"}'),
      ok('{"access_token":"short-lived-3","expires_in":1,"refresh_token":"r-3-of-the-service"}'),
    ],
    ask: anything,
    pause: 1200,
    expect: [{ records: [{ a: 1 }] }, { records: [{ a: 1 }] }, { records: [{ a: 1 }] }],
    seen: { passwords: 3, refreshes: 2 },
  },
  {
    name: 'a token with a byte order mark',
    source: 'report 81: a token written by .NET',
    answers: [ok(ONE)],
    tokens: [ok(Buffer.concat([hex('EF BB BF'), Buffer.from(TOKEN)]))],
    ask: anything,
    expect: { records: [{ a: 1 }] },
  },
  answered(
    'Csv',
    'rows ending CR LF under a header ending LF',
    'report 01: a header line glued on',
    'Store,Qty\nA,1\r\nB,2\r\n',
    {
      records: [
        { Store: 'A', Qty: '1' },
        { Store: 'B', Qty: '2' },
      ],
      orRefused: true,
    },
  ),
  answered(
    'Json',
    'a message in place of records',
    'report 20: ASP.NET Web API',
    '{"Message":"An error has occurred."}',
    {
      error: 'API_ERROR',
      says: /An error has occurred/,
    },
  ),
  answered(
    'Json',
    'a problem document',
    'report 22: RFC 9457 gateway',
    '{"type":"about:blank","title":"Gateway Timeout","status":504,"detail":"upstream"}',
    { error: 'API_ERROR' },
    { contentType: 'application/problem+json' },
  ),
  ...['value', 'd', 'Table', 'Records'].map((wrapper) =>
    answered(
      'Json',
      `a list in "${wrapper}"`,
      'report 24: OData and DataSet',
      `{"${wrapper}":[{"StoreID":1},{"StoreID":2}]}`,
      {
        records: [{ StoreID: 1 }, { StoreID: 2 }],
        orRefused: true,
      },
    ),
  ),
  answered(
    'JsonDataTable',
    'an error beside an empty list',
    'report 25: a stored procedure that ran out of time',
    '{"Records":[],"Error":"Timeout expired.","Schema":[]}',
    { error: 'API_ERROR', says: /Timeout expired/ },
  ),
  answered('Csv', 'a sentence', 'report 09: IIS', 'An error occurred while processing your request.', refused, {
    contentType: 'text/plain',
  }),
  answered(
    'Xml',
    'an error document',
    'report 38: ASP.NET Web API',
    '<HttpError><Message>An error has occurred.</Message></HttpError>',
    { error: 'API_ERROR' },
  ),
  answered(
    'Xml',
    'a diffgram with nothing in it',
    'report 30: a .NET DataSet',
    '<DataTable xmlns="urn:x"><xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" id="d"><xs:element name="Table"/></xs:schema><diffgr:diffgram xmlns:diffgr="urn:schemas-microsoft-com:xml-diffgram-v1" /></DataTable>',
    { records: [], orRefused: true },
  ),
  answered(
    'Xml',
    'a first row in which all is null',
    'report 36: FOR XML PATH',
    '<Rows><ProductDetail /><ProductDetail><A>1</A></ProductDetail></Rows>',
    { records: [{}, { A: '1' }] },
  ),
  answered(
    'Csv',
    'windows-1252 whose bytes happen to be UTF-8',
    'report 50: an Access export',
    hex('<Item,Qty> 0D0A <NESCAF> C9 AE <,1> 0D0A'),
    { records: [{ Item: 'NESCAFÉ®', Qty: '1' }] },
    { contentType: 'text/csv; charset=windows-1252' },
  ),
  answered(
    'Csv',
    'UTF-8 as text that is said to be Latin-1',
    'report 53: a servlet container',
    Buffer.from('A\r\ncafé\r\n'),
    { text: 'A\r\ncafé\r\n' },
    { contentType: 'text/csv; charset=iso-8859-1', output: 'text' },
  ),
  answered(
    'Csv',
    'ASCII as text that is said to be UTF-16',
    'report 54: a StringWriter',
    Buffer.from('Abcd,E\r\nrow1,2\r\n'),
    { text: 'Abcd,E\r\nrow1,2\r\n', orRefused: true },
    { contentType: 'text/csv; charset=utf-16', output: 'text' },
  ),
  {
    name: 'an unasked 100 Continue',
    source: 'report 68: IIS on POST',
    answers: [[Buffer.from(`HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n${ONE}`)]],
    ask: { ...anything, method: 'POST' },
    expect: { records: [{ a: 1 }] },
  },
  {
    name: '408 on a kept connection',
    source: 'report 70: HAProxy',
    answers: [ok(ONE), [answer(408, '', { connection: 'close' }), 'close'], ok(ONE)],
    ask: { ...anything, retries: 1 },
    expect: [{ records: [{ a: 1 }] }, { records: [{ a: 1 }] }],
    seen: { service: 3 },
  },
  {
    name: 'Content-Encoding: utf-8',
    source: 'report 66: a hand-made middleware',
    answers: [ok(ONE, { 'content-encoding': 'utf-8' })],
    ask: anything,
    expect: { records: [{ a: 1 }] },
  },
  answered('Csv', 'a sep= line', 'report 04: files made for Excel', 'sep=,\r\nStore,Qty\r\nA,1\r\n', {
    records: [{ Store: 'A', Qty: '1' }],
    columns: ['Store', 'Qty'],
    orRefused: true,
  }),
  answered(
    'Csv',
    'two byte order marks',
    'report 06: a file that was joined',
    Buffer.concat([hex('EF BB BF EF BB BF'), Buffer.from('StoreName,StoreID\r\nA,1\r\n')]),
    { records: [{ StoreName: 'A', StoreID: 1 }], columns: ['StoreName', 'StoreID'], orRefused: true },
  ),
  answered(
    'Csv',
    'another delimiter than was asked for',
    'report 07: a service that ignores CSV.Delimiter',
    'StoreName,StoreID\r\nA,1\r\n',
    { records: [{ StoreName: 'A', StoreID: 1 }], orRefused: true },
    { parameters: { 'CSV.Delimiter': '|' } },
  ),
  answered('Json', 'names like numbers', 'report 27: a pivot by store', '[{"Store":"A","202":1,"101":2}]', {
    records: [{ Store: 'A', '202': 1, '101': 2 }],
    columns: ['Store', '202', '101'],
  }),
  answered(
    'Xml',
    'a name of .NET with eight digits',
    'report 34: XmlConvert.EncodeName',
    '<T><Record><Cash_x0001F4B0_>1</Cash_x0001F4B0_></Record></T>',
    { records: [{ 'Cash💰': '1' }] },
  ),
  {
    name: 'a proxy password with #',
    source: 'report 89: HTTPS_PROXY in a shell profile',
    answers: [],
    settings: { serviceUrl: 'https://dataconnect.example', proxy: { kind: 'environment' } },
    environment: {
      HTTPS_PROXY: 'http://anna:top@secret#1@127.0.0.1:8080',
      https_proxy: '',
      no_proxy: '',
      NO_PROXY: '',
    },
    ask: asking('Json', anything),
    expect: { error: 'CONNECTION_INVALID', notSays: /top|secret#1/ },
  },
];
