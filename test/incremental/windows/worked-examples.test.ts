/** The worked examples of docs/incremental.md, Which dates are asked for, one by one. */
import assert from 'node:assert/strict';
import {
  behindOf,
  cursorAfter,
  type DueWindows,
  dueWindows,
  type IncrementalOrder,
} from '../../../nodes/incremental/windows/due-windows';
import { instantOf } from '../../../nodes/parameters/date-expression';
import type { Duration } from '../../../nodes/parameters/duration';
import { parseDuration } from '../../../nodes/parameters/duration';

const zone = 'America/Toronto';
const HOUR = 3_600_000;

/** Of 2026: `03-04`, `03-04 07:00`, `11-01 01:45-04:00`. */
function at(text: string): number {
  const [date, time = '00:00'] = text.split(' ');
  const instant = instantOf(`2026-${date}T${time}`, zone);
  assert.ok(!Number.isNaN(instant), text);
  return instant;
}

interface Example {
  title: string;
  /** Of the order, in words where it has durations. */
  given: Partial<Omit<IncrementalOrder, 'delay' | 'lookback' | 'step'>> &
    Partial<Record<'delay' | 'lookback' | 'step', string>>;
  cursor?: string;
  now: string;
  /** StartDate and StopDate of each window. */
  asked: ReadonlyArray<readonly [start: string, stop: string]>;
  after: string;
  behind?: number;
}

const days = { grain: 'day', delay: '6 hours' } as const;
const minutes = { grain: 'instant', delay: '5 minutes', lookback: '0 minutes', takes: 'date-time' } as const;

const examples: Example[] = [
  {
    title: '1: the first run',
    given: { ...days, from: at('03-01'), step: '7 days', stopDate: 'inclusive' },
    now: '03-04 07:00',
    asked: [['2026-03-01', '2026-03-03']],
    after: '03-04',
  },
  {
    title: '2: the next day looks back',
    given: { ...days, lookback: '2 days', stopDate: 'inclusive' },
    cursor: '03-04',
    now: '03-05 07:00',
    asked: [['2026-03-02', '2026-03-04']],
    after: '03-05',
  },
  {
    title: '3: the same where the stop is excluded',
    given: { ...days, lookback: '2 days', stopDate: 'exclusive' },
    cursor: '03-04',
    now: '03-05 07:00',
    asked: [['2026-03-02', '2026-03-05']],
    after: '03-05',
  },
  {
    title: '4: what nobody knows overlaps by a day, without a lookback too',
    given: { ...days, lookback: '0 days', stopDate: 'unknown' },
    cursor: '03-04',
    now: '03-05 07:00',
    asked: [['2026-03-03', '2026-03-05']],
    after: '03-05',
  },
  {
    title: '5: too early',
    given: { ...days, stopDate: 'inclusive' },
    cursor: '03-05',
    now: '03-06 05:59',
    asked: [],
    after: '03-05',
  },
  {
    title: '6: after an outage',
    given: { ...days, lookback: '2 days', step: '1 day', most: 3, stopDate: 'exclusive' },
    cursor: '03-04',
    now: '03-09 07:00',
    asked: [
      ['2026-03-02', '2026-03-05'],
      ['2026-03-05', '2026-03-06'],
      ['2026-03-06', '2026-03-07'],
    ],
    after: '03-07',
    behind: 47 * HOUR,
  },
  {
    title: '7: minutes, where nobody knows what the stop is',
    given: { ...minutes, stopDate: 'unknown' },
    cursor: '03-04 10:00',
    now: '03-04 10:20',
    asked: [['2026-03-04T09:59:59.000', '2026-03-04T10:15:00.000']],
    after: '03-04 10:15',
  },
  {
    title: '8: minutes with a lookback',
    given: { ...minutes, lookback: '1 hour', stopDate: 'inclusive' },
    cursor: '03-04 10:00',
    now: '03-04 10:20',
    asked: [['2026-03-04T09:00:00.000', '2026-03-04T10:14:59.997']],
    after: '03-04 10:15',
  },
  {
    title: '9: clocks go forward',
    given: { ...minutes, stopDate: 'exclusive' },
    cursor: '03-08 01:45-05:00',
    now: '03-08 03:20-04:00',
    asked: [['2026-03-08T01:45:00.000', '2026-03-08T03:15:00.000']],
    after: '03-08 03:15-04:00',
  },
  {
    title: '10: clocks go back, with both passes of the hour',
    given: { ...minutes, stopDate: 'exclusive' },
    cursor: '11-01 01:45-04:00',
    now: '11-01 01:10-05:00',
    asked: [['2026-11-01T01:00:00.000', '2026-11-01T02:00:00.000']],
    after: '11-01 01:05-05:00',
  },
  {
    title: '11: the same with a zone in the texts',
    given: { ...minutes, stopDate: 'exclusive', zonedTexts: true },
    cursor: '11-01 01:45-04:00',
    now: '11-01 01:10-05:00',
    asked: [['2026-11-01T05:45:00.000Z', '2026-11-01T06:05:00.000Z']],
    after: '11-01 01:05-05:00',
  },
  {
    title: '12: a day of 25 hours',
    given: { ...days, lookback: '1 day', stopDate: 'exclusive' },
    cursor: '11-01',
    now: '11-02 06:00-05:00',
    asked: [['2026-10-31', '2026-11-02']],
    after: '11-02',
  },
  {
    title: '13: the clock went back',
    given: { ...minutes, stopDate: 'unknown' },
    cursor: '03-04 10:00',
    now: '03-04 09:00',
    asked: [],
    after: '03-04 10:00',
  },
];

