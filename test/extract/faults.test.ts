import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { type Emulator, type Fault, startEmulator } from '../emulator';
import { casesOf } from '../fuzz/share';
import { clientFor, orderFor, type Ran, runAgainst } from './run-against';

const FORMATS = ['Json', 'JsonDataTable', 'Xml', 'XmlDataTable', 'Csv'] as const;
type Format = (typeof FORMATS)[number];

/** Timeouts so short that a stall is over soon; loopback answers far faster. */
const TIME_OUTS = { connect: 2000, firstByte: 300, idle: 300, total: 20_000 };

/** For the answer all others are compared with: a busy machine must not fail it. */
const PATIENT = { connect: 20_000, firstByte: 20_000, idle: 20_000, total: 20_000 };

const bytes = fc.integer({ min: 0, max: 60_000 });

/** Errors that come with status 200. */
const DISGUISES = [
  ['application/json', '{"Message":"An error has occurred."}'],
  ['application/problem+json', '{"type":"about:blank","title":"Gateway Timeout","status":504}'],
  ['application/json', '{"Records":[],"Error":"Timeout expired.","Schema":[]}'],
  ['text/xml', '<HttpError><Message>An error has occurred.</Message></HttpError>'],
  [
    'text/xml',
    '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault><faultstring>Down.</faultstring></s:Fault></s:Body></s:Envelope>',
  ],
  ['text/plain', 'An error occurred while processing your request.'],
] as const;

const anyFault: fc.Arbitrary<Fault> = fc.oneof(
  fc.record({
    kind: fc.constant('reset' as const),
    at: fc.constantFrom(
      'before-headers' as const,
      'after-headers' as const,
      'mid-body' as const,
      'before-end' as const,
    ),
    afterBytes: bytes,
    rst: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('stall' as const),
    at: fc.constantFrom('before-headers' as const, 'after-headers' as const, 'mid-body' as const),
    afterBytes: bytes,
  }),
  fc.record({ kind: fc.constant('content-length' as const), by: fc.constantFrom(-1, 1, 500) }),
  fc.record({
    kind: fc.constant('encoding' as const),
    how: fc.constantFrom(
      'truncated' as const,
      'trailing-garbage' as const,
      'padded' as const,
      'no-coding' as const,
      'claims-gzip' as const,
      'hides-gzip' as const,
    ),
  }),
  fc.record({ kind: fc.constant('page' as const), status: fc.constantFrom(200, 502) }),
  fc.record({ kind: fc.constant('error-object' as const), echoes: fc.boolean() }),
  fc.record({
    kind: fc.constant('status' as const),
    status: fc.constantFrom(400, 401, 403, 404, 408, 413, 429, 500, 502, 503, 504, 520),
    retryAfter: fc.constant('0'),
  }),
  fc.record({ kind: fc.constant('empty' as const), status: fc.constantFrom(200, 204) }),
  fc.record({ kind: fc.constant('partial' as const) }),
  fc.record({ kind: fc.constant('body' as const), cutAt: fc.double({ min: 0.01, max: 0.99, noNaN: true }) }),
  fc.record({ kind: fc.constant('body' as const), append: fc.constantFrom('x', ']', '</Table>', '{}', ',') }),
  fc.record({ kind: fc.constant('chunks' as const), bytes: fc.integer({ min: 1, max: 5000 }) }),
  fc.record({ kind: fc.constant('content-type' as const), value: fc.constantFrom('', 'text/plain', 'text/html') }),
  fc.record({
    kind: fc.constant('body' as const),
    prefix: fc.constantFrom(
      '\ufeff',
      '\ufeff\ufeff',
      '{"value":',
      '{"Error":true,"Records":',
      'sep=,\r\n',
      '<!-- x -->',
      ' ',
    ),
    append: fc.constantFrom('', '}', '\0\0', '\r\n'),
  }),
  fc.constantFrom(
    ...['d', 'Records', 'Table'].map((name) => ({ kind: 'body', prefix: `{"${name}":`, append: '}' }) as const),
    ...['d', 'Response'].map((name) => ({ kind: 'body', prefix: `<${name}>`, append: `</${name}>` }) as const),
  ),
  fc.record({ kind: fc.constant('close-after' as const), says408: fc.boolean() }),
  fc.constantFrom(...DISGUISES.map(([contentType, body]) => ({ kind: 'disguise' as const, contentType, body }))),
  fc.record({ kind: fc.constant('interim' as const), times: fc.constantFrom(1, 3) }),
  fc.record({
    kind: fc.constant('line-ends' as const),
    first: fc.constantFrom('\n' as const, '\r\n' as const),
    rest: fc.constantFrom('\n' as const, '\r\n' as const),
  }),
  fc.record({
    kind: fc.constant('charset' as const),
    encoding: fc.constantFrom('utf8' as const, 'utf16le' as const, 'utf16be' as const),
    mark: fc.boolean(),
    declared: fc.constantFrom('utf-8', 'utf-16', 'iso-8859-1', 'uft-8'),
  }),
  fc.record({ kind: fc.constant('redirect' as const), to: fc.constantFrom('no-query', 'other-host', 'loop') }),
  fc.record({ kind: fc.constant('expire-token' as const) }),
  fc.record({ kind: fc.constant('forget-session' as const) }),
);

