/** Csv as spreadsheets, databases and scripts write it. */
import { type Ask, answered, type Expected, type FieldCase, hex, refused } from './field-case';

const MARK = hex('EF BB BF');
const one: Expected = { records: [{ StoreName: 'A', StoreID: 1 }], columns: ['StoreName', 'StoreID'] };
const orRefused: Expected = { ...one, orRefused: true };
const plain = (columns: Record<string, string>): Expected => ({ records: [columns] });

function csv(name: string, source: string, body: string | Buffer, expect: Expected, ask: Ask = {}): FieldCase {
  return answered('Csv', name, source, body, expect, ask);
}

/** Columns the catalogue knows nothing of. */
function any(name: string, source: string, body: string | Buffer, expect: Expected, ask: Ask = {}): FieldCase {
  return csv(name, source, body, expect, { anyRequest: '/report', ...ask });
}

export const csvFiles: readonly FieldCase[] = [
  csv('rows ending LF under a header ending CR LF', 'a header line glued on', 'StoreName,StoreID\r\nA,1\n', orRefused),
  csv('the last field quoted under another line end', 'a shell script', 'StoreName,StoreID\n"A","1"\r\n', orRefused),
  csv('one column with mixed line ends', 'a shell script', 'StoreName\nA\r\nB\r\n', {
    records: [{ StoreName: 'A' }, { StoreName: 'B' }],
    orRefused: true,
  }),
  any('one row of many ends otherwise', 'files joined', 'A,B\r\n1,2\r\n3,4\n5,6\r\n', {
    records: [
      { A: '1', B: '2' },
      { A: '3', B: '4' },
      { A: '5', B: '6' },
    ],
    orRefused: true,
  }),
  any('rows ending LF first, CR LF later', 'files joined', 'A,B\n1,2\n3,4\r\n', {
    records: [
      { A: '1', B: '2' },
      { A: '3', B: '4' },
    ],
    orRefused: true,
  }),
  csv('CR alone', 'an old Mac', 'StoreName,StoreID\rA,1\r', one),
  csv('sep=; and semicolons', 'Excel in Europe', 'sep=;\r\nStoreName;StoreID\r\nA;1\r\n', orRefused),
  csv('SEP= in quotes', 'Excel', '"sep=,"\r\nStoreName,StoreID\r\nA,1\r\n', orRefused),
  csv(
    'sep= behind a byte order mark',
    'Excel',
    Buffer.concat([MARK, Buffer.from('sep=,\r\nStoreName,StoreID\r\nA,1\r\n')]),
    orRefused,
  ),
  csv(
    'three byte order marks',
    'files joined',
    Buffer.concat([MARK, MARK, MARK, Buffer.from('StoreName,StoreID\r\nA,1\r\n')]),
    orRefused,
  ),
  csv(
    'a byte order mark inside the quotes of the first name',
    'a script that joins a file to a header',
    Buffer.concat([MARK, Buffer.from('"'), MARK, Buffer.from('StoreName","StoreID"\r\n"A","1"\r\n')]),
    one,
  ),
  csv(
    'a byte order mark before a quoted name',
    'PowerShell',
    Buffer.concat([MARK, Buffer.from('"StoreName","StoreID"\r\n"A","1"\r\n')]),
    one,
  ),
  ...[';', '\t', '|'].map((delimiter) =>
    csv(
      `${JSON.stringify(delimiter)} where a comma was asked for`,
      'a server in Europe',
      `StoreName${delimiter}StoreID\r\nA${delimiter}1\r\n`,
      orRefused,
    ),
  ),
  ...['"', ''].map((quote) =>
    csv(
      `a comma where a semicolon was asked for${quote && ', quoted'}`,
      'a service that ignores CSV.Delimiter',
      `${quote}StoreName${quote},${quote}StoreID${quote}\r\n${quote}A${quote},${quote}1${quote}\r\n`,
      orRefused,
      { parameters: { 'CSV.Delimiter': ';' } },
    ),
  ),
  csv(
    'another delimiter and no header line',
    'a service that ignores CSV.Delimiter',
    '"A",1,2,3\r\n"B",2,3,4\r\n',
    refused,
    { endpoint: 'list-stores', parameters: { 'CSV.Delimiter': '|', 'CSV.Headers': false } },
  ),
  csv(
    'the delimiter that was asked for',
    'the service',
    'StoreName|StoreID\r\nA, B|1\r\n',
    { records: [{ StoreName: 'A, B', StoreID: 1 }] },
    { parameters: { 'CSV.Delimiter': '|' } },
  ),
  any('Ctrl-Z at the end', 'a DOS tool', 'A,B\r\n1,2\r\n\x1a', { ...plain({ A: '1', B: '2' }), orRefused: true }),
  any('zero bytes at the end', 'a load balancer', 'A,B\r\n1,2\r\n\0\0\0\0', {
    ...plain({ A: '1', B: '2' }),
    orRefused: true,
  }),
  any('a delimiter at the end of each line', 'a report generator', 'A,B,\r\n1,2,\r\n', {
    records: [{ A: '1', B: '2', Column3: '' }],
  }),
  any('the number of rows behind them', 'sqlcmd', 'A,B\r\n1,2\r\n\r\n(1 rows affected)\r\n', refused),
  any('two tables', 'a procedure with two results', 'A,B\r\n1,2\r\n\r\nC,D\r\n3,4\r\n', refused),
  any('a title above the header', 'Crystal Reports', 'Sales by store\r\n\r\nA,B\r\n1,2\r\n', refused),
  any('spaces before quotes', 'a script', 'A, B\r\n1, "x,y"\r\n', refused),
  any('quotes escaped by a backslash', 'MySQL', 'A,B\r\n"x\\"y",1\r\n', refused),
  any('a quote inside a bare field', 'SQL Server', 'A,B\r\n5" pipe,1\r\n', plain({ A: '5" pipe', B: '1' })),
  any('text behind a closing quote', 'a script', 'A,B\r\n"x" y,1\r\n', refused),
  any('an open quote', 'a broken stream', 'A,B\r\n1,"x\r\n2,y\r\n', refused),
  any(
    'line ends of all kinds inside quotes',
    'notes by hand',
    'A,B\r\n"x\ny\rz\r\n",1\r\n',
    plain({ A: 'x\ny\rz\r\n', B: '1' }),
  ),
  any('a name twice', 'a join', 'A,A,B\r\n1,2,3\r\n', {
    records: [{ A: '1', A_2: '2', B: '3' }],
    columns: ['A', 'A_2', 'B'],
  }),
  any('names like numbers', 'a pivot by store', 'Store,202,101\r\nA,1,2\r\n', {
    records: [{ Store: 'A', '202': '1', '101': '2' }],
    columns: ['Store', '202', '101'],
  }),
  any('a name that would be dangerous', 'an attacker', '__proto__,B\r\n1,2\r\n', plain({ __proto___: '1', B: '2' })),
  any('fewer fields than names', 'trailing blanks cut off', 'A,B,C\r\n1,2\r\n', refused),
  any('formulas stay as they are', 'a spreadsheet', "A,B\r\n=1+1,'@x\r\n", plain({ A: '=1+1', B: "'@x" })),
  any('blank and quoted blank', 'SQL Server', 'A,B\r\n,""\r\n', plain({ A: '', B: '' })),
  csv('digits a double cannot hold', 'SQL Server BIGINT', 'StoreName,StoreID\r\nA,12345678901234567890\r\n', {
    records: [{ StoreName: 'A', StoreID: '12345678901234567890' }],
  }),
  csv('codes that look like numbers', 'RQ', 'ZipPostal,LocationCode,GLCode\r\n00501,1E5,+1\r\n', {
    records: [{ ZipPostal: '00501', LocationCode: '1E5', GLCode: '+1' }],
  }),
  csv('a thousands separator in a number', 'a server in Germany', 'StoreID,Rent\r\n1,"1.234,56"\r\n', {
    records: [{ StoreID: 1, Rent: '1.234,56' }],
  }),
  csv('NULL as a word', 'SQL Server', 'StoreID,StoreName\r\nNULL,NULL\r\n', {
    records: [{ StoreID: 'NULL', StoreName: 'NULL' }],
  }),
];
