/**
 * Where text of the service, of a message or of a person comes in, and what reads it: one entry an entrance.
 * Those of single areas are beside their tests: error pages and headers in `client/foreign-text`, parameters in
 * `extract/large-parameters`, Xml, Csv and character sets in `decode/text-growth`.
 */
import { strToU8, zipSync } from 'fflate';
import { lookAtCsv } from '../../nodes/check-up/format-questions';
import type { Answer } from '../../nodes/client/request';
import { type PostForm, TokenEndpoint } from '../../nodes/client/sign-in/token-endpoint';
import { routeTo } from '../../nodes/client/transport/proxy';
import { readProxyAddress, secretsInAddress } from '../../nodes/client/transport/proxy-address';
import type { RecordFormat } from '../../nodes/decode/create-reader';
import { typeOfWord } from '../../nodes/decode/schema-types';
import { typedValue } from '../../nodes/decode/typed-values';
import { asTree, matching } from '../../nodes/editor/choice-tree';
import { sentence } from '../../nodes/errors';
import { makePlan } from '../../nodes/extract/make-plan';
import { TextGate } from '../../nodes/extract/text-gate';
import { toDate } from '../../nodes/output/dates';
import { RecordGate } from '../../nodes/output/mask-secrets';
import { readBaseUrl } from '../../nodes/parameters/base-url';
import { cleanText, unseenCharacter } from '../../nodes/parameters/clean-text';
import { parseDateExpression, suggestDate } from '../../nodes/parameters/date-expression';
import { parseDuration } from '../../nodes/parameters/duration';
import { FILE_PLACES, problemOfPattern, renderPattern } from '../../nodes/parameters/file-pattern';
import { shorten } from '../../nodes/parameters/given-value';
import { readPaths } from '../../nodes/parameters/path-list';
import { problemOfPath } from '../../nodes/parameters/path-rules';
import { isTimeZone } from '../../nodes/parameters/time-zone';
import type { ColumnInfo } from '../../nodes/record';
import { formsOf, isTelling } from '../../nodes/secrets/finding/secret-forms';
import { isSecretValue, nameKind } from '../../nodes/secrets/finding/secret-names';
import { maskText } from '../../nodes/secrets/mask-text';
import { Redactor } from '../../nodes/secrets/redact';
import { maskWorkbook } from '../../nodes/secrets/workbook/mask-workbook';
import { environmentInside, unresolvedEnvironment } from '../../nodes/stored/environment-text';
import { chunksOf, formats, records } from '../decode/reading';
import { orderFor as fileOrder } from '../extract/run-against';
import { allDatabases, columnsOfTypes, messageFor, orderFor } from '../output/sql-orders';

export interface Entrance {
  /** Characters, or parts, of the smaller input. */
  size: number;
  /** Nasty texts of that size, by name. */
  inputs: Record<string, (size: number) => string>;
  /** What takes it; refusing it is fine. It may prepare itself before it gives the work. */
  reads(text: string): () => unknown;
}

const SECRETS = ['s3cret-of-the-connection', 'Xk', 'aaaaaaaaaaaaaaaaaaaaaaaa', '<![CDATA[<!--&amp;'];
/** One for each text: it learns what it finds. */
const newRedactor = () => new Redactor(SECRETS);

function asSql(...given: Parameters<typeof messageFor>): unknown {
  try {
    return messageFor(...given);
  } catch (error) {
    return error;
  }
}

const list = (size: number, part: (index: number) => string, between = '') =>
  Array.from({ length: size }, (_, index) => part(index)).join(between);

/** The same parts over and over, and an end that makes the whole of no use. */
function repeating(parts: readonly string[], end = '\u0001\nx'): Entrance['inputs'] {
  return Object.fromEntries(
    parts.map((part) => [JSON.stringify(part), (size) => part.repeat(Math.ceil(size / part.length)) + end]),
  );
}

