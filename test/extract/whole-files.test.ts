/** What becomes a file: the whole report and nothing else, as with records. */
import assert from 'node:assert/strict';
import type { DataConnectClient } from '../../nodes/client/client';
import type { RecordFormat } from '../../nodes/decode/create-reader';
import { DataConnectError } from '../../nodes/errors';
import { answer } from '../client/scripted-server';
import { settingsFor, TestBed } from '../client/settings-for';
import { records } from '../decode/reading';
import { runIntoFile, scratchFolder } from './file-run';
import { orderFor } from './run-against';

const TYPES: Readonly<Record<RecordFormat, string>> = {
  Json: 'application/json',
  JsonDataTable: 'application/json',
  Xml: 'text/xml',
  XmlDataTable: 'text/xml',
  Csv: 'text/csv',
};

const rows = <T>(count: number, row: (index: number) => T) => Array.from({ length: count }, (_, index) => row(index));
const schema = '<Schema><Column_Name>ID</Column_Name><Type>INT</Type></Schema>';
const xml = (count: number) =>
  rows(count, (id) => `<Record><ID>${id}</ID><Name>é ${id} &amp; more</Name></Record>`).join('');
const json = (count: number) => rows(count, (id) => `{"ID":${id},"Name":"é \\"${id}\\""}`).join(',');

/** A report of so many rows. */
const REPORTS: Readonly<Record<RecordFormat, (count: number) => string>> = {
  Json: (count) => `[${json(count)}]`,
  JsonDataTable: (count) => `{"Records":[${json(count)}],"Schema":[{"Column_Name":"ID","Type":"INT"}]}`,
  Xml: (count) => `<?xml version="1.0"?><Table>${xml(count)}</Table>`,
  XmlDataTable: (count) => `<Table>${xml(count)}${schema}</Table>`,
  Csv: (count) => `ID,Name,Other\r\n${rows(count, (id) => `${id},"é ""${id}""\r\n",x`).join('\r\n')}\r\n`,
};

/** So many that most are only counted. */
const MANY = 8000;

describe('a file', () => {
  const folder = scratchFolder();
  const bed = new TestBed();
  let body: Buffer;
  let contentType: string;
  let client: DataConnectClient;
  before(async () => {
    const server = await bed.server((_, socket) => {
      socket.write(answer(200, body, { 'content-type': contentType }));
    });
    client = bed.client(settingsFor(server.url, {}));
  });
  after(() => bed.close());

  /** @returns the rows of the file, or the code of the error; never both, nor anything else in the folder */
  async function outcome(format: RecordFormat, bytes: Buffer): Promise<number | string> {
    body = bytes;
    contentType = TYPES[format];
    const order = orderFor('', { Response: format }, { endpoint: undefined, path: '/x' });
    const { bytes: file, rows: counted, error, left } = await runIntoFile(client, order, folder);
    assert.deepEqual(left, []);
    if (error === undefined) {
      assert.ok(file?.equals(bytes));
      return counted!;
    }
    assert.equal(file, undefined);
    assert.ok(error instanceof DataConnectError, String(error));
    return error.code;
  }

  /** The same of who makes records of it. */
  function read(format: RecordFormat, bytes: Buffer): number | string {
    try {
      return records(format, bytes).length;
    } catch (error) {
      assert.ok(error instanceof DataConnectError);
      return error.code;
    }
  }

  for (const format of Object.keys(REPORTS) as RecordFormat[]) {
    const whole = Buffer.from(REPORTS[format](2));
    const large = Buffer.from(REPORTS[format](MANY));

    it(`that ends early is none, at whatever byte: ${format}`, async () => {
      for (let length = 1; length < whole.length; length++) {
        const cut = whole.subarray(0, length);
        const result = await outcome(format, cut);
        // Csv cannot prove its own end.
        if (format === 'Csv' && typeof read(format, cut) === 'number') continue;
        assert.match(String(result), /^(TRUNCATED|MALFORMED|API_ERROR|WRONG_CONTENT_TYPE)$/, `cut after ${length}`);
      }
      assert.equal(await outcome(format, whole), 2);
    });

    it(`that is long and ends early is what its records are: ${format}`, async () => {
      assert.equal(await outcome(format, large), MANY);
      for (let length = large.length - 90; length < large.length; length += 7) {
        const cut = large.subarray(0, length);
        assert.equal(await outcome(format, cut), read(format, cut), `cut after ${length}`);
      }
      const middle = large.subarray(0, Math.floor(large.length / 2));
      assert.equal(await outcome(format, middle), read(format, middle));
    });

    const behind: Array<[what: string, text: string]> = [
      ['an error in words', 'Execution Timeout Expired. The server is not responding.'],
      ['an error object', '{"Error":true,"Message":"Timeout expired."}'],
      ['a page', "<html><body><h1>Server Error in '/' Application.</h1></body></html>"],
      ['a stack trace', 'System.Exception: x\r\n   at A.B(String c, Int32 d) in E:line 1\r\n   at F.G()\r\n'],
      ['another report', REPORTS[format](1).replace('ID', 'ID,Two')],
    ];
    for (const [what, text] of behind) {
      it(`is none with ${what} behind its rows: ${format}`, async () => {
        for (const report of [whole, large]) {
          const result = await outcome(format, Buffer.concat([report, Buffer.from(text)]));
          assert.match(String(result), /^(MALFORMED|TRUNCATED|API_ERROR)$/);
        }
      });
    }

    it(`is none with something else between its rows: ${format}`, async () => {
      const at = large.indexOf(
        format === 'Csv' ? '\r\n4000,' : format.startsWith('Xml') ? '<Record><ID>4000' : '{"ID":4000',
      );
      for (const text of ['\r\nTimeout expired.', '\r\n', '"', '\0<']) {
        const broken = Buffer.concat([large.subarray(0, at), Buffer.from(text), large.subarray(at)]);
        const expected = read(format, broken);
        assert.equal(await outcome(format, broken), expected);
        if (text.includes('Timeout')) assert.equal(expected, 'MALFORMED');
      }
    });
  }
});
