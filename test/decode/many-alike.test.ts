import assert from 'node:assert/strict';
import type { DataRecord } from '../../nodes/record';
import { failure, read, records } from './reading';

const ROWS = 60;

interface Odd {
  json: string;
  xml: string;
  record: DataRecord;
}

const text = (json: string, xml: string, value: string): Odd => ({
  json: `{"ID":"7","Name":"${json}","Note":"n"}`,
  xml: `<Record><ID>7</ID><Name>${xml}</Name><Note>n</Note></Record>`,
  record: { ID: '7', Name: value, Note: 'n' },
});

/** What one record may have that those around it have not. */
const odd: Record<string, Odd> = {
  'what stands between two': {
    json: '{"ID":"7","Name":"},{","Note":"</Record><Record>"}',
    xml: '<Record><ID>7</ID><Name>},{</Name><Note><![CDATA[</Record><Record>]]></Note></Record>',
    record: { ID: '7', Name: '},{', Note: '</Record><Record>' },
  },
  'an escape': text('a\\n\\u00e9', 'a\n&#233;', 'a\né'),
  'a backslash at the end': text('a\\\\', 'a\\', 'a\\'),
  'letters beyond Latin-1': text('日本 – 📱', '日本 – 📱', '日本 – 📱'),
  'a long text': text('x'.repeat(5000), 'x'.repeat(5000), 'x'.repeat(5000)),
  'a text longer than a piece': text('y'.repeat(90_000), 'y'.repeat(90_000), 'y'.repeat(90_000)),
  'other columns': {
    json: '{"Name":"b","Other":"o"}',
    xml: '<Record><Name>b</Name><Other>o</Other></Record>',
    record: { Name: 'b', Other: 'o' },
  },
  'names of the same length': {
    json: '{"IX":"7","Nome":"b","Nite":"n"}',
    xml: '<Record><IX>7</IX><Nome>b</Nome><Nite>n</Nite></Record>',
    record: { IX: '7', Nome: 'b', Nite: 'n' },
  },
  'a name with another letter': {
    json: '{"ID":"7","Nome":"b","Note":"n"}',
    xml: '<Record><ID>7</ID><Nome>b</Nome><Note>n</Note></Record>',
    record: { ID: '7', Nome: 'b', Note: 'n' },
  },
  'space in it': {
    json: '{ "ID": "7",\n"Name": "b" }',
    xml: '<Record >\n <ID>7</ID> <!-- </Record> --><Name>b</Name>\n</Record >',
    record: { ID: '7', Name: 'b' },
  },
  'a column of the row’s name': {
    json: '{"ID":"7","Record":"r","Note":"n"}',
    xml: '<Record><ID>7</ID><Record>r</Record><Note>n</Note></Record>',
    record: { ID: '7', Record: 'r', Note: 'n' },
  },
  'names in another order': {
    json: '{"Note":"n","ID":"7","Name":"b"}',
    xml: '<Record><Note>n</Note><ID>7</ID><Name>b</Name></Record>',
    record: { Note: 'n', ID: '7', Name: 'b' },
  },
  'a name that comes twice': {
    json: '{"Name":"b","ID":"7","Name":"c"}',
    xml: '<Record><Name>b</Name><ID>7</ID><Name>c</Name></Record>',
    record: { Name: 'b', ID: '7', Name_2: 'c' },
  },
  nothing: { json: '{}', xml: '<Record></Record>', record: {} },
};

/** Small answers of Json that come whole are read at once. */
const inPieces = { splits: [701], limits: { piece: 1000 } };

const plain = (id: number): DataRecord => ({ ID: String(id), Name: `Größe ${id}`, Note: 'as all the others' });

function json(all: string[]): string {
  return `[${all.join(',')}]`;
}

function xml(all: string[]): string {
  return `<Table>${all.join('')}</Table>`;
}

function xmlRow(row: DataRecord): string {
  return `<Record>${Object.entries(row)
    .map(([name, value]) => `<${name}>${value}</${name}>`)
    .join('')}</Record>`;
}

/** The rows, written, with another one at the place. */
function withOdd(write: (row: DataRecord) => string, place: number, other: string): string[] {
  return Array.from({ length: ROWS }, (_, index) => (index === place ? other : write(plain(index))));
}

