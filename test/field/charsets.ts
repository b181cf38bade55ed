/** Letters beyond ASCII, and what the header says of them. Each is read as records and as text, which must agree. */
import { answered, type Expected, type FieldCase, hex, latin1 } from './field-case';

interface Letters {
  name: string;
  source: string;
  charset: string | undefined;
  /** The value of the one cell, in bytes. */
  bytes: Buffer;
  value: string;
  orRefused?: true;
}

const letters: readonly Letters[] = [
  { name: 'the euro sign of Windows', source: 'Access', charset: 'windows-1252', bytes: hex('80 <5>'), value: '€5' },
  {
    name: 'the euro sign under the name of Latin-1',
    source: 'IIS',
    charset: 'iso-8859-1',
    bytes: hex('80 <5>'),
    value: '€5',
  },
  {
    name: 'quotes and dashes of Word',
    source: 'Word',
    charset: 'Windows-1252',
    bytes: hex('93 <x> 94 20 96 20 85'),
    value: '“x” – …',
  },
  {
    name: 'all letters between 0x80 and 0x9F',
    source: 'Windows',
    charset: 'cp1252',
    bytes: hex('8A 8C 8E 9A 9C 9E 9F 99'),
    value: 'ŠŒŽšœžŸ™',
  },
  {
    name: 'capital É and ®',
    source: 'Access',
    charset: 'windows-1252',
    bytes: hex('<NESCAF> C9 AE'),
    value: 'NESCAFÉ®',
  },
  {
    name: 'Ã and ©',
    source: 'Access',
    charset: 'windows-1252',
    bytes: hex('<S> C3 <O PAULO> A9'),
    value: 'SÃO PAULO©',
  },
  { name: 'Latin-9', source: 'a Linux shop', charset: 'iso-8859-15', bytes: hex('A4 <5>'), value: '€5' },
  { name: 'Latin-2', source: 'a Polish shop', charset: 'iso-8859-2', bytes: hex('B3 <odz>'), value: 'łodz' },
  {
    name: 'Cyrillic',
    source: 'a Russian shop',
    charset: 'windows-1251',
    bytes: hex('CF F0 E8 E2 E5 F2'),
    value: 'Привет',
  },
  { name: 'Shift_JIS', source: 'a Japanese shop', charset: 'shift_jis', bytes: hex('93 FA 96 7B'), value: '日本' },
  { name: 'a charset in quotes', source: 'Tomcat', charset: '"iso-8859-1"', bytes: hex('<caf> E9'), value: 'café' },
  { name: 'UTF-8 as utf8', source: 'PHP', charset: 'utf8', bytes: Buffer.from('café 😀'), value: 'café 😀' },
  {
    name: 'UTF-8 under the name of Latin-1',
    source: 'a servlet container',
    charset: 'ISO-8859-1',
    bytes: Buffer.from('café'),
    value: 'café',
  },
  {
    name: 'UTF-8 under the name of US-ASCII',
    source: 'Java mail',
    charset: 'us-ascii',
    bytes: Buffer.from('café'),
    value: 'café',
  },
  {
    name: 'UTF-8 under a name nobody knows',
    source: 'a typo',
    charset: 'uft-8',
    bytes: Buffer.from('café'),
    value: 'café',
  },
  { name: 'UTF-8 and no name', source: 'Node.js', charset: undefined, bytes: Buffer.from('café €'), value: 'café €' },
  {
    name: 'UTF-8 under the name of UTF-16',
    source: 'StringWriter',
    charset: 'utf-16',
    bytes: Buffer.from('café'),
    value: 'café',
    orRefused: true,
  },
  {
    name: 'Latin-1 and no name',
    source: 'a C program',
    charset: undefined,
    bytes: hex('<caf> E9'),
    value: 'café',
    orRefused: true,
  },
];

const shapes: ReadonlyArray<
  readonly [format: string, mediaType: string, around: (value: string) => readonly [string, string]]
> = [
  ['Csv', 'text/csv', () => ['A,B\r\n', ',1\r\n']],
  ['Json', 'application/json', () => ['[{"A":"', '","B":"1"}]']],
  ['Xml', 'text/xml', () => ['<T><Record><A>', '</A><B>1</B></Record></T>']],
];

function inEveryFormat({ name, source, charset, bytes, value, orRefused }: Letters): FieldCase[] {
  return shapes.flatMap(([format, mediaType, around]) => {
    const [before, after] = around(value);
    const body = Buffer.concat([latin1(before), bytes, latin1(after)]);
    const contentType = charset === undefined ? mediaType : `${mediaType}; charset=${charset}`;
    const ask = { contentType, anyRequest: '/report' };
    const may = orRefused ? { orRefused } : {};
    const expected: Expected[] = [
      { records: [{ A: value, B: '1' }], ...may },
      { text: before + value + after, ...may },
    ];
    return [
      answered(format, name, source, body, expected[0]!, ask),
      answered(format, `${name}, as text`, source, body, expected[1]!, { ...ask, output: 'text' }),
    ];
  });
}

const UTF_16 = Buffer.from('A,B\r\ncafé €,1\r\n', 'utf16le');
const declared = '<?xml version="1.0" encoding="windows-1252"?><T><Record><A>';
const table = Buffer.concat([latin1(declared), hex('80 E9'), latin1('</A></Record></T>')]);

export const charsets: readonly FieldCase[] = [
  ...letters.flatMap(inEveryFormat),
  answered(
    'Csv',
    'UTF-16 with a mark',
    'Excel “Unicode text”',
    Buffer.concat([hex('FF FE'), UTF_16]),
    { records: [{ A: 'café €', B: '1' }] },
    { anyRequest: '/report' },
  ),
  answered(
    'Csv',
    'UTF-16 with a mark, as text',
    'Excel “Unicode text”',
    Buffer.concat([hex('FF FE'), UTF_16]),
    { text: 'A,B\r\ncafé €,1\r\n' },
    { anyRequest: '/report', output: 'text' },
  ),
  answered(
    'Csv',
    'UTF-16 the other way round',
    'Java',
    Buffer.concat([hex('FF FE'), UTF_16]).swap16(),
    { records: [{ A: 'café €', B: '1' }] },
    { anyRequest: '/report' },
  ),
  answered(
    'Csv',
    'UTF-16 under the name of UTF-8',
    'a proxy',
    Buffer.concat([hex('FF FE'), UTF_16]),
    { records: [{ A: 'café €', B: '1' }] },
    { anyRequest: '/report', contentType: 'text/csv; charset=utf-8' },
  ),
  answered(
    'Xml',
    'an encoding in the declaration',
    'XmlWriter',
    table,
    { records: [{ A: '€é' }] },
    { anyRequest: '/report', contentType: 'text/xml' },
  ),
  answered(
    'Xml',
    'an encoding in the declaration, as text',
    'XmlWriter',
    table,
    { text: `${declared}€é</A></Record></T>` },
    { anyRequest: '/report', contentType: 'text/xml', output: 'text' },
  ),
  answered(
    'Xml',
    'UTF-16 in the declaration of UTF-8',
    'StringWriter',
    '<?xml version="1.0" encoding="utf-16"?><T><Record><A>é</A></Record></T>',
    { records: [{ A: 'é' }] },
    { anyRequest: '/report' },
  ),
];
