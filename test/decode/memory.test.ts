import assert from 'node:assert/strict';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createReader } from '../../nodes/decode/create-reader';
import type { DataRecord } from '../../nodes/record';
import { column, formats } from './reading';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const text = 'a text of more than thirteen characters, as V8 refers to them';
const row = (id: number) => ({ ID: id, Name: `Store number ${id}`, Note: `${text} ${id}`, More: `${text} more` });
const columns = ['ID', 'Name', 'Note', 'More'].map((name) => column(name));

/** A piece of an answer: 200 rows of about 200 bytes. */
const written = {
  Json: (rows: DataRecord[]) => `${rows.map((each) => JSON.stringify(each)).join(',')},`,
  JsonDataTable: (rows: DataRecord[]) => `${rows.map((each) => JSON.stringify(each)).join(',')},`,
  Csv: (rows: DataRecord[]) => rows.map((each) => `"${Object.values(each).join('","')}"\r\n`).join(''),
  Xml: xml,
  XmlDataTable: xml,
};
const opening = {
  Json: '[',
  JsonDataTable: '{"Records":[',
  Csv: 'ID,Name,Note,More\r\n',
  Xml: '<T>',
  XmlDataTable: '<T>',
};

function xml(rows: DataRecord[]): string {
  const fields = (each: DataRecord) => Object.entries(each).map(([name, value]) => `<${name}>${value}</${name}>`);
  return rows.map((each) => `<R>${fields(each).join('')}</R>`).join('');
}

describe('records that a flow keeps', () => {
  for (const format of formats) {
    it(`do not keep the rest of the answer in memory: ${format}`, function () {
      this.timeout(60_000);
      const reader = createReader(format, {
        columns,
        csv: { delimiter: ',', headers: true },
        context: { host: '', path: '' },
      });
      reader.write(Buffer.from(opening[format]));
      const kept: DataRecord[] = [];
      collectGarbage();
      const before = process.memoryUsage().heapUsed;
      let bytes = 0;
      for (let piece = 0; piece < 400; piece++) {
        const chunk = Buffer.from(written[format](Array.from({ length: 200 }, (_, index) => row(piece * 200 + index))));
        bytes += chunk.length;
        const [first] = reader.write(chunk);
        if (first !== undefined) kept.push(first);
      }
      collectGarbage();
      const growth = process.memoryUsage().heapUsed - before;
      assert.ok(kept.length > 100);
      assert.ok(growth < bytes / 20, `${kept.length} records of ${bytes} bytes keep ${growth} bytes`);
    });
  }
});
