/** JSON as serializers, proxies and scripts write it. */
import { answered, type Expected, type FieldCase, hex, refused } from './field-case';

function json(name: string, source: string, body: string | Buffer, expect: Expected): FieldCase {
  return answered('Json', name, source, body, expect, { anyRequest: '/report' });
}

function table(name: string, source: string, body: string | Buffer, expect: Expected): FieldCase {
  return answered('JsonDataTable', name, source, body, expect, { anyRequest: '/report' });
}

const MARK = hex('EF BB BF');

export const jsonTexts: readonly FieldCase[] = [
  json('a byte order mark', '.NET', Buffer.concat([MARK, Buffer.from('[{"a":1}]')]), { records: [{ a: 1 }] }),
  json('two byte order marks', 'files joined', Buffer.concat([MARK, MARK, Buffer.from('[{"a":1}]')]), {
    records: [{ a: 1 }],
    orRefused: true,
  }),
  json('names like numbers in a later record', 'a pivot by store', '[{"Store":"A"},{"Store":"B","7":1,"5":2}]', {
    records: [{ Store: 'A' }, { Store: 'B', '7': 1, '5': 2 }],
    columns: ['Store', '7', '5'],
  }),
  json('only names like numbers', 'a pivot by store', '[{"202":1,"101":2,"Total":3}]', {
    records: [{ '202': 1, '101': 2, Total: 3 }],
    columns: ['202', '101', 'Total'],
  }),
  table('names like numbers', 'a pivot by store', '{"Records":[{"Store":"A","202":1,"101":2}],"Schema":[]}', {
    records: [{ Store: 'A', '202': 1, '101': 2 }],
    columns: ['Store', '202', '101'],
  }),
  json('a name twice', 'a join', '[{"a":1,"a":2}]', { records: [{ a: 1, a_2: 2 }], columns: ['a', 'a_2'] }),
  json(
    'digits a double cannot hold',
    'SQL Server',
    '[{"a":9007199254740993,"b":0.1000000000000000055511151231257827,"c":1e400}]',
    { records: [{ a: '9007199254740993', b: '0.1000000000000000055511151231257827', c: '1e400' }] },
  ),
  json('a name that would be dangerous', 'an attacker', '[{"__proto__":{"x":1},"constructor":2}]', {
    records: [{ __proto___: { x: 1 }, constructor: 2 } as never],
  }),
  json('dates of ASP.NET', 'JavaScriptSerializer', '[{"a":"\\/Date(1451606400000)\\/"}]', {
    records: [{ a: '/Date(1451606400000)/' }],
  }),
  json('a call around the list', 'JSONP', 'callback([{"a":1}]);', refused),
  json('a prefix against scripts', 'Angular', ')]}\',\n[{"a":1}]', refused),
  json('a comma at the end', 'a template', '[{"a":1},]', refused),
  json('comments', 'a template', '[/* x */{"a":1}]', refused),
  json('single quotes', 'Python str()', "[{'a': 1}]", refused),
  json('Python constants', 'Python str()', '[{"a": None, "b": True}]', refused),
  json('NaN', 'Python json', '[{"a":NaN}]', refused),
  json('a tab inside a text', 'string concatenation', '[{"a":"x\ty"}]', refused),
  json('a wrong escape', 'string concatenation', '[{"a":"C:\\xampp"}]', refused),
  json('leading zeros', 'string concatenation', '[{"a":007}]', refused),
  json('zero bytes behind the list', 'a load balancer', '[{"a":1}]\0\0\0\0', { records: [{ a: 1 }], orRefused: true }),
  json('null among records', 'a left join', '[{"a":1},null]', refused),
  json('values instead of records', 'a list of ids', '[1,2]', refused),
  json('no comma between records', 'a template', '[{"a":1}{"a":2}]', refused),
  json('a list that stops', 'a broken stream', '[{"a":1},{"a":2}', { error: 'TRUNCATED' }),
  json('one level of a list twice opened', 'a template', '[[{"a":1}]', refused),
  json('a surrogate alone', 'a text cut in the middle', '[{"a":"\\ud83d"}]', {
    records: [{ a: '\ud83d' }],
    orRefused: true,
  }),
  json('bytes that are no UTF-8', 'Latin-1 unsaid', hex('<[{"a":"caf> E9 <"}]>'), refused),
  json('UTF-16 with a mark', 'PowerShell', hex('FF FE 5B 00 7B 00 22 00 61 00 22 00 3A 00 31 00 7D 00 5D 00'), {
    records: [{ a: 1 }],
  }),
  json('UTF-16 without one', 'PowerShell', hex('5B 00 7B 00 22 00 61 00 22 00 3A 00 31 00 7D 00 5D 00'), {
    records: [{ a: 1 }],
  }),
  json('white space of all kinds around', 'a pretty printer', '\r\n\t [ {\r\n "a" : 1\r\n} ] \n', {
    records: [{ a: 1 }],
  }),
  json('null', 'Json.NET', 'null', { records: [] }),
  table('null', 'Json.NET', '{"Records":null,"Schema":null}', { records: [] }),
  table('Schema before Records', 'a dictionary', '{"Schema":[{"Column_Name":"a","Type":"INT"}],"Records":[{"a":1}]}', {
    records: [{ a: 1 }],
    columns: ['a'],
  }),
  table('Records twice', 'a dictionary', '{"Records":[{"a":1}],"Records":[{"a":2}]}', refused),
  table(
    'a list beside Records with the name of a column',
    'a report of two parts',
    '{"Records":[{"a":1}],"Totals":[{"a":2}]}',
    refused,
  ),
  json(
    'a text among numbers whose digits are kept',
    'SQL Server',
    '[{"a":1},{"a":"x"},{"a":2},{"a":9007199254740993}]',
    { records: [{ a: 1 }, { a: 'x' }, { a: 2 }, { a: '9007199254740993' }], types: ['unknown'] },
  ),
  table(
    'no records beside a list of columns under another name',
    'a dictionary',
    '{"ColumnList":[{"Column_Name":"a","Type":"INT"}],"Records":[]}',
    { records: [], orRefused: true },
  ),
  table('no Records', 'a dictionary', '{"Schema":[{"Column_Name":"a","Type":"INT"}]}', refused),
];
