import assert from 'node:assert/strict';
import type { RecordFormat } from '../../nodes/decode/create-reader';
import { DataConnectError } from '../../nodes/errors';
import type { DataRecord } from '../../nodes/record';
import { records } from './reading';

const answers: Array<[format: RecordFormat, body: string]> = [
  ['Json', '[{"A":1,"B":"x,\\"é😀\\u0041"},{"A":-2.5e3,"B":null},{"A":[true,{"C":[]}],"B":false}]'],
  ['Json', '{"A":1,"B":"x"}'],
  ['Json', 'null'],
  ['JsonDataTable', '{"Records":[{"A":1,"B":"é"},{"A":2}],"Schema":[{"Column_Name":"A","Type":"INT"}],"x":1}'],
  ['JsonDataTable', '{"Schema":[{"Column_Name":"A","Type":"INT"}],"Records":[{"A":1},{"A":2}]}'],
  [
    'Xml',
    '<?xml version="1.0"?><!-- c --><Table a="b"><Record><A>1 &amp; é😀</A><B/></Record><Record x=">"><A><![CDATA[x]]></A></Record></Table>',
  ],
  ['Xml', '<Session><A>1</A><B>2</B></Session>'],
  ['Xml', '<Table />'],
  [
    'XmlDataTable',
    '<Table><Record><A>1</A></Record><Schema><Column_Name>A</Column_Name><Type>INT</Type></Schema></Table>',
  ],
];

/** What reading the first bytes gives. */
function outcome(format: RecordFormat, bytes: Buffer): DataRecord[] | string {
  try {
    return records(format, bytes);
  } catch (error) {
    if (error instanceof DataConnectError) return error.code;
    throw error;
  }
}

describe('an answer that is cut off', () => {
  for (const [format, body] of answers) {
    it(`is an error at every byte: ${format} ${body.slice(0, 24)}`, () => {
      const bytes = Buffer.from(body);
      for (let length = 1; length < bytes.length; length++) {
        const cut = bytes.subarray(0, length);
        // A comment or declaration alone is no answer either; white space alone is an empty one.
        assert.match(String(outcome(format, cut)), /^(TRUNCATED|MALFORMED)$/, `cut after ${length} bytes`);
      }
      assert.ok(Array.isArray(outcome(format, bytes)));
    });
  }

  it('is cut off, and not malformed, inside a character or a number', () => {
    const cutInCharacter: Array<[format: RecordFormat, body: string]> = [
      ['Json', '[{"A":"é'],
      ['Xml', '<T><R><A>é'],
      ['Csv', 'A,B\n1,é'],
    ];
    for (const [format, body] of cutInCharacter) {
      assert.equal(outcome(format, Buffer.from(body).subarray(0, -1)), 'TRUNCATED', body);
    }
    for (const body of ['[{"A":1.', '[{"A":-', '[{"A":1e'])
      assert.equal(outcome('Json', Buffer.from(body)), 'TRUNCATED');
  });

  it('is cut off inside a Csv row that has no line end, else it has too few fields', () => {
    for (const [body, code] of [
      ['A,B\n"1"', 'TRUNCATED'],
      ['A,B\n1', 'TRUNCATED'],
      ['A,B\n"1"\n', 'MALFORMED'],
      ['A,B\n1\n', 'MALFORMED'],
    ]) {
      assert.equal(outcome('Csv', Buffer.from(body!)), code, body);
    }
  });

  it('is an error inside a Csv row, except in its last field', () => {
    const body = 'A,B,C\r\n1,"x ""é""\r\n",3\r\n4,5,"6"\r\n';
    const bytes = Buffer.from(body);
    const whole = records('Csv', body);
    for (let length = 'A,B,C\r\n'.length; length < bytes.length; length++) {
      const cut = bytes.subarray(0, length);
      const result = outcome('Csv', cut);
      if (typeof result === 'string') {
        assert.match(result, /^(TRUNCATED|MALFORMED)$/, `cut after ${length} bytes`);
        continue;
      }
      const rows = body.slice(0, cut.toString().length).split(/\r\n(?!")/);
      const isUndetectable = rows.at(-1) === '' || /^(1,.*",3?|4,5,("6")?)$/s.test(rows.at(-1)!);
      assert.ok(isUndetectable, `a short success after ${length} bytes: ${JSON.stringify(result)}`);
      const allButLastField = ({ A, B }: DataRecord) => ({ A, B });
      assert.deepEqual(result.map(allButLastField), whole.slice(0, result.length).map(allButLastField));
      assert.deepEqual(result.slice(0, -1), whole.slice(0, Math.max(0, result.length - 1)));
    }
  });
});
