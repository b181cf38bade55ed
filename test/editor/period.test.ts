import assert from 'node:assert/strict';
import { endpointById, endpoints } from '../../nodes/catalogue';
import { rangesOf } from '../../nodes/catalogue/roles';
import { DialogContext } from '../../nodes/editor/dialog-context';
import { isInstant, readPeriod } from '../../nodes/editor/period';
import { periodRemark } from '../../nodes/editor/period-remark';
import { datesSent, periodText } from '../../nodes/editor/period-text';
import { readStores, storesFilters, storesParameters } from '../../nodes/editor/stores';
import type { ParameterValue } from '../../nodes/stored/stored-node';
import { editorNode } from './stand-in';

const fixed = (value: string): ParameterValue => ({ type: 'fixed', value });
const read = (from: string, to: string) => readPeriod(fixed(from), fixed(to));
const plain = (text: string) => text.replaceAll('\u2009', ' ').replaceAll('\u202f', ' ');

describe('a stored pair of dates as a period', () => {
  it('is words where both sides say the same, in whichever language', () => {
    for (const [from, to] of [
      ['yesterday', 'yesterday'],
      ['last 7 days', '7 derniers jours'],
      ['Previous  Month', 'mes anterior'],
      ['hier', 'today-1d'],
      ['lastt week', 'lastt week'],
    ] as const) {
      assert.deepEqual(read(from, to), { kind: 'words', text: from });
    }
  });

  it('is two dates where they differ, are written out, or are instants', () => {
    for (const [from, to] of [
      ['2026-03-01', '2026-03-31'],
      ['2026-03-01', '2026-03-01'],
      ['last 7 days', 'yesterday'],
      ['now-15m', 'now-15m'],
      ['yesterday', ''],
    ] as const) {
      assert.deepEqual(read(from, to), { kind: 'dates', from, to });
    }
  });

  it('is nothing where both are blank, and no period where only a run will know it', () => {
    assert.deepEqual(readPeriod(undefined, undefined), { kind: 'none' });
    assert.deepEqual(read('', ''), { kind: 'none' });
    const odd: ParameterValue[] = [
      { type: 'msg', value: 'from' },
      { type: 'jsonata', value: '$now()', optional: true },
      fixed('\x24{DAY}'),
      fixed('\x24{YEAR}-01-01'),
      { ...fixed('today'), optional: true },
    ];
    for (const value of odd) {
      assert.equal(readPeriod(value, fixed('today')), undefined, value.value);
      assert.equal(readPeriod(undefined, value), undefined, value.value);
    }
  });

  it('is no period where it is one instant', () => {
    assert.deepEqual(['now-15m', '2026-03-01T10:00', 'il y a 2 heures'].map(isInstant), [true, true, true]);
    assert.deepEqual(['yesterday', '2026-03-01', 'soon'].map(isInstant), [false, false, false]);
  });
});

describe('what a period stands for', () => {
  const { parameters } = endpointById('sales-by-invoice')!;
  const [start, stop] = ['StartDate', 'StopDate'].map((name) => parameters.find((each) => each.name === name)!);
  const shown = (from: string, to: string) => {
    const sent = datesSent({ start: start!, stop: stop! }, from, to, 'America/Toronto');
    return sent && plain(periodText(sent));
  };

  it('is its days where it has whole ones', () => {
    assert.equal(shown('2026-03-01', '2026-03-31'), 'Mar 1 – 31, 2026');
    assert.equal(shown('2026-03-31', '2026-03-31'), 'Mar 31, 2026');
    assert.equal(shown('2026-03-31', '2026-03-01'), 'Mar 31, 2026 – Mar 1, 2026');
  });

  it('has times where it begins or ends at one', () => {
    assert.match(
      shown('2026-03-01T10:00', '2026-03-02') ?? '',
      /Mar 1, 2026.*10:00:00.* AM – .*Mar 2.*11:59:59\.997 PM/,
    );
    assert.equal(shown('2026-03-01T10:00Z', '2026-03-01T11:00Z'), '2026-03-01T10:00Z – 2026-03-01T11:00Z');
  });

  it('is nothing where one of them is no date', () => {
    assert.equal(shown('2026-03-01', 'soon'), undefined);
    assert.equal(shown('', '2026-03-01'), undefined);
  });

  it('is found for every range of the catalogue', () => {
    for (const { id, parameters } of endpoints) {
      for (const range of rangesOf(parameters)) {
        const [first, last] = [range.start, range.stop].map((name) => parameters.find((each) => each.name === name)!);
        const sent = datesSent({ start: first!, stop: last! }, 'previous month', 'previous month', 'UTC');
        assert.match(sent ? plain(periodText(sent)) : '', /^[A-Z][a-z]{2} 1 – (28|29|30|31), \d{4}$/, id);
      }
    }
  });
});

