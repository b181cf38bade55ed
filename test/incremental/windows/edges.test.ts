import assert from 'node:assert/strict';
import { cursorAfter, dueWindows, type IncrementalOrder } from '../../../nodes/incremental/windows/due-windows';
import { type Grain, grainOf, reachOf, usualReach } from '../../../nodes/incremental/windows/grain';
import { incrementalOrder } from '../../../nodes/incremental/windows/incremental-order';
import { presentTime } from '../../../nodes/incremental/windows/present-time';
import { stopDateReading } from '../../../nodes/incremental/windows/range-texts';
import { earlyGuard, windowGuard } from '../../../nodes/incremental/windows/window-guard';
import { cutDown, earlier, hullOf, later, wallClockAt } from '../../../nodes/incremental/windows/zone-calendar';
import { instantOf } from '../../../nodes/parameters/date-expression';
import { parseDuration } from '../../../nodes/parameters/duration';
import { DAY, HOUR, MINUTE } from './simulated-weeks';

const duration = (text: string) => parseDuration(text)!;
const toronto = 'America/Toronto';

function orderIn(zone: string, grain: Grain, changes: Partial<IncrementalOrder>): IncrementalOrder {
  const writing = { zone, takes: 'date-time', stopDate: 'exclusive', zonedTexts: false } as const;
  return { ...usualReach[grain], most: 100, ...writing, grain, cursor: undefined, now: 0, from: 0, ...changes };
}

describe('what a run asks for, at the edges', () => {
  const january = (text: string) => instantOf(`2026-${text}`, toronto);
  const startsOf = (order: IncrementalOrder) => {
    const due = dueWindows(order);
    return due.kind === 'windows' ? due.windows.map(({ start }) => start) : [];
  };

  it('steps by months from the same day of each', () => {
    const order = orderIn(toronto, 'day', {
      from: january('01-31'),
      now: january('04-02T07:00'),
      step: duration('1 month'),
    });
    assert.deepEqual(startsOf(order), [
      '2026-01-31T00:00:00.000',
      '2026-02-28T00:00:00.000',
      '2026-03-31T00:00:00.000',
    ]);
  });

  it('has whole days where a step of hours was chosen beside days', () => {
    const order = orderIn(toronto, 'day', {
      from: january('01-01'),
      now: january('01-03T07:00'),
      step: duration('6 hours'),
    });
    assert.deepEqual(startsOf(order), ['2026-01-01T00:00:00.000', '2026-01-02T00:00:00.000']);
  });

  it('goes on at the midnight before a point that was set within a day', () => {
    const order = orderIn(toronto, 'day', {
      cursor: january('01-02T10:15'),
      now: january('01-03T07:00'),
      lookback: duration('0 days'),
    });
    assert.deepEqual(startsOf(order), ['2026-01-02T00:00:00.000']);
  });

  it('looks back no further than to the first day, and leaves no gap where that was set to a later one', () => {
    const order = (from: string) =>
      orderIn(toronto, 'day', { cursor: january('01-03'), now: january('01-05T07:00'), from: january(from) });
    assert.deepEqual(startsOf(order('01-02')), ['2026-01-02T00:00:00.000']);
    assert.deepEqual(startsOf(order('01-04')), ['2026-01-03T00:00:00.000']);
  });

  it('says why there is nothing to ask for, and when there will be', () => {
    const due = (changes: Partial<IncrementalOrder>) => dueWindows(orderIn(toronto, 'day', changes));
    const now = january('01-05T03:00');
    assert.deepEqual(due({ from: january('01-07'), now }), {
      kind: 'nothing',
      reason: 'not-begun',
      due: january('01-08T06:00'),
    });
    assert.deepEqual(due({ cursor: january('01-04'), now }), {
      kind: 'nothing',
      reason: 'up-to-date',
      due: january('01-05T06:00'),
    });
    assert.equal(due({ cursor: january('01-04'), now: january('01-05T06:00') }).kind, 'windows');
    const before = due({ cursor: january('01-05T02:00'), now: january('01-05T01:00') });
    assert.equal(before.kind === 'nothing' && before.reason, 'clock-went-back');
  });

  it('confirms no more than the service had lived through when it answered', () => {
    const window = { to: january('01-05') };
    assert.equal(cursorAfter(january('01-04'), window), january('01-05'));
    assert.equal(cursorAfter(january('01-04'), window, january('01-04T12:00')), january('01-04T12:00'));
    assert.equal(cursorAfter(january('01-04'), window, january('01-03')), january('01-04'));
    assert.equal(cursorAfter(undefined, window), january('01-05'));
  });
});

