import assert from 'node:assert/strict';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import ExcelJS from 'exceljs';
import { XMLParser } from 'fast-xml-parser';
import { strFromU8, unzipSync } from 'fflate';
import { Parameters } from '../emulator/answers/question';
import { csvFormat } from '../emulator/render/csv';
import { askRaw, emulated } from './ask';

const AWKWARD = '/availability?ProductSKUs=1E5,0x1F,000123,%2B1,-0,NaN,Infinity,null';

describe('the nine responses of the emulator', () => {
  const the = emulated({ dials: { now: '2026-07-11T08:00:00' } });
  const xml = new XMLParser({ parseTagValue: false, trimValues: false, isArray: (name) => name === 'Record' });
  const records = () => the.json<Array<Record<string, string | number | boolean | null>>>(AWKWARD);
  const asText = async () => (await records()).map((record) => Object.values(record).map(String));

  it('Json is a flat list, with awkward values as they are', async () => {
    const rows = await records();
    assert.deepEqual(
      rows.map((row) => row.ProductSKU),
      ['1E5', '0x1F', '000123', '+1', '-0', 'NaN', 'Infinity', 'null'],
    );
    assert.equal(rows[2]?.ProductName, 'Gift card\r\nsecond line');
    assert.equal(rows[4]?.ProductName, '<b>Bold</b> & <script>alert(1)</script>');
  });

  it('Json writes money with two decimals and long ids with all their digits', async () => {
    const path = '/customizedreports/SalesExtendedDetailReport?StartDate=2025-01-01&StopDate=2025-03-31';
    const text = await (await the.ask(path)).text();
    assert.match(text, /"Price":0\.10,/);
    assert.match(text, /"LineID":9007199254\d{9}[,}]/);
  });

  it('JsonDataTable adds the schema behind the records', async () => {
    const table = await the.json<{ Records: unknown[]; Schema: Array<Record<string, unknown>> }>(
      `${AWKWARD}&Response=JsonDataTable`,
    );
    assert.deepEqual(Object.keys(table), ['Records', 'Schema']);
    assert.deepEqual(table.Records, await records());
    assert.deepEqual(Object.keys(table.Schema[0] ?? {}), ['Column_Name', 'Type', 'SafeType', 'Length']);
    assert.deepEqual(
      table.Schema.map((column) => column.Column_Name),
      Object.keys((await records())[0] ?? {}),
    );
  });

  it('Xml is a Table of Record elements, and empty without records', async () => {
    const response = await the.ask(`${AWKWARD}&Response=Xml`);
    assert.equal(response.headers.get('content-type'), 'text/xml; charset=utf-8');
    const { Table } = xml.parse(await response.text()) as {
      Table: { Record: Array<Record<string, string>> };
    };
    assert.deepEqual(
      Table.Record.map((record) => Object.values(record).map((text) => text.replaceAll('&#xD;', '\r'))),
      await asText(),
    );
    assert.equal(await (await the.ask('/availability?ProductSKUs=none&Response=Xml')).text(), '<Table />');
  });

  it('XmlDataTable adds a Schema element per column, and spells names that XML does not allow', async () => {
    const text = await (
      await the.ask('/reports/employeemasterlistreport?EnabledStatus=2&Response=XmlDataTable')
    ).text();
    assert.match(text, /<Employee_x0020_ID>5121<\/Employee_x0020_ID>/);
    assert.match(text, /<Schema><Column_Name>Employee ID<\/Column_Name><Type>int<\/Type>/);
  });

  for (const [dial, expected] of [
    [{ xmlRow: 'Table1' }, /<Table><Table1>/],
    [{ xmlNulls: 'empty' }, /<Address2 \/>/],
    [{ xmlNulls: 'nil' }, /<Address2 xsi:nil="true" \/>/],
    [{ byteOrderMark: true }, /^\ufeff<Table>/],
  ] as const) {
    it(`Xml can differ as ${JSON.stringify(dial)} says`, async () => {
      the.emulator.dials.set(dial);
      const raw = await askRaw(the, '/deltas/customers?StartDate=2025-01-01&StopDate=2025-02-01&Response=Xml');
      assert.match(raw.body.toString('utf8'), expected);
    });
  }

  it('Csv follows RFC 4180', async () => {
    const response = await the.ask(`${AWKWARD}&Response=Csv`);
    const text = await response.text();
    assert.equal(response.headers.get('content-type'), 'text/csv; charset=utf-8');
    assert.equal(response.headers.get('content-disposition'), 'attachment;filename=availability-2026-07-11.csv');
    const [header, ...rows] = parse(text, { record_delimiter: '\r\n' }) as string[][];
    assert.deepEqual(header, Object.keys((await records())[0] ?? {}));
    assert.deepEqual(
      rows.map((row) => row.map((value) => value.replace(/^(True|False)$/, (word) => word.toLowerCase()))),
      await asText(),
    );
  });

  it('Csv takes the delimiter, the extension, the file name, and whether there is a header', async () => {
    const response = await the.ask(
      `/lists/stores?Response=Csv&CSV.Delimiter=%7C&CSV.Headers=false&CSV.FileExtension=txt&Filename=MyReport`,
    );
    assert.equal(response.headers.get('content-disposition'), 'attachment;filename=MyReport.txt');
    assert.match(await response.text(), /^1\|14301\|84 West\r\n2\|/);
  });

  it('Csv quotes a quote, either line end, and a delimiter of any length', () => {
    const columns = Array.from({ length: 5 }, (_, index) => ({
      name: `c${index}`,
      type: 'string' as const,
      description: '',
    }));
    const parameters = new Parameters([['CSV.Delimiter', '||']]);
    const format = csvFormat({ columns, count: 1, rows: () => [] }, parameters, {
      csvLineEnd: 'lf',
      csvQuotes: 'needed',
    });
    assert.equal(format.row(['a"b', 'a\rb', 'a\nb', 'a||b', 'a|b,c']), '"a""b"||"a\rb"||"a\nb"||"a||b"||a|b,c\n');
  });

  it('Excel is a real workbook', async () => {
    const response = await the.ask(`${AWKWARD}&Response=Excel`);
    assert.equal(
      response.headers.get('content-type'),
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    );
    assert.equal(response.headers.get('content-disposition'), 'attachment;filename=availability-2026-07-11.xlsx');
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.load(await response.arrayBuffer());
    const sheet = workbook.worksheets[0];
    assert.equal(sheet?.rowCount, 9);
    assert.equal(sheet?.getCell('D2').value, '1E5');
    assert.equal(sheet?.getCell('D4').value, '000123');
  }).timeout(20_000);

  for (const [kind, extension] of [
    ['Csv', 'csv'],
    ['Xml', 'xml'],
    ['Excel', 'xlsx'],
  ] as const) {
    it(`${kind}.Email sends the file over SMTP and acknowledges`, async () => {
      const before = the.emulator.mails.length;
      const query = 'Email.To=a@example.test&Email.Cc=b@example.test&Email.Subject=L%C3%A4den&Filename=MyReport';
      const acknowledgement = await the.json<Record<string, unknown>>(`/lists/stores?Response=${kind}.Email&${query}`);
      assert.equal(acknowledgement.Error, false);
      const mail = the.emulator.mails[before];
      assert.equal(mail?.subject, 'Läden');
      assert.deepEqual([mail?.to?.[0]?.address, mail?.cc?.[0]?.address], ['a@example.test', 'b@example.test']);
      assert.equal(mail?.attachments[0]?.filename, `MyReport.${extension}`);
    }).timeout(20_000);
  }

  it('e-mail can be compressed, and needs a recipient', async () => {
    await the.ask('/lists/stores?Response=Csv.Email&Email.To=a@example.test&Email.Compress=true&Filename=MyReport');
    const attachment = the.emulator.mails.at(-1)?.attachments[0];
    assert.equal(attachment?.filename, 'MyReport.zip');
    const files = unzipSync(new Uint8Array(attachment?.content as ArrayBuffer));
    assert.match(strFromU8(files['MyReport.csv'] as Uint8Array), /^StoreID,/);
    assert.equal((await the.ask('/lists/stores?Response=Csv.Email')).status, 400);
  });
});