describe('what is said of a period before a run', () => {
  const remark = (settings: object, from: string, to: string, isCut = true) => {
    const node = editorNode('dataconnect-sales-by-invoice', { ...settings });
    return periodRemark(new DialogContext(node, undefined), [from, to], isCut);
  };
  const march = ['2026-03-01T00:00:00.000', '2026-03-31T23:59:59.997'] as const;

  it('is how many requests it becomes, where the node cuts it', () => {
    assert.match(remark({ windows: { kind: 'day' } }, ...march), /^About 31 requests/);
    assert.match(remark({ windows: { kind: 'day', count: 7 } }, ...march), /^About 5 requests/);
    assert.match(remark({ windows: { kind: 'day' } }, '0202-01-01', '2026-03-31'), /requests; 10000 is the most/);
    assert.equal(remark({ windows: { kind: 'day' } }, march[0], '2026-03-01T23:59:59.997'), '');
  });

  it('is nothing where it is one request, or the service says how many', () => {
    assert.equal(remark({}, ...march), '');
    assert.equal(remark({ windows: { kind: 'none' } }, ...march), '');
    assert.equal(remark({ windows: { kind: 'day' }, output: { mode: 'text' } }, ...march), '');
    assert.equal(remark({ windows: { kind: 'day' } }, ...march, false), '');
  });

  it('is that it lies ahead', () => {
    assert.match(remark({}, '2999-01-01', '2999-01-02'), /not begun/);
  });
});

describe('stored locations as stores', () => {
  const filters = storesFilters(endpointById('sales-by-invoice')!.parameters);
  const stores = (params: Record<string, string>) =>
    readStores(filters, new Map(Object.entries(params).map(([name, value]) => [name, fixed(value)])));
  const some = (filter: number, level: string, ids: string) => ({ kind: 'some', filter: filters[filter], level, ids });

  it('are a level and its ids, by the filter that wins or by the older one', () => {
    assert.deepEqual(
      storesParameters(filters).map(({ name }) => name),
      ['LocationType', 'LocationTypeIDs', 'ForWho', 'ForWhoIDs'],
    );
    assert.deepEqual(stores({}), { kind: 'company' });
    assert.deepEqual(stores({ LocationType: 'Store', LocationTypeIDs: '1,2' }), some(0, 'Store', '1,2'));
    assert.deepEqual(stores({ LocationType: 'region' }), some(0, 'Region', ''));
    assert.deepEqual(stores({ ForWho: '5', ForWhoIDs: '-1' }), some(1, '5', '-1'));
  });

  it('are no stores where a level is missing or unknown, where both filters are set, or a run will know', () => {
    assert.equal(stores({ LocationTypeIDs: '1' }), undefined);
    assert.equal(stores({ LocationType: 'Shop', LocationTypeIDs: '1' }), undefined);
    assert.equal(stores({ LocationType: 'Store', ForWho: '5' }), undefined);
    assert.equal(stores({ LocationType: '\x24{LEVEL}' }), undefined);
    assert.equal(readStores(filters, new Map([['ForWhoIDs', { type: 'flow', value: 'ids' }]])), undefined);
  });

  it('are found by their roles, with every filter of the catalogue', () => {
    for (const { id, parameters } of endpoints) {
      const found = storesFilters(parameters);
      const all = parameters.filter(({ locationFilter }) => locationFilter !== undefined);
      assert.equal(found.length, all.length, id);
      for (const { ids, level } of found) assert.equal(Boolean(ids.lookup?.from), level !== undefined, id);
    }
  });
});
