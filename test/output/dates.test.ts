import assert from 'node:assert/strict';
import { dates, toDate } from '../../nodes/output/dates';
import type { ColumnInfo } from '../../nodes/record';
import { readStoredNode } from '../../nodes/stored/stored-node';
import { column } from '../decode/reading';

const iso = (text: string, zone?: string) => toDate(text, zone)?.toISOString();

describe('dates as Date objects', () => {
  it('are made of a text that names its zone', () => {
    assert.equal(iso('2015-07-02T12:15:02.45Z'), '2015-07-02T12:15:02.450Z');
    assert.equal(iso('2015-07-02 12:15:02 -05:30'), '2015-07-02T17:45:02.000Z');
    assert.equal(iso('2015-07-02T12:15+0200'), '2015-07-02T10:15:00.000Z');
    assert.equal(iso('2015-07-02T12:15:02.4500000Z'), '2015-07-02T12:15:02.450Z');
    assert.equal(iso('0001-01-01T00:00:00Z'), '0001-01-01T00:00:00.000Z');
    assert.equal(iso('9999-12-31T23:59:59.997Z'), '9999-12-31T23:59:59.997Z');
    assert.equal(iso('/Date(1435839302450)/'), '2015-07-02T12:15:02.450Z');
    assert.equal(iso('/Date(1435839302450-0500)/'), '2015-07-02T12:15:02.450Z');
  });

  it('are made of a text without zone only when a zone is given', () => {
    for (const text of ['2015-07-02T12:15:02.45', '2015-07-02', '0001-01-01T00:00:00'])
      assert.equal(iso(text), undefined);
    assert.equal(iso('2015-07-02T12:15:02.45', 'America/New_York'), '2015-07-02T16:15:02.450Z');
    assert.equal(iso('2015-12-16T07:39:39', 'America/New_York'), '2015-12-16T12:39:39.000Z');
    assert.equal(iso('2015-07-02', 'America/New_York'), '2015-07-02T04:00:00.000Z');
    assert.equal(iso('9999-12-31T23:59:59', 'Asia/Kolkata'), '9999-12-31T18:29:59.000Z');
    assert.equal(iso('2015-07-02T12:15:02Z', 'America/New_York'), '2015-07-02T12:15:02.000Z');
    assert.equal(iso('2015-07-02', 'No/Such_Zone'), undefined);
  });

  it('take the first of two when the clocks go back, and none when the time never was', () => {
    assert.equal(iso('2015-11-01T01:30:00', 'America/New_York'), '2015-11-01T05:30:00.000Z');
    assert.equal(iso('2015-03-08T02:30:00', 'America/New_York'), undefined);
    assert.equal(iso('2015-03-08T03:00:00', 'America/New_York'), '2015-03-08T07:00:00.000Z');
    assert.equal(iso('2015-10-04T02:15:00', 'Australia/Lord_Howe'), undefined);
    assert.equal(iso('2015-04-05T01:45:00', 'Australia/Lord_Howe'), '2015-04-04T14:45:00.000Z');
    assert.equal(iso('2018-11-04T00:00:00', 'America/Sao_Paulo'), undefined);
  });

  it('are not made of what is no exact instant', () => {
    for (const text of [
      '',
      'today',
      '2015-02-29T00:00:00Z',
      '2015-13-01',
      '2015-07-02T24:00:00Z',
      '2015-07-02T12:60Z',
      '2015-07-02T12:15:02.1234567Z',
      '0000-01-01T00:00:00Z',
      '07/02/2015',
      '20150702',
      '2015-07-02T12:15:60Z',
      '/Date(99999999999999999)/',
      '/Date(9999999999999999)/',
      '12:15',
    ]) {
      assert.equal(iso(text, 'UTC'), undefined, text);
    }
  });

  describe('in records', () => {
    const orderOf = (chosen: string) => ({
      choices: readStoredNode({ output: { dates: chosen } }).settings.output,
      columns: readStoredNode({}).settings.columns,
      hashKey: undefined,
      title: '',
      expected: [column('D', 'string', { format: 'date-time' }), column('S', 'string')],
      zone: undefined,
    });
    const columns = [
      { name: 'D', type: 'string', source: 'catalogue' },
      { name: 'S', type: 'string', source: 'catalogue' },
      { name: 'N', type: 'string', sqlType: 'DATETIME2(7)', source: 'schema' },
      { name: 'D_2', originalName: 'D', type: 'string', source: 'catalogue' },
    ] satisfies ColumnInfo[];
    const text = '2015-07-02T00:00:00Z';

    it('replace the text in date columns only', () => {
      const records = [{ D: text, S: text, N: 'soon', D_2: null }];
      const out = dates(orderOf('date'))!.apply({ records, columns });
      assert.deepEqual(out, { records: [{ D: new Date(text), S: text, N: 'soon', D_2: null }], columns });
    });

    it('are made of columns that become known later', () => {
      const made = dates(orderOf('date'))!;
      assert.deepEqual(made.apply({ records: [{ N: text }], columns: columns.slice(0, 2) }).records, [{ N: text }]);
      assert.deepEqual(made.apply({ records: [{ N: text }], columns }).records, [{ N: new Date(text) }]);
    });

    it('are made only when they are asked for', () => {
      assert.equal(dates(orderOf('text')), undefined);
    });
  });
});