describe('the calendar of a zone', () => {
  const days: Record<string, readonly [zone: string, within: string, begins: string]> = {
    'that begins at one, for midnight is left out': [
      'America/Sao_Paulo',
      '2018-11-04T12:00',
      '2018-11-04T03:00:00.000Z',
    ],
    'whose midnight comes twice: the first': ['America/Havana', '2026-11-01T12:00', '2026-11-01T04:00:00.000Z'],
    'of 25 hours': [toronto, '2026-11-01T23:30', '2026-11-01T04:00:00.000Z'],
  };
  for (const [what, [zone, within, begins]] of Object.entries(days)) {
    it(`knows the beginning of a day ${what}`, () => {
      assert.equal(new Date(cutDown(instantOf(within, zone), 'day', zone)).toISOString(), begins);
    });
  }

  it('counts days by the calendar and hours by the clock', () => {
    const before = instantOf('2026-03-07T12:00', toronto);
    assert.equal(later(before, duration('1 day'), toronto) - before, 23 * HOUR);
    assert.equal(later(before, duration('24 hours'), toronto) - before, 24 * HOUR);
    const after = instantOf('2026-11-02T01:30', toronto);
    assert.equal(after - earlier(after, duration('1 day'), toronto), 25 * HOUR, 'the first of two half past one');
  });

  it('shows between two instants what a look at every minute shows', () => {
    for (const [zone, change] of [
      [toronto, '2026-11-01T06:00Z'],
      [toronto, '2026-03-08T07:00Z'],
      ['Australia/Lord_Howe', '2026-04-04T15:00Z'],
      ['America/Sao_Paulo', '2018-02-18T02:00Z'],
      ['America/Havana', '2026-11-01T05:00Z'],
    ] as const) {
      for (const [before, length] of [
        [30, 45],
        [90, 90],
        [60, 60],
        [0, 60],
        [10, 200],
      ] as const) {
        const from = Date.parse(change) - before * MINUTE;
        const to = from + length * MINUTE;
        const seen = Array.from({ length }, (_, minute) => wallClockAt(from + minute * MINUTE, zone));
        const hull = hullOf(from, to, zone);
        assert.equal(hull.least, Math.min(...seen), `${zone} ${before} ${length}`);
        assert.ok(hull.end === Math.max(...seen) + MINUTE || hull.end === wallClockAt(to, zone));
        assert.ok(hull.end > Math.max(...seen));
      }
    }
  });
});

describe('what a grain means', () => {
  it('gives what a person left blank', () => {
    const blank = { delay: '', lookback: '', step: '', most: 3 };
    assert.deepEqual(reachOf('day', blank), { ...usualReach.day, most: 3 });
    assert.deepEqual(reachOf('instant', { ...blank, step: '2 heures' }), {
      ...usualReach.instant,
      step: duration('2 hours'),
      most: 3,
    });
    assert.deepEqual(usualReach.day.delay, duration('6 hours'));
    assert.deepEqual(usualReach.day.lookback, duration('2 days'));
    assert.deepEqual(usualReach.instant.delay, duration('5 minutes'));
    assert.deepEqual(usualReach.instant.lookback, duration('1 day'));
  });

  it('is days where the parameters take nothing else', () => {
    assert.equal(grainOf('instant', { format: 'date' }), 'day');
    assert.equal(grainOf('instant', { format: 'date-time' }), 'instant');
    assert.equal(grainOf('instant', undefined), 'instant');
  });
});

describe('what the settings of a node order', () => {
  const run = { cursor: undefined, now: instantOf('2026-03-04T07:00', toronto), zone: toronto } as const;
  const chosen = { from: 'last 7 days', grain: 'instant', delay: '', lookback: '', step: '2 hours', most: 5 } as const;
  const sent = { stop: 'StopDate', stopDate: 'unknown', zonedTexts: false } as const;

  it('begins with the first instant of the date, in the zone, and has the usual where it is blank', () => {
    const order = incrementalOrder(chosen, { ...run, ...sent, takes: 'date-time' });
    assert.equal(order.from, instantOf('2026-02-26', toronto));
    assert.deepEqual([order.grain, order.delay, order.step], ['instant', duration('5 minutes'), duration('2 hours')]);
  });

  it('is by days where the dates take nothing else, with what is usual for days', () => {
    const order = incrementalOrder(chosen, { ...run, ...sent, takes: 'date' });
    assert.deepEqual([order.grain, order.delay], ['day', duration('6 hours')]);
  });

  it('asks for nothing that was before, where the date is none', () => {
    assert.equal(incrementalOrder({ ...chosen, from: 'soon' }, { ...run, ...sent, takes: 'date' }).from, run.now);
  });
});

