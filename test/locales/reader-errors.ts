/** Every kind of error the readers of answers make. */
import type { ResponseFormat } from '../../nodes/catalogue/shared-parameters';
import { checkContent, refuseBlank } from '../../nodes/decode/content-check';
import type { RecordFormat } from '../../nodes/decode/create-reader';
import type { Limits } from '../../nodes/decode/limits';
import { column, type Reading, records } from '../decode/reading';
import { type Case, WORDS } from './client-errors';

const context = { host: 'h.invalid', path: '/x' };

const json = [
  ...[
    '5',
    '{}]',
    '[5]',
    '[{}',
    '[{}}',
    '[{},]',
    '[{}] x',
    '[{x}]',
    '[{"A" 1}]',
    '[{"A":}]',
    '[{"A":1;}]',
    '[{"A":[1;2]}]',
  ],
  ...['[{"A":01}]', '[{"A":tru}]', '[{"A":"\n"}]', '[{"A":"\\x"}]', '[{"A":"\\u12x4"}]', 'true'],
  `{"Error":true,"Message":${JSON.stringify(WORDS)}}`,
  '{"Error":true}',
];

const wrapped = [
  '{"Table":[{"A":1}],"Table1":[{"A":1}]}',
  '{"value":[{"A":1}],"nextLink":"/2"}',
  `{"items":[{"A":"${'v'.repeat(70_000)}"}],"ID":7}`,
];

const tables = ['{"A":1}', '{"Records" 1}', '{5}', '{"Records":[];}', '{"Records":[]}x', '5'];

const csv = ['A,B\n\n1,2\n', 'A,B\n1,2,3\n4,5\n', 'A,B\r\n1,2\n3,4\r\n', 'A,B\n"1"x,2\n', 'A,B\n"1', 'A;B\n1;2\n'];

const xml = [
  ...['<!DOCTYPE a><T/>', '<T/>x', 'x', '<T/><T/>', '</T>', '<T><R><A>1</A>x</R></T>', '<T><R><A>1</A></B></R></T>'],
  ...[
    '<T><R><A>1</A></R><R>x</R></T>',
    '<T><A>1</A><R><B>1</B></R></T>',
    '<T><R><A><B>1</B></A></R></T>',
    '<T a><R/></T>',
  ],
  ...['<T><R><A>1</B></R></T>', '<T><R><A>&x;</A></R></T>', '<T><R><?go </R></T>', '<T><R><A><!D></A></R></T>'],
  `<Error><Message>${WORDS}</Message></Error>`,
  '<T><R><A>1',
];

const contents: [ResponseFormat, string, string][] = [
  ['Json', '<html>', 'text/html'],
  ['Json', '<a>', 'text/xml'],
  ['Json', 'PK\u0003\u0004', 'application/zip'],
  ['Json', 'x', ''],
  ['Json', 'x', 'text/x'],
  ['Xml', '[]', 'application/json'],
  ['Csv', `{"Error":true,"Message":${JSON.stringify(WORDS)}}`, 'application/json'],
];

export const readerCases: Case[] = [
  ...json.map((body) => reading('Json', body)),
  ...wrapped.map((body) => reading('Json', body, { splits: [16_384] })),
  reading('Json', '{"B":1}', { columns: [column('A')] }),
  ...tables.map((body) => reading('JsonDataTable', body)),
  ...csv.map((body) => reading('Csv', body)),
  ...xml.map((body) => reading('Xml', body)),
  ...limits(),
  reading('Json', Buffer.from([0x5b, 0x22, 0xff, 0x22, 0x5d])),
  reading('Csv', Buffer.from([0x41, 0xff, 0x0a])),
  reading('Csv', Buffer.from([0x41, 0x0a, 0xff, 0x0a]), { charset: 'shift_jis' }),
  ...contents.map(([format, body, contentType]) => () => {
    return checkContent({ format, contentType, charset: undefined, firstBytes: Buffer.from(body), ...context });
  }),
  () => refuseBlank({ format: 'Excel', contentType: '', charset: undefined, firstBytes: Buffer.from(' '), ...context }),
];

function limits(): Case[] {
  const long = 'v'.repeat(100_000);
  const limited = (format: RecordFormat, body: string, more: Partial<Limits>) =>
    reading(format, body, { limits: more, splits: [16_384] });
  return [
    limited('Json', `[{"A":"${long}"}]`, { value: 1000 }),
    limited('Csv', `A\n${long}\n`, { value: 1000 }),
    limited('Xml', `<T><R><A>${long}</A></R></T>`, { value: 1000 }),
    limited('Json', `[{"A":"${long}${long}`, { record: 70_000 }),
    limited('Csv', 'A,B,C\n1,2,3\n', { columns: 2 }),
    limited('Json', '[{"A":[[[[1]]]]}]', { nesting: 3 }),
  ];
}

function reading(format: RecordFormat, body: string | Buffer, more: Reading = {}): Case {
  return () => records(format, body, { context, ...more });
}