const json: Entrance['inputs'] = {
  'names of one record': (size) => `[{${list(size / 8, (index) => `"a${index}":1`, ',')}}]`,
  'names like numbers': (size) => `[{${list(size / 8, (index) => `"${index}":1`, ',')}}]`,
  'one name over and over': (size) => `[{${list(size / 8, () => '"a":1', ',')}}]`,
  'names as doublets are called': (size) =>
    `[{${list(size / 16, (index) => `"a_${index + 2}":1`, ',')},${list(size / 16, () => '"a":1', ',')}}]`,
  'names that come one by one': (size) => `[${list(size / 16, (index) => `{"a${index}":1}`, ',')}]`,
  'a name of digits': (size) => `{"${'1'.repeat(size)}x":[{"a":1}]}`,
  'a long name': (size) => `[{"${'a'.repeat(size)}":1},{"${'a'.repeat(size)}":2}]`,
  __proto__: (size) => `[${list(size / 20, () => '{"__proto__":{"a":1}}', ',')}]`,
  'lists in lists': (size) => '['.repeat(size),
  'objects in objects': (size) => `[${'{"a":'.repeat(size / 5)}`,
  'wrappers in wrappers': (size) => '{"value":'.repeat(size / 9),
  'members in front of a list': (size) => `{${list(size / 8, (index) => `"a${index}":1`, ',')},"value":[{"a":1}]}`,
  'members behind a list': (size) => `{"value":[{"a":1}],${list(size / 8, (index) => `"a${index}":1`, ',')}}`,
  'an error in words': (size) => `{"Error":true,"Message":"${'Timeout. '.repeat(size / 9)}"}`,
  'an error with many members': (size) => `{"Error":true,${list(size / 8, (index) => `"a${index}":"x"`, ',')}}`,
  escapes: (size) => `[{"a":"${'\\u0041\\n\\\\'.repeat(size / 10)}"}]`,
  backslashes: (size) => `[{"a":"${'\\'.repeat(size)}`,
  quotes: (size) => `[{"a":"${'\\"'.repeat(size / 2)}"}]`,
  digits: (size) => `[{"a":${'1'.repeat(size)}}]`,
  'digits that end badly': (size) => `[{"a":${'1'.repeat(size)}x}]`,
  'zeros behind a point': (size) => `[{"a":1.${'0'.repeat(size)}1}]`,
  'white space': (size) => `[{"a":1}${' \n'.repeat(size / 2)}x`,
  'white space in front': (size) => `${' \n'.repeat(size / 2)}[]`,
  commas: (size) => `[${','.repeat(size)}]`,
  'empty records': (size) => `[${'{},'.repeat(size / 3)}{}]`,
  'records that differ in turn': (size) => `[${'{"a":1},{"b":"x"},{"a":null,"b":[]},'.repeat(size / 40)}{}]`,
  'lists in records': (size) => `[${'{"a":[1,{"b":2}]},'.repeat(size / 18)}{}]`,
  'a table with many columns': (size) =>
    `{"Records":[{"a":1}],"Schema":[${list(size / 60, (index) => `{"Column_Name":"a${index}","Type":"int","SafeType":"","Length":1}`, ',')}]}`,
  'a table with one column over and over': (size) =>
    `{"Schema":[${list(size / 60, () => '{"Column_Name":"a","Type":"int","SafeType":"","Length":1}', ',')}],"Records":[{"a":1}]}`,
};

/** How an answer begins: it is looked at before its format is. */
const beginnings: Entrance['inputs'] = {
  ...repeating(
    [
      '<!---->',
      '<!-- ',
      '<?xml?>',
      '<?xml ',
      '<',
      '<!',
      '<!doctype ',
      '<a',
      '<a ',
      ' ',
      '\n',
      '\ufeff',
      '\u0000',
      '"',
      '{',
      'x ',
      '. ',
      'sep=',
      ';',
    ],
    '<R>',
  ),
  'comments behind a declaration': (size) => `<?xml version="1.0"?>${'<!---->\n'.repeat(size / 8)}<html`,
};