describe('what StopDate is taken for', () => {
  it('is known where somebody found it out, and not by a default', () => {
    assert.equal(stopDateReading('inclusive', false, 'date-time'), 'unknown');
    assert.equal(stopDateReading('inclusive', true, 'date-time'), 'inclusive');
    assert.equal(stopDateReading('exclusive', true, 'date'), 'exclusive');
    assert.equal(stopDateReading('instant', true, 'date-time'), 'inclusive');
    assert.equal(stopDateReading('instant', true, 'date'), 'unknown', 'its midnight alone would belong to it');
  });
});

describe('the time a run goes by', () => {
  const answered = (date: number) => ({ date, ago: 10 * MINUTE });

  it('is the earlier of two clocks, the service’s as long ago as it said it', () => {
    assert.deepEqual(presentTime(DAY, undefined), { now: DAY });
    assert.deepEqual(presentTime(DAY, answered(DAY - 10 * MINUTE)), { now: DAY });
    assert.deepEqual(presentTime(DAY, answered(DAY - 12 * MINUTE)), { now: DAY - 2 * MINUTE });
    assert.deepEqual(presentTime(DAY, answered(DAY - 8 * MINUTE)), { now: DAY });
  });

  it('says how far the clocks are apart, from five minutes on', () => {
    assert.deepEqual(presentTime(DAY, answered(DAY - HOUR)), { now: DAY - 50 * MINUTE, ahead: 50 * MINUTE });
    assert.deepEqual(presentTime(DAY, answered(DAY - 5 * MINUTE)), { now: DAY, ahead: -5 * MINUTE });
  });
});

describe('a record beside the window that was asked for', () => {
  const from = instantOf('2026-03-04T10:00', toronto);
  const writing = { zone: toronto, takes: 'date-time', stopDate: 'unknown', zonedTexts: false } as const;
  const window = { from, to: from + 15 * MINUTE, start: '', stop: '' };

  it('is told by its text, whichever digits the service gives', () => {
    const isOutside = windowGuard(window, writing);
    for (const text of ['2026-03-04T10:00:00', '2026-03-04 10:07:00.123', '2026-03-04T10:15:00.000']) {
      assert.equal(isOutside(text), false, text);
    }
    for (const text of ['2026-03-04T09:59:59', '2026-03-04T10:15:01.000', '2026-03-04 23:00:00']) {
      assert.equal(isOutside(text), true, text);
    }
    for (const text of ['', 'soon', '03/04/2026', '2026-03-04']) assert.equal(isOutside(text), false, text);
  });

  it('lies early where its text is at the end of the window, or behind it', () => {
    const isEarly = earlyGuard(window, writing);
    for (const text of [
      '2026-03-04T10:15:00',
      '2026-03-04 10:15:00.000',
      '2026-03-04 23:00:00',
      '2026-03-05T00:00:00',
    ]) {
      assert.equal(isEarly(text), true, text);
    }
    for (const text of [
      '2026-03-04T10:14:59.997',
      '2026-03-04 10:14:59',
      '2026-03-04T09:00:00',
      '',
      'soon',
      '2026-03-05',
    ]) {
      assert.equal(isEarly(text), false, text);
    }
  });

  it('may be of the whole day that a bare stop names', () => {
    const day = { from: instantOf('2026-03-04', toronto), to: instantOf('2026-03-05', toronto), start: '', stop: '' };
    const isOutside = windowGuard(day, { ...writing, takes: 'date', stopDate: 'inclusive' });
    assert.deepEqual(['2026-03-04T23:59:59.997', '2026-03-05T00:00:00'].map(isOutside), [false, true]);
  });

  it('is told by the wall clock where the request names instants', () => {
    const isOutside = windowGuard(window, { ...writing, zonedTexts: true });
    assert.deepEqual(['2026-03-04T10:10:00', '2026-03-04T15:10:00'].map(isOutside), [false, true]);
  });
});