function orderOf({ given, cursor, now }: Pick<Example, 'given' | 'cursor' | 'now'>): IncrementalOrder {
  const { delay, lookback = '0 days', step = '1 month', ...more } = given;
  return {
    cursor: cursor === undefined ? undefined : at(cursor),
    now: at(now),
    zone,
    grain: 'day',
    takes: 'date',
    from: at('01-01'),
    most: 100,
    stopDate: 'unknown',
    zonedTexts: false,
    ...more,
    delay: durationOf(delay ?? '6 hours'),
    lookback: durationOf(lookback),
    step: durationOf(step),
  };
}

function durationOf(text: string): Duration {
  const duration = parseDuration(text);
  assert.ok(duration, text);
  return duration;
}

const windowsOf = (due: DueWindows) => (due.kind === 'windows' ? due.windows : []);

describe('the worked examples of the window arithmetic', () => {
  for (const example of examples) {
    const order = orderOf(example);
    const due = dueWindows(order);

    it(`${example.title}: asks for what is written there`, () => {
      const texts = windowsOf(due).map(({ start, stop }) => [start, stop]);
      assert.deepEqual(texts, example.asked);
    });

    it(`${example.title}: goes on from the point that is written there`, () => {
      const after = windowsOf(due).reduce(
        (cursor: number | undefined, window) => cursorAfter(cursor, window),
        order.cursor,
      );
      assert.equal(after, at(example.after));
      assert.equal(due.kind === 'windows' ? due.behind : 0, example.behind ?? 0);
      assert.equal(behindOf({ ...order, cursor: after }), example.behind ?? 0);
    });
  }

  it('14: a point years ahead is an error, and stays', () => {
    const order = orderOf({ given: minutes, now: '03-04 10:00' });
    const cursor = instantOf('2036-03-04T10:00', zone);
    assert.deepEqual(dueWindows({ ...order, cursor }), { kind: 'in-future', cursor });
  });

  it('send the times of whole days where the service takes a time', () => {
    const timesOf = (index: number) =>
      windowsOf(dueWindows({ ...orderOf(examples[index]!), takes: 'date-time' })).map(({ start, stop }) => [
        start,
        stop,
      ]);
    assert.deepEqual(timesOf(1), [['2026-03-02T00:00:00.000', '2026-03-04T23:59:59.997']]);
    assert.deepEqual(timesOf(2), [['2026-03-02T00:00:00.000', '2026-03-05T00:00:00.000']]);
    assert.deepEqual(timesOf(11), [['2026-10-31T00:00:00.000', '2026-11-02T00:00:00.000']]);
  });
});