const textInPieces = [
  ' ',
  '\t',
  ',',
  ';',
  ':',
  '/',
  '\\',
  '@',
  '%',
  '%4',
  '.',
  '-',
  '_',
  '[',
  '#',
  '?',
  '=',
  '&',
  '$',
  '${',
  '__',
  '"',
  "'",
  '<',
  '&amp;',
  '&#',
  '\\u',
  '\\u0041',
  '%41',
  '%2541',
  '""',
  '<!--',
  '<!---->',
  '<![CDATA[',
  '<![CDATA[]]>',
  ']]>',
  'a',
  'aa ',
  'A',
  '1',
  '1 ',
  'é',
  '\u200b',
  '\ud800',
  'aaaaaaaaaaaaaaaaaaaaaaaa',
  'password=',
  'password: x1 ',
  'bearer ',
  'Bearer abcdefghijk1',
  '"token":"',
  'access_token ',
  'T',
  '+',
  'Z',
];
const texts = repeating(textInPieces);

const context = { host: 'h', path: '/p' };
const report = { columns: [], context, csv: { delimiter: ',', headers: true } };

function answer(format: RecordFormat): Entrance['reads'] {
  return (text) => {
    const body = Buffer.from(text);
    return () => records(format, body, { ...report, splits: [65_536] });
  };
}

const gateOf = (format: RecordFormat, redactor: Redactor) =>
  new RecordGate({ response: format, columns: [] }, 'utf-8', redactor, { nests: true });

/** Bytes of an answer before its reader gets them: the one step to masked records that depends on the format. */
function lookedThrough(format: RecordFormat): Entrance['reads'] {
  return (text) => {
    const body = Buffer.from(text);
    const redactor = newRedactor();
    return () => gateOf(format, redactor).look(body);
  };
}

/** An answer as it leaves: its records, and its text. */
function leaving(text: string): () => unknown {
  const body = Buffer.from(text);
  const redactor = newRedactor();
  return () => {
    gateOf('Json', redactor).apply({ records: [{ A: text, B: [text], [text]: 'x', password: text }], columns: [] });
    return maskText(body, () => [{ A: text, password: 'x1y2z3' }], redactor, new Set());
  };
}

/** Some of it is skimmed, some masked, some refused. */
function intoFile(format: 'Csv' | 'Json' | 'Xml'): Entrance['inputs'] {
  const rows = { Csv: ['A,B\n', '1,x\n'], Json: ['[{"A":1}', ',{"A":1}'], Xml: ['<T>', '<R><A>1</A></R>'] }[format];
  const [head = '', row = ''] = rows;
  const of = (text: string) => (size: number) => head + text.repeat(size / text.length);
  const secret = SECRETS[0]!;
  return {
    rows: of(row),
    'rows with secrets': of(row.repeat(50) + row.replace('1', secret)),
    'names of secrets': (size) => of(row)(size).replaceAll('A', 'password'),
    quotes: of('"'),
    'quotes in pairs': of('"" '),
    'rows without an end': of(row.replace(/[\n>}]/, '')),
    'white space': of(' '),
    secrets: of(secret),
  };
}

function throughGate(Response: 'Csv' | 'Json' | 'Xml'): Entrance['reads'] {
  const order = fileOrder('', { Response }, { endpoint: undefined, path: '/x', output: { kind: 'file' } });
  const { plan } = makePlan(order);
  return (text) => {
    const body = Buffer.from(text);
    const redactor = newRedactor();
    return async () => {
      const gone: Buffer[] = [];
      const answer = { charset: undefined, contentType: '', host: 'h' } as Answer;
      const gate = new TextGate(plan, answer, redactor, async function* () {
        yield* [...gone];
      });
      for (const piece of chunksOf(body, [16_384])) gone.push(await gate.pass(piece));
      gone.push(await gate.end());
    };
  };
}

function redacted(text: string): () => unknown {
  const redactor = newRedactor();
  return () => redactor.redact(text);
}

function workbook(text: string): () => unknown {
  const parts = { '[Content_Types].xml': strToU8('<Types/>'), 'xl/sharedStrings.xml': strToU8(`<sst>${text}</sst>`) };
  const bytes = Buffer.from(zipSync(parts, { level: 0 }));
  const redactor = newRedactor();
  return () => maskWorkbook(bytes, redactor, new Set(['password']));
}