describe('the body of an answer of the emulator', () => {
  const the = emulated();
  const plain = async () => (await askRaw(the, '/lists/stores')).body;

  for (const [coding, decode] of [
    ['gzip', gunzipSync],
    ['deflate', inflateSync],
    ['br', brotliDecompressSync],
  ] as const) {
    it(`is compressed with ${coding} when that is accepted`, async () => {
      const raw = await askRaw(the, '/lists/stores', { 'accept-encoding': coding });
      assert.equal(raw.headers['content-encoding'], coding);
      assert.deepEqual(decode(raw.body), await plain());
    });
  }

  it('is not compressed when nothing is accepted or the dial says so', async () => {
    assert.equal((await askRaw(the, '/lists/stores')).headers['content-encoding'], undefined);
    assert.equal(
      (await askRaw(the, '/lists/stores', { 'accept-encoding': 'gzip;q=0' })).headers['content-encoding'],
      undefined,
    );
    the.emulator.dials.set({ compression: 'none' });
    assert.equal(
      (await askRaw(the, '/lists/stores', { 'accept-encoding': 'gzip' })).headers['content-encoding'],
      undefined,
    );
  });

  it('is chunked, or has a length', async () => {
    assert.equal((await askRaw(the, '/lists/stores')).headers['transfer-encoding'], 'chunked');
    the.emulator.dials.set({ framing: 'length' });
    const raw = await askRaw(the, '/lists/stores');
    assert.equal(raw.headers['content-length'], String(raw.body.length));
  });
});
