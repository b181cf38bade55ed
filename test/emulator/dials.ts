/** What can be set on the emulator while it runs. The descriptions are shown on its page. */
import { z } from 'zod';
import { type FaultRule, faultRule } from './faults/fault';

const rowsDial = z.strictObject({
  count: z.int().min(0).describe('Rows the endpoint has in all'),
  from: z.string().optional().describe('Date of the first row; the start of the world when left out'),
  to: z.string().optional().describe('Date no row reaches; the end of the world when left out'),
});

const lateDial = z.strictObject({
  seed: z.int().describe('Which rows are late, corrected and double'),
  upTo: z.int().min(0).describe('Minutes behind its date within which a row has come to rest'),
  twins: z.number().min(0).max(1).describe('Share of the rows that are there twice, equal in all columns'),
});

const dialShape = z.strictObject({
  now: z
    .string()
    .describe(
      'The present as a date and time, of the stored dates’ zone where it names none: the date in file names and in the header, the age of changes; empty for the machine’s clock',
    ),
  timeZone: z
    .string()
    .describe('Zone of the stored dates: a parameter with a zone is converted to it, one without is taken as it is'),
  stopDate: z
    .enum(['inclusive', 'instant', 'exclusive'])
    .describe(
      'inclusive: rows up to StopDate, a bare date means the whole day; instant: up to StopDate, a bare date means its midnight; exclusive: before StopDate',
    ),
  plainDates: z
    .enum(['stored', 'utc'])
    .describe(
      'What a parameter without a zone is: a time of the stored dates’ zone, or of UTC, which is converted to it',
    ),
  timesOfDay: z
    .enum(['counted', 'overlooked'])
    .describe('Whether the time of day of a parameter counts; else it is the same as the bare date'),
  namedZones: z
    .enum(['converted', 'ignored', 'refused'])
    .describe('What becomes of a zone behind a parameter: taken into account, overlooked, or a 400'),
  rowLimit: z.int().min(0).describe('More rows than this are refused with 413 before the body'),
  capacity: z.int().min(0).describe('Requests of one company active at once; one more is refused with 429'),
  retryAfter: z
    .string()
    .describe('Retry-After of a 429: empty for none, else sent as it is; date+N means a date N seconds ahead'),
  requireParameters: z
    .boolean()
    .describe('A missing parameter that the documentation marks as required is refused with 400'),
  postBody: z.enum(['both', 'form', 'json', 'none']).describe('In which form the body of a POST is read'),
  unreadBody: z.enum(['ignored', 'refused']).describe('What becomes of a body in another form: nothing, or a 415'),
  responseInBody: z.boolean().describe('Whether Response counts in a body, too; else in the URL only'),
  paths: z
    .record(z.string(), z.string())
    .describe('Endpoint id -> the one path it is at, empty for none; else that of the catalogue and its candidates'),
  nowhere: z
    .enum(['404', '400', '500', 'page', 'json'])
    .describe('What a path without an endpoint gets: an error of that status, a page with 200, an empty list with 200'),
  errorBody: z.enum(['json', 'text', 'html', 'xml', 'empty']).describe('How the body of an error is written'),
  hold: z.boolean().describe('Requests are admitted and then wait, before any header, until this is off'),
  delay: z.int().min(0).describe('Milliseconds before the first byte of an answer'),
  tokenLifetime: z.int().min(0).describe('expires_in of new tokens, in seconds; they do expire'),
  lockAfter: z.int().min(1).describe('Wrong passwords in a row that lock a user'),
  refreshTokens: z.enum(['accepted', 'refused']).describe('Whether the refresh grant works'),
  sessionCookies: z.boolean().describe('Whether the service sets its session cookies'),
  sessionCookie: z.string().min(1).describe('Name of the session cookie'),
  preferredEndpoint: z.string().describe('PreferredEndpoint of /session and the relationships; empty for this server'),
  compression: z
    .enum(['auto', 'none', 'gzip', 'deflate', 'br'])
    .describe('auto: the best that Accept-Encoding allows; a name: that one when allowed'),
  compressFrom: z.int().min(0).describe('Bytes of the shortest body that is compressed'),
  framing: z.enum(['chunked', 'length']).describe('chunked, or Content-Length'),
  xmlRow: z.enum(['Record', 'Records', 'Table1']).describe('Name of the row elements'),
  xmlNulls: z.enum(['omitted', 'empty', 'nil']).describe('How a null is written'),
  csvLineEnd: z.enum(['crlf', 'lf', 'cr']).describe('Line end of Csv'),
  csvQuotes: z.enum(['needed', 'always']).describe('Which values of Csv are in quotes'),
  byteOrderMark: z.boolean().describe('Csv and Xml start with a byte order mark'),
  rows: z
    .record(z.string(), rowsDial)
    .describe(
      'Endpoint id -> number of rows: made-up rows of that endpoint, dates spread evenly, in place of the world’s',
    ),
  late: z
    .record(z.string(), lateDial)
    .describe(
      'Endpoint id -> its rows of the dial before come as `now` goes on: some late, some corrected meanwhile and corrected back',
    ),
  faults: z.array(faultRule).describe('Faults to come, first match first'),
});