/** What the accounts service says to a sign-in. */
function tokenAnswer(statusCode: number): Entrance['reads'] {
  return (text) => {
    const url = new URL('https://accounts.test/v1');
    const over = Promise.resolve();
    const consume = async (take: (chunk: Buffer) => unknown) => {
      await take(Buffer.from(text));
      return text.length;
    };
    const post: PostForm = async () => ({ statusCode, headers: {}, url, consume, abandon: () => {}, over });
    const endpoint = new TokenEndpoint(url, { id: 'i', secret: 's3cret' }, post, newRedactor());
    const grant = { kind: 'password', username: 'u', password: 'p4ssword' } as const;
    return () => endpoint.request(grant, new AbortController().signal);
  };
}

const target = new URL('https://dataconnect.example.net');
const column = (type: ColumnInfo['type']): ColumnInfo => ({ name: 'A', type }) as ColumnInfo;

export const entrances: Record<string, Entrance> = {
  ...Object.fromEntries(
    formats.map((format) => [
      `how an answer of ${format} begins`,
      { size: 8192, inputs: beginnings, reads: answer(format) },
    ]),
  ),
  'an answer of Json': { size: 10_000, inputs: json, reads: answer('Json') },
  'an answer of JsonDataTable': { size: 10_000, inputs: json, reads: answer('JsonDataTable') },
  ...Object.fromEntries(
    formats.map((format) => [
      `secrets in an answer of ${format}`,
      { size: 8192, inputs: texts, reads: lookedThrough(format) },
    ]),
  ),
  'secrets in records and texts that leave': { size: 8192, inputs: texts, reads: leaving },
  ...Object.fromEntries(
    (['Csv', 'Json', 'Xml'] as const).map((format) => [
      `a text of ${format} that goes to a file`,
      // Longer than what is held back for a secret, and than a piece.
      { size: 200_000, inputs: intoFile(format), reads: throughGate(format) },
    ]),
  ),
  'secrets in a workbook': {
    size: 8192,
    inputs: {
      ...texts,
      ...repeating([
        '<si>',
        '<si><r><t>a',
        '<si><t>a</t></si>',
        '<x:r ',
        '<c r="A1" t="s"><v>0</v></c>',
        '<a b=',
        '<a ',
        '<t>&#',
      ]),
    },
    reads: workbook,
  },
  'a text for people': { size: 8192, inputs: texts, reads: redacted },
  'a secret of the service': { size: 8192, inputs: texts, reads: (text) => () => [formsOf(text), isTelling(text)] },
  'a name and a value that may be secret': {
    size: 8192,
    inputs: texts,
    reads: (text) => () => [nameKind(text), isSecretValue(text, 'secret'), isSecretValue(text, 'maybe')],
  },
  'a token': {
    size: 8192,
    inputs: { ...texts, ...json, ...repeating(['{"access_token":"', '{"error":"', '<']) },
    reads: tokenAnswer(200),
  },
  'a refused sign-in': { size: 8192, inputs: { ...texts, ...json }, reads: tokenAnswer(400) },
  'a typed value': {
    size: 8192,
    inputs: texts,
    reads: (text) => () =>
      (['boolean', 'integer', 'number'] as const).map((type) => [typedValue(text, column(type)), typeOfWord(text)]),
  },
  'a date of a record': {
    size: 8192,
    inputs: { ...texts, ...repeating(['2024-01-01T00:00:00.', '/Date(', '/Date(1', '2024-']) },
    reads: (text) => () => [toDate(text), toDate(text, 'UTC'), toDate(`2024-01-01T00:00:00.${text}`)],
  },
  'a date expression': {
    size: 8192,
    inputs: { ...texts, ...repeating(['last ', 'now -', 'today+', ' to date']) },
    reads: (text) => () => [parseDateExpression(text), parseDateExpression(`last ${text} days`), suggestDate(text)],
  },
  'a duration': {
    size: 8192,
    inputs: { ...texts, ...repeating(['2 ', '2 days', ' 2']) },
    reads: (text) => () => [parseDuration(text), parseDuration(`2${text}`)],
  },
  'how Csv is written, for the check-up': {
    size: 8192,
    inputs: { ...texts, ...repeating(['"', '""', '"a', ',', '\r', '\r\n', 'a,"b\n']) },
    reads: (text) => () => lookAtCsv(text),
  },
  'the paths of a connection': {
    size: 8192,
    inputs: { ...texts, ...repeating([',', '=', 'a=/b,', 'a=/', '/%2', 'a=/..;']) },
    reads: (text) => () => readPaths(text),
  },
  'the name of a file': {
    size: 8192,
    inputs: { ...texts, ...repeating(['{', '{x', '{}', '{report}', '{report}/', '../', 'a/', '. ', 'CON', '.csv']) },
    reads: (text) => () => {
      const facts = Object.fromEntries(FILE_PLACES.map((place) => [place, text])) as Record<
        (typeof FILE_PLACES)[number],
        string
      >;
      return [
        problemOfPattern(text, 'f'),
        ...[text, '{report}'].map((each) => renderPattern(each, facts, { extension: 'csv', isPractice: false }, 'f')),
      ];
    },
  },
  'the path of a service': {
    size: 8192,
    inputs: texts,
    reads: (text) => () => [problemOfPath(text, 'p'), problemOfPath(`/${text}`, 'p')],
  },
  'the address of a service': {
    size: 8192,
    inputs: texts,
    reads: (text) => () => [text, `https://${text}`, `https://a.test/${text}`].map((url) => readBaseUrl(url, 'u')),
  },
  'the address of a proxy': {
    size: 8192,
    inputs: texts,
    reads: (text) => () =>
      ['', 'http://', 'http://u:', 'http://u:p@'].map((start) => [
        readProxyAddress(start + text),
        secretsInAddress(start + text),
      ]),
  },
  'the hosts without a proxy': {
    size: 8192,
    inputs: { ...texts, ...repeating(['*.', 'a.b,', '10.0.0.0/8,', '[::1]:1,', 'x//', '////\n']) },
    reads: (text) => () => [
      routeTo(target, { kind: 'environment' }, 'c', { https_proxy: 'http://p:1', no_proxy: text }),
      routeTo(target, { kind: 'url', url: 'http://p:1', noProxy: [text] }, 'c'),
    ],
  },
  'a time zone': { size: 8192, inputs: texts, reads: (text) => () => isTimeZone(text) },
  'a record for a database': {
    size: 8192,
    inputs: {
      ...texts,
      ...repeating(["'", '"', '\\', '$dc', '$dcx', '$dc$', '\0', '1', '1.', '0', '2026-03-01T', ' ', '??']),
    },
    reads: (text) => () =>
      ['text', 'error'].flatMap((misfits) =>
        ['VARCHAR(MAX)', 'DECIMAL', 'DATETIME', 'UNIQUEIDENTIFIER', 'BIGINT'].flatMap((sqlType) =>
          allDatabases.map((database) => {
            const order = orderFor(database, { write: 'append', misfits: misfits as 'text' });
            return asSql(order, [{ V: text }], { columns: columnsOfTypes({ V: sqlType }) });
          }),
        ),
      ),
  },
  'a text of a dialog': {
    size: 8192,
    inputs: texts,
    reads: (text) => () => [
      cleanText(text),
      unseenCharacter(text),
      environmentInside(text),
      unresolvedEnvironment(`\u0024${text}`),
    ],
  },
  'a fact of a sentence': {
    size: 8192,
    inputs: texts,
    reads: (text) => () => [sentence('__a__ __b__', { a: text, b: [text, { phrase: 'proxy-node' }] }), shorten(text)],
  },
  'a list to choose from': {
    size: 20_000,
    inputs: { rows: (size) => ' '.repeat(size) },
    reads: ({ length }) => {
      const rows = Array.from({ length }, (_, index) => ({ value: `${index}`, label: 'a '.repeat(8) }));
      const chain = rows.map((row, index) => ({ ...row, parent: `${index - 1}` }));
      const wheel = rows.map((row, index) => ({ ...row, parent: `${(index + 1) % length}` }));
      return () => [rows, chain, wheel].map((choices) => matching(asTree(choices), 'a a x'));
    },
  },
};
