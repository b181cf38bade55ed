import assert from 'node:assert/strict';
import { readRetryAfter } from '../../nodes/client/failures/retry-after';
import { serviceMessage } from '../../nodes/client/failures/service-message';
import { TokenEndpoint } from '../../nodes/client/sign-in/token-endpoint';
import { readContentType, readFilename } from '../../nodes/client/transport/answer-headers';
import { readCodings } from '../../nodes/client/transport/content-coding';
import { DataConnectError } from '../../nodes/errors';
import { readBody } from '../../nodes/extract/answer-body';
import { makePlan } from '../../nodes/extract/make-plan';
import { fileName } from '../../nodes/parameters/file-name';
import { Redactor } from '../../nodes/secrets/redact';
import { orderFor } from '../extract/run-against';
import { answerOf } from './answer';
import { mutated } from './mutate';
import { Random } from './random';
import { casesOf } from './share';

/** Per entrance. */
const CASES = casesOf(4000, 1000);
const SECRET = 'secret-of-this-test-1234';
const redactor = new Redactor([SECRET]);

interface Entrance {
  name: string;
  samples: readonly string[];
  structure: readonly string[];
  /** Throws where the outcome is not right. */
  check(bytes: Buffer): void | Promise<void>;
}

const header = (bytes: Buffer) => bytes.toString('latin1');
const HARMLESS = /^(?!\.)(?!(con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$)\s*(\.|$))[^/\\:*?"<>|\p{Cc}]+\.csv$/iu;

/** What comes from outside beside records. A new entrance is one entry. */
const entrances: readonly Entrance[] = [
  {
    name: 'the body of an error',
    samples: [
      `{"Error":true,"Message":"token ${SECRET} is over"}`,
      `<html><head><title>502 ${SECRET}</title></head><body>x</body></html>`,
      `<Error><Message>a &amp; b ${SECRET}</Message></Error>`,
      `{"error":"invalid_grant","error_description":"${SECRET}"}`,
    ],
    structure: ['<', '>', '"', '{', '}', '&#45;', '\\u002d', '<title>', '</title>', '<!--', '\0', '\u202e'],
    check: (bytes) => {
      const message = serviceMessage(bytes.toString(), redactor);
      assert.ok([...message].length <= 301);
      assert.doesNotMatch(message, /[\p{Cc}\u202e]/u);
      assert.ok(!message.includes(SECRET));
    },
  },
  {
    name: 'a content disposition',
    samples: [
      'attachment; filename="report 1.csv"',
      "attachment; filename=a.csv; filename*=UTF-8''caf%C3%A9.csv",
      'attachment; filename="=?UTF-8?B?Y2Fmw6kuY3N2?="',
      'attachment; filename*0="a"; filename*1="b.csv"',
    ],
    structure: ['"', ';', '=', '%00', '%2F', '..', '/', '\\', ':', 'con', 'com1', 'aux ', '.js', '$', "''", '*', '?='],
    check: (bytes) => {
      const name = readFilename(header(bytes));
      const full = name === undefined ? undefined : fileName(name, 'csv');
      if (full === undefined) return;
      assert.match(full, HARMLESS);
      assert.ok(Buffer.byteLength(full) <= 255 && full.isWellFormed());
    },
  },
  {
    name: 'a content type',
    samples: ['application/json; charset=utf-8', 'text/csv; header=present; charset="windows-1252"'],
    structure: [';', '=', '"', ',', ' ', 'charset=', '/'],
    check: (bytes) => {
      const { contentType, charset } = readContentType(header(bytes));
      assert.equal(contentType, contentType.toLowerCase());
      assert.ok(charset === undefined || charset.length > 0);
    },
  },
  {
    name: 'a Retry-After',
    samples: ['120', '1.5', 'Sun, 06 Nov 1994 08:49:37 GMT', '0'],
    structure: ['-', '.', 'e', ' ', 'GMT', '9999999999', ','],
    check: (bytes) => {
      const wait = readRetryAfter(header(bytes), undefined);
      assert.ok(wait === undefined || (Number.isFinite(wait) && wait >= 0), String(wait));
    },
  },
  {
    name: 'a Content-Encoding',
    samples: ['gzip', 'gzip, utf-8', 'x-gzip, deflate', 'br'],
    structure: [',', 'gzip', ' ', '"', ';'],
    check: (bytes) => {
      assert.ok(typeof readCodings(header(bytes)).kind === 'string');
    },
  },
  {
    name: 'a token answer',
    samples: [
      '{"access_token":"token-of-the-service","expires_in":43199,"refresh_token":"refresh-of-the-service"}',
      `{"error":"invalid_grant","error_description":"${SECRET}"}`,
    ],
    structure: ['"', '{', '}', ',', ':', '\\u0000', '\ufeff', 'null', '"error":"x",', ' ', '<html>'],
    check: tokenOrRefused,
  },
  ...['Csv', 'Json', 'Xml', 'Excel', 'Csv.Email'].map(
    (response): Entrance => ({
      name: `a body of ${response} that is passed on`,
      samples: [
        'StoreName,StoreID\r\nA,1\r\n',
        '[{"StoreID":1}]',
        '<T><Record><StoreID>1</StoreID></Record></T>',
        `PK\x03\x04x${'\0'.repeat(40)}PK\x05\x06${'\0'.repeat(18)}`,
        '{"Sent":true,"JobId":12345678901234567890}',
        '{"Error":true,"Message":"no"}',
      ],
      structure: ['<', '>', '"', '{', '[', ',', '\0', '\ufeff', 'PK', '&', '\r\n'],
      check: (bytes) => passedOnOrRefused(response, bytes),
    }),
  ),
];

/** The token is the one in the answer, or there is none. */
async function tokenOrRefused(bytes: Buffer): Promise<void> {
  const url = new URL('https://accounts.example/v1');
  const { consume } = answerOf('', undefined, bytes);
  const post = async () => ({ statusCode: 200, headers: {}, url, consume, abandon: () => {}, over: Promise.resolve() });
  const endpoint = new TokenEndpoint(url, { id: 'client', secret: SECRET }, post, redactor);
  try {
    const grant = { kind: 'password', username: 'anna', password: SECRET } as const;
    const { accessToken } = await endpoint.request(grant, new AbortController().signal);
    const token = accessToken.reveal();
    assert.ok(bytes.toString().includes(`"${token}"`), token);
  } catch (error) {
    if (!(error instanceof DataConnectError) || error.code === 'INTERNAL') throw error;
    assert.ok(!error.message.includes(SECRET));
  }
}

/** A body leaves as it came, or not at all. */
async function passedOnOrRefused(response: string, bytes: Buffer): Promise<void> {
  try {
    const { result } = await readBody(answerOf('', undefined, bytes), planFor(response), redactor);
    if (result.kind === 'body') assert.deepEqual(result.body, bytes);
  } catch (error) {
    if (!(error instanceof DataConnectError) || error.code === 'INTERNAL') throw error;
  }
}

function planFor(response: string) {
  const mail = response.endsWith('.Email') ? { 'Email.To': 'anna@example.com' } : {};
  return makePlan(orderFor('location-master-list', { Response: response, ...mail }, { output: { kind: 'text' } })).plan;
}

describe('a text from outside that something happened to', () => {
  for (const { name, samples, structure, check } of entrances) {
    it(`does no harm: ${name}`, async () => {
      for (let index = 0; index < CASES; index++) {
        const random = new Random(index);
        const bytes = mutated(Buffer.from(random.pick(samples)), Buffer.from(random.pick(samples)), structure, random);
        try {
          await check(bytes);
        } catch (error) {
          throw new Error(`case ${index}, ${JSON.stringify(bytes.toString('latin1'))}`, { cause: error });
        }
      }
    }).timeout(60_000);
  }
});