/** What these faults leave is a whole and proper answer in that format: nobody can tell that something is missing. */
function isUndetectable(fault: Fault, format: Format): boolean {
  if (fault.kind === 'empty') return true;
  if (fault.kind === 'body') return format === 'Csv' && !(fault.prefix?.startsWith('\ufeff') && fault.append === '');
  return false;
}

describe('whatever goes wrong in a run', () => {
  let emulator: Emulator;
  before(async () => {
    emulator = await startEmulator();
  });
  after(() => emulator.close());

  interface Case {
    format: Format;
    rows: number;
    size: number;
    fault: Fault;
    times: number | undefined;
    compression: 'none' | 'gzip';
  }

  const anyCase: fc.Arbitrary<Case> = fc.record({
    format: fc.constantFrom(...FORMATS),
    rows: fc.integer({ min: 0, max: 400 }),
    size: fc.constantFrom(1, 7, 100, 1000, Number.POSITIVE_INFINITY),
    fault: anyFault,
    times: fc.constantFrom(1, 2, undefined),
    compression: fc.constantFrom('none', 'gzip'),
  });

  async function ask({ format, size }: Pick<Case, 'format' | 'size'>, timeouts = TIME_OUTS): Promise<Ran> {
    const output =
      size === Number.POSITIVE_INFINITY ? ({ kind: 'all' } as const) : ({ kind: 'batches', size } as const);
    // A connection of its own: one that was just refused a fresh token does not ask for another at once.
    const client = clientFor(emulator, { timeouts });
    const ran = await runAgainst(client, orderFor('availability', { Response: format }, { output, retries: 2 }));
    await client.close();
    return ran;
  }

  function assertAllOrError(ran: Ran, expected: string[]): void {
    const got = ran.records.map((record) => JSON.stringify(record));
    assert.deepEqual(got, expected.slice(0, got.length), 'a record came twice, in another order, or changed');
    const complete = ran.batches.filter(({ last }) => last);
    if (ran.error) {
      assert.deepEqual(complete, [], 'it failed and said it was complete');
      assert.ok((ran.error as { code?: string }).code, String(ran.error));
      assert.notEqual((ran.error as { code?: string }).code, 'INTERNAL', (ran.error as Error).stack);
      assertNoSecrets(ran.error);
      return;
    }
    assert.deepEqual(complete, [ran.batches.at(-1)]);
    assert.equal(got.length, expected.length, 'it said it was complete, and was not');
  }

  /** The service may repeat what it was sent. */
  function assertNoSecrets(error: unknown): void {
    const seen = inspect(error, { depth: 10 });
    for (const { headers } of emulator.requests.all()) {
      for (const header of [headers.authorization, headers.cookie]) {
        const secret = header?.split(/[ =;]/)[1] ?? '';
        assert.ok(secret === '' || !seen.includes(secret), 'a secret is in the error');
      }
    }
  }

  it('gives every record exactly once, or an error', async () => {
    await fc.assert(
      fc.asyncProperty(anyCase, async (each) => {
        fc.pre(!isUndetectable(each.fault, each.format));
        const { rows, fault, times, compression } = each;
        emulator.dials.reset();
        emulator.dials.set({ rows: { availability: { count: rows } }, compression, framing: 'chunked' });
        const whole = await ask({ ...each, size: Number.POSITIVE_INFINITY }, PATIENT);
        assert.equal(whole.error, undefined);
        const expected = whole.records.map((record) => JSON.stringify(record));
        assert.equal(expected.length, rows);
        emulator.dials.addFault({ fault, path: '/availability', ...(times && { times }) });
        assertAllOrError(await ask(each), expected);
      }),
      { numRuns: casesOf(250, 100), seed: 20_261_121 },
    );
  }).timeout(120_000);

  it('leaves no connection behind', async () => {
    const deadline = Date.now() + 5000;
    while (emulator.sockets() > 0 && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 10));
    assert.equal(emulator.sockets(), 0);
  });
});
