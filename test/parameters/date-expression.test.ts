import assert from 'node:assert/strict';
import {
  parseDateExpression,
  type ResolveOptions,
  resolveDateExpression,
} from '../../nodes/parameters/date-expression';

/** A Thursday, 10:20 in Toronto, already Friday in Auckland. */
const now = new Date('2024-02-29T15:20:30.123Z');

function resolve(text: string, options: Partial<ResolveOptions> = {}): string {
  const expression = parseDateExpression(text);
  assert.ok(expression, `"${text}" is a date expression`);
  return resolveDateExpression(expression, {
    now,
    zone: 'America/Toronto',
    edge: 'start',
    format: 'date-time',
    ...options,
  });
}

function range(text: string, options: Partial<ResolveOptions> = {}): [string, string] {
  return [resolve(text, { ...options, edge: 'start' }), resolve(text, { ...options, edge: 'stop' })];
}

function days(text: string, options: Partial<ResolveOptions> = {}): [string, string] {
  return range(text, { ...options, format: 'date' });
}

describe('dates as people say them', () => {
  it('takes whole days of the time zone', () => {
    assert.deepEqual(range('today'), ['2024-02-29T00:00:00.000', '2024-02-29T23:59:59.997']);
    assert.deepEqual(days('today', { zone: 'Pacific/Auckland' }), ['2024-03-01', '2024-03-01']);
    assert.deepEqual(days('yesterday'), ['2024-02-28', '2024-02-28']);
    assert.deepEqual(days('tomorrow'), ['2024-03-01', '2024-03-01']);
  });

  it('moves days and instants', () => {
    assert.deepEqual(days('today-7d'), ['2024-02-22', '2024-02-22']);
    assert.deepEqual(days('today - 1y'), ['2023-02-28', '2023-02-28']);
    assert.deepEqual(days('today+1mo'), ['2024-03-29', '2024-03-29']);
    assert.deepEqual(range('now'), ['2024-02-29T10:20:30.123', '2024-02-29T10:20:30.123']);
    assert.equal(resolve('now-15m'), '2024-02-29T10:05:30.123');
    assert.equal(resolve('now-2h'), '2024-02-29T08:20:30.123');
    assert.equal(resolve('now-3d'), '2024-02-26T10:20:30.123');
    assert.equal(resolve('now-2h', { format: 'date' }), '2024-02-29');
  });

  it('counts the current unit in "last N" and leaves it out of "previous"', () => {
    assert.deepEqual(days('last 7 days'), ['2024-02-23', '2024-02-29']);
    assert.deepEqual(days('previous 7 days'), ['2024-02-22', '2024-02-28']);
    assert.deepEqual(days('last 2 weeks'), ['2024-02-19', '2024-03-03']);
    assert.deepEqual(days('last 3 months'), ['2023-12-01', '2024-02-29']);
    assert.deepEqual(range('last 2 hours'), ['2024-02-29T09:00:00.000', '2024-02-29T10:59:59.997']);
    assert.deepEqual(days('previous day'), ['2024-02-28', '2024-02-28']);
    assert.deepEqual(days('previous week'), ['2024-02-19', '2024-02-25']);
    assert.deepEqual(days('previous month'), ['2024-01-01', '2024-01-31']);
    assert.deepEqual(days('last month'), ['2024-01-01', '2024-01-31']);
    assert.deepEqual(days('previous quarter'), ['2023-10-01', '2023-12-31']);
    assert.deepEqual(days('previous year'), ['2023-01-01', '2023-12-31']);
  });

  it('takes the whole unit with "this" and ends today with "to date"', () => {
    assert.deepEqual(days('this week'), ['2024-02-26', '2024-03-03']);
    assert.deepEqual(days('this month'), ['2024-02-01', '2024-02-29']);
    assert.deepEqual(days('this quarter'), ['2024-01-01', '2024-03-31']);
    assert.deepEqual(days('this year'), ['2024-01-01', '2024-12-31']);
    assert.deepEqual(days('month to date'), ['2024-02-01', '2024-02-29']);
    assert.deepEqual(days('year to date'), ['2024-01-01', '2024-02-29']);
  });

  it('takes a written date as a whole day and a written instant as it is', () => {
    assert.deepEqual(range('2019-06-30'), ['2019-06-30T00:00:00.000', '2019-06-30T23:59:59.997']);
    assert.deepEqual(days('2019-06-30'), ['2019-06-30', '2019-06-30']);
    assert.equal(resolve('2019-10-01T18:00:00.000', { edge: 'stop' }), '2019-10-01T18:00:00.000');
    assert.equal(resolve('2019-10-01 18:00'), '2019-10-01T18:00');
    assert.equal(resolve('2016-01-01T00:00:00.000Z'), '2016-01-01T00:00:00.000Z');
    assert.equal(resolve('2016-01-01T00:00:00.000Z', { format: 'date' }), '2015-12-31');
    assert.equal(resolve('2016-01-01T02:00:00+0500', { format: 'date' }), '2015-12-31');
    assert.equal(resolve('2016-01-01T00:00:00', { format: 'date' }), '2016-01-01');
  });

  it('does not mind case and spacing', () => {
    assert.deepEqual(parseDateExpression('  Last  7  Days '), { kind: 'last', count: 7, unit: 'day' });
    assert.deepEqual(parseDateExpression('NOW - 15M'), parseDateExpression('now-15m'));
    assert.deepEqual(parseDateExpression('Month To Date'), { kind: 'to-date', unit: 'month' });
  });

  it('refuses what is no date', () => {
    const noDates = [
      '',
      'soon',
      'last 0 days',
      'last days ago',
      'this 3 weeks',
      'this hour',
      'today-2h',
      'now-',
      'now-5x',
    ];
    const wrongDates = [
      '2023-02-29',
      '2024-13-01',
      '2024-1-1',
      '2024-01-01T24:00',
      '2024-01-01T10:61',
      '2024-01-01T10:00+15:00',
    ];
    for (const text of [...noDates, ...wrongDates, '\x24{START}', 'constructor', '20240101']) {
      assert.equal(parseDateExpression(text), undefined, text);
    }
  });

  it('keeps to the clock of the zone across a daylight-saving change', () => {
    const afterChange = new Date('2024-03-10T12:00:00Z');
    assert.deepEqual(range('today', { now: afterChange }), ['2024-03-10T00:00:00.000', '2024-03-10T23:59:59.997']);
    assert.equal(resolve('now-6h', { now: afterChange }), '2024-03-10T01:00:00.000');
    assert.equal(resolve('now-1d', { now: afterChange }), '2024-03-09T08:00:00.000');
  });

  it('refuses a time zone that does not exist', () => {
    assert.throws(() => resolve('today', { zone: 'America/Nowhere' }), RangeError);
  });
});