export type DialValues = z.infer<typeof dialShape>;
export type RowsDial = z.infer<typeof rowsDial>;
export type LateDial = z.infer<typeof lateDial>;

export const DIAL_DEFAULTS: DialValues = {
  now: '',
  timeZone: 'UTC',
  stopDate: 'inclusive',
  plainDates: 'stored',
  timesOfDay: 'counted',
  namedZones: 'converted',
  rowLimit: 1_048_576,
  capacity: 8,
  retryAfter: '',
  requireParameters: true,
  postBody: 'both',
  unreadBody: 'ignored',
  responseInBody: true,
  paths: {},
  nowhere: '404',
  errorBody: 'json',
  hold: false,
  delay: 0,
  tokenLifetime: 43_199,
  lockAfter: 5,
  refreshTokens: 'accepted',
  sessionCookies: true,
  sessionCookie: 'DataConnectState',
  preferredEndpoint: '',
  compression: 'auto',
  compressFrom: 0,
  framing: 'chunked',
  xmlRow: 'Record',
  xmlNulls: 'omitted',
  csvLineEnd: 'crlf',
  csvQuotes: 'needed',
  byteOrderMark: false,
  rows: {},
  late: {},
  faults: [],
};

/** The dials of one emulator. `values` is live: faults count down in it. */
export class Dials {
  values: DialValues;
  #onChange = new Set<() => void>();

  constructor(readonly initial: Partial<DialValues> = {}) {
    this.values = parse({ ...DIAL_DEFAULTS, ...initial });
  }

  get(): DialValues {
    return structuredClone(this.values);
  }

  /** @throws Error in plain words when a name or value is not known; nothing is changed then */
  set(changes: Partial<DialValues>): void {
    this.values = parse({ ...this.values, ...changes });
    for (const listener of this.#onChange) listener();
  }

  /** Adds one fault behind those that are waiting. */
  addFault(rule: FaultRule): void {
    this.set({ faults: [...this.values.faults, rule] });
  }

  reset(): void {
    this.values = parse({ ...DIAL_DEFAULTS, ...this.initial });
    for (const listener of this.#onChange) listener();
  }

  /** Resolves at the next change of any dial. */
  changed(): Promise<void> {
    return new Promise((resolve) => {
      const listener = () => {
        this.#onChange.delete(listener);
        resolve();
      };
      this.#onChange.add(listener);
    });
  }
}

/** Name and explanation of every dial, for the page. */
export function dialDescriptions(): ReadonlyArray<readonly [name: keyof DialValues, text: string]> {
  return Object.entries(dialShape.shape).map(([name, schema]) => [name as keyof DialValues, schema.description ?? '']);
}

function parse(values: unknown): DialValues {
  const parsed = dialShape.safeParse(values);
  if (parsed.success) return structuredClone(parsed.data);
  throw new Error(`Dials not changed. ${z.prettifyError(parsed.error)}`);
}