describe('one record among many alike', () => {
  for (const [what, { json: oddJson, xml: oddXml, record }] of Object.entries(odd)) {
    it(`is read wherever it stands: ${what}`, () => {
      for (let place = 0; place < ROWS; place += 7) {
        const expected = Array.from({ length: ROWS }, (_, index) => (index === place ? record : plain(index)));
        const readings = [{}, inPieces];
        for (const reading of readings) {
          assert.deepEqual(records('Json', json(withOdd(JSON.stringify, place, oddJson)), reading), expected);
          assert.deepEqual(records('Xml', xml(withOdd(xmlRow, place, oddXml)), reading), expected);
        }
      }
    });
  }

  it('is named when it is wrong', () => {
    for (let place = 3; place < ROWS; place += 7) {
      const badXml = withOdd(xmlRow, place, '<Record><ID>7</ID><Name>b & c</Name></Record>');
      assert.throws(
        () => records('Xml', xml(badXml), inPieces),
        failure('MALFORMED', new RegExp(`record ${place + 1}\\b`)),
      );
      const badJson = withOdd(JSON.stringify, place, '{"ID":"7","Name":"b\tc","Note":"n"}');
      const at = json(badJson).indexOf('\t');
      const bytes = Buffer.byteLength(json(badJson).slice(0, at));
      assert.throws(() => records('Json', json(badJson), inPieces), failure('MALFORMED', new RegExp(`\\b${bytes}\\b`)));
    }
  });

  it('is refused when a value of it is none', () => {
    for (const value of [
      '.5',
      '5.',
      '-',
      '01',
      '1e',
      '+1',
      'trux',
      'nul',
      'falsy',
      'true1',
      'nullx',
      'falsely',
      '"\\x"',
      '',
      '1 2',
      '1]',
      'NaN',
    ]) {
      for (const after of [',"Note":"n"}', '}']) {
        const bad = withOdd(JSON.stringify, 40, `{"ID":"7","Name":${value}${after}`);
        assert.throws(() => records('Json', json(bad), inPieces), failure('MALFORMED'), value + after);
      }
    }
  });

  it('is refused when it is not closed before the list is', () => {
    const all = json(Array.from({ length: ROWS }, (_, id) => `{"ID":${id}}`));
    assert.throws(() => records('Json', all.replace(/}]$/, ' ]'), inPieces), failure('MALFORMED'));
    assert.throws(() => records('Json', all.replace(/}]$/, ''), inPieces), failure('TRUNCATED'));
  });

  it('keeps numbers, words and null as they are', () => {
    const row = (id: number) => ({ id, big: -1234567.25, yes: true, no: false, nothing: null, text: '' });
    const all = Array.from({ length: ROWS }, (_, id) => row(id));
    for (let piece = 60; piece < 400; piece += 13) {
      assert.deepEqual(records('Json', JSON.stringify(all), { splits: [17], limits: { piece } }), all);
    }
  });

  it('is read when it has lists and objects in it, and long numbers', () => {
    const other = '{"ID":{"a":[1,"}",{"__proto__":2}]},"Name":12345678901234567890,"Note":-1.5e3}';
    const all = withOdd(JSON.stringify, 40, other);
    const { records: rows, columns } = read('Json', json(all), inPieces);
    const { ID, ...rest } = rows[40]!;
    assert.deepEqual(rest, { Name: '12345678901234567890', Note: -1500 });
    assert.equal(JSON.stringify(ID), '{"a":[1,"}",{"__proto___":2}]}');
    assert.deepEqual(
      columns.map(({ digitsKeptAsText }) => digitsKeptAsText),
      [undefined, true, undefined],
    );
  });

  it('is named when it is not UTF-8', () => {
    for (const [format, text] of [
      ['Json', json(withOdd(JSON.stringify, 40, '{"ID":"7","Name":"b\u00ff","Note":"n"}'))],
      ['Xml', xml(withOdd(xmlRow, 40, '<Record><ID>7</ID><Name>b\u00ff</Name><Note>n</Note></Record>'))],
      ['Csv', `ID,Name,Note\n${withOdd((row) => Object.values(row).join(','), 40, '7,b\u00ff,n').join('\n')}\n`],
    ] as const) {
      const body = Buffer.from(text);
      const at = body.indexOf('\u00ff');
      const wrong = Buffer.concat([body.subarray(0, at), Buffer.of(0xff), body.subarray(at + 2)]);
      assert.throws(() => records(format, wrong, inPieces), failure('MALFORMED', new RegExp(`\\b${at}\\b`)), format);
    }
  });

  it('is refused when a value of it is too long, also when it comes at once', () => {
    const long = 'z'.repeat(3000);
    for (const [format, body] of [
      ['Json', json(withOdd(JSON.stringify, 40, `{"ID":"7","Name":"${long}","Note":"n"}`))],
      ['Xml', xml(withOdd(xmlRow, 40, `<Record><ID>7</ID><Name>${long}</Name><Note>n</Note></Record>`))],
      ['Csv', `ID,Name,Note\n${withOdd((row) => Object.values(row).join(','), 40, `7,${long},n`).join('\n')}\n`],
    ] as const) {
      const reading = { splits: [701, 100_000], limits: { piece: 1000, value: 2999 } };
      assert.throws(() => records(format, body, reading), failure('LIMIT_EXCEEDED', /2999/), format);
    }
  });

  it('is refused when anything but a comma is in front of it', () => {
    for (const between of [';', ' ', ',,']) {
      const body = json(Array.from({ length: ROWS }, (_, id) => JSON.stringify(plain(id)))).replace(
        '},{"ID":"41"',
        `}${between}{"ID":"41"`,
      );
      assert.throws(() => records('Json', body, inPieces), failure('MALFORMED'));
    }
  });
});
