/** Every way in which the emulator can misbehave, and when it does. */
import { z } from 'zod';

const afterBytes = z.int().min(0).optional().describe('Bytes of the body that still arrive; 100 when left out');

export const fault = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('reset').describe('The connection ends'),
    at: z.enum(['before-headers', 'after-headers', 'mid-body', 'before-end']),
    afterBytes,
    rst: z.boolean().optional().describe('A TCP reset instead of a plain close'),
  }),
  z.strictObject({
    kind: z.literal('stall').describe('Nothing more comes, and the connection stays open'),
    at: z.enum(['before-headers', 'after-headers', 'mid-body']),
    afterBytes,
  }),
  z.strictObject({
    kind: z.literal('slow').describe('A few bytes at a time'),
    bytes: z.int().min(1),
    everyMs: z.int().min(1),
  }),
  z.strictObject({
    kind: z.literal('content-length').describe('Content-Length is off by so many bytes'),
    by: z.int(),
  }),
  z.strictObject({
    kind: z.literal('encoding').describe('The compression is broken or lied about'),
    how: z.enum([
      'truncated',
      'trailing-garbage',
      'padded',
      'claims-gzip',
      'hides-gzip',
      'no-coding',
      'nested',
      'bomb',
    ]),
    levels: z.int().min(1).max(12).optional().describe('How often `nested` compresses; 6 when left out'),
    megabytes: z.int().min(1).max(2048).optional().describe('Size a `bomb` expands to; 100 when left out'),
  }),
  z.strictObject({
    kind: z.literal('content-type').describe('A wrong Content-Type; empty for none'),
    value: z.string(),
  }),
  z.strictObject({
    kind: z.literal('page').describe('An HTML page instead of the answer'),
    status: z.int().min(200).max(599),
  }),
  z.strictObject({
    kind: z.literal('error-object').describe('{"Error": true} with a status of success'),
    message: z.string().optional(),
    echoes: z.boolean().optional().describe('It repeats the headers of the request, secrets too'),
  }),
  z.strictObject({
    kind: z.literal('disguise').describe('Something else in place of the answer, with status 200'),
    contentType: z.string(),
    body: z.string(),
  }),
  z.strictObject({
    kind: z.literal('interim').describe('An unasked 100 Continue before the answer'),
    times: z.int().min(1).optional().describe('How many; 1 when left out'),
  }),
  z.strictObject({
    kind: z.literal('line-ends').describe('Other line ends: one for the first line, one for all behind it'),
    first: z.enum(['\n', '\r\n', '\r']),
    rest: z.enum(['\n', '\r\n', '\r']),
  }),
  z.strictObject({
    kind: z.literal('status').describe('A refusal'),
    status: z.int().min(400).max(599),
    message: z.string().optional(),
    retryAfter: z.string().optional().describe('Retry-After header, sent as it is'),
  }),
  z.strictObject({
    kind: z.literal('empty').describe('No body'),
    status: z.int().min(200).max(399),
  }),
  z.strictObject({
    kind: z.literal('partial').describe('Status 206 with the body'),
  }),
  z.strictObject({
    kind: z
      .literal('redirect')
      .describe('To the same host, another host, plain http, itself, itself without its query, or a URL'),
    to: z.string(),
    status: z.union([z.literal(301), z.literal(302), z.literal(303), z.literal(307), z.literal(308)]).optional(),
  }),
  z.strictObject({
    kind: z.literal('expire-token').describe('The token sent is revoked; 401'),
  }),
  z.strictObject({
    kind: z.literal('forget-session').describe('The session cookie sent is no longer known; a new one comes'),
  }),
  z.strictObject({
    kind: z.literal('body').describe('The body is cut and patched, framing and compression stay right'),
    cutAt: z.number().min(0).optional().describe('Up to 1: share of the body; above: bytes'),
    prefix: z.string().optional(),
    append: z.string().optional(),
  }),
  z.strictObject({
    kind: z.literal('charset').describe('Another encoding, with or without a byte order mark'),
    encoding: z.enum(['utf8', 'utf16le', 'utf16be', 'latin1']),
    mark: z.boolean().optional(),
    declared: z.string().optional().describe('charset parameter of the Content-Type'),
  }),
  z.strictObject({
    kind: z.literal('chunks').describe('Every piece on the wire has so many bytes'),
    bytes: z.int().min(1),
  }),
  z.strictObject({
    kind: z.literal('header').describe('One more header'),
    name: z.string().min(1),
    value: z.string(),
    instead: z.boolean().optional().describe('In place of those of that name'),
  }),
  z.strictObject({
    kind: z.literal('close-after').describe('A right answer, then the kept-alive connection closes'),
    says408: z.boolean().optional().describe('With a 408 that answers no request; else without a word'),
  }),
]);

export const faultRule = z.strictObject({
  fault,
  on: z.enum(['service', 'accounts']).optional().describe('`service` when left out'),
  path: z.string().optional().describe('Path it applies to, in any case, with * for anything; all when left out'),
  skip: z.int().min(0).optional().describe('Requests that are left alone first'),
  times: z.int().min(1).optional().describe('Requests it hits; all when left out'),
});

export type Fault = z.infer<typeof fault>;
export type FaultRule = z.infer<typeof faultRule>;
export type FaultOf<Kind extends Fault['kind']> = Extract<Fault, { kind: Kind }>;
