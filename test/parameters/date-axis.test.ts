import assert from 'node:assert/strict';
import fc from 'fast-check';
import { endpointById } from '../../nodes/catalogue/index';
import { usualRange } from '../../nodes/catalogue/roles';
import { LearnedWindows } from '../../nodes/extract/learned-windows';
import {
  calendarSpans,
  type DateAxis,
  dateAxis,
  datesOf,
  halve,
  periodOf,
  type Span,
  type StopDateMeaning,
} from '../../nodes/parameters/date-axis';

const parameters = endpointById('deltas-customers')!.parameters;
const dayParameters = endpointById('customer-delta')!.parameters;

function axisOf(
  StartDate: string,
  StopDate: string,
  stopDate: StopDateMeaning = 'inclusive',
  zone = 'America/Chicago',
  days = false,
): DateAxis {
  const axis = dateAxis(
    new Map(Object.entries({ StartDate, StopDate })),
    usualRange,
    days ? dayParameters : parameters,
    zone,
    stopDate,
  );
  assert.ok(axis);
  return axis;
}

/** Every piece that halving can reach, to a depth. */
function pieces(axis: DateAxis, span: Span, depth: number): Span[] {
  const halves = depth > 0 ? halve(axis, span) : undefined;
  return halves ? halves.flatMap((half) => pieces(axis, half, depth - 1)) : [span];
}

/** Whether a service that reads dates as SQL Server does answers with a record of that wall-clock time. */
function answers(axis: DateAxis, span: Span, record: string): boolean {
  const [[, start], [, stop]] = datesOf(axis, span) as [[string, string], [string, string]];
  const instant = Date.parse(`${record}Z`);
  const begin = Date.parse(`${start.length === 10 ? `${start}T00:00:00` : start}Z`);
  const bareStop = axis.stopDate === 'inclusive' ? 'T23:59:59.999' : 'T00:00:00';
  const end = Date.parse(`${stop.length === 10 ? `${stop}${bareStop}` : stop}Z`);
  return instant >= begin && (axis.stopDate === 'exclusive' ? instant < end : instant <= end);
}

describe('cutting a date range', () => {
  const start = Date.parse('2024-01-01T00:00:00Z');
  const sqlTicks = [0, 3, 7, 10, 13, 17, 990, 993, 997];
  const record = fc
    .tuple(fc.integer({ min: 0, max: 60 * 86400 - 1 }), fc.constantFrom(...sqlTicks))
    .map(([second, tick]) => new Date(start + second * 1000 + tick).toISOString().slice(0, -1));

  for (const stopDate of ['inclusive', 'instant', 'exclusive'] as const) {
    it(`asks for every record of the range exactly once, when StopDate is ${stopDate}`, () => {
      const axis = axisOf('2024-01-01', '2024-03-01', stopDate);
      fc.assert(
        fc.property(record, fc.integer({ min: 0, max: 12 }), (time, depth) => {
          const asked = pieces(axis, axis.span, depth).filter((span) => answers(axis, span, time));
          assert.equal(asked.length, answers(axis, axis.span, time) ? 1 : 0);
        }),
        { numRuns: 100 },
      );
    });
  }

  it('keeps the texts the person gave at both ends', () => {
    const axis = axisOf('2024-01-01T08:30', '2024-03-01T09:15:00.5');
    const spans = pieces(axis, axis.span, 3);
    assert.equal(datesOf(axis, spans[0]!)[0]![1], '2024-01-01T08:30');
    assert.equal(datesOf(axis, spans.at(-1)!)[1]![1], '2024-03-01T09:15:00.5');
  });

  it('stops one DATETIME step before the next piece begins, when StopDate is inclusive', () => {
    const axis = axisOf('2024-01-01', '2024-01-03', 'instant');
    const [left, right] = halve(axis, axis.span)!;
    assert.deepEqual(
      datesOf(axis, left).map(([, text]) => text),
      ['2024-01-01', '2024-01-01T23:59:59.997'],
    );
    assert.deepEqual(
      datesOf(axis, right).map(([, text]) => text),
      ['2024-01-02T00:00:00.000', '2024-01-03'],
    );
  });

  it('takes the whole last day apart, when StopDate means all of it', () => {
    const axis = axisOf('2024-01-03', '2024-01-03');
    const [left, right] = halve(axis, axis.span)!;
    assert.deepEqual(
      datesOf(axis, left).map(([, text]) => text),
      ['2024-01-03', '2024-01-03T11:59:59.997'],
    );
    assert.deepEqual(
      datesOf(axis, right).map(([, text]) => text),
      ['2024-01-03T12:00:00.000', '2024-01-03T23:59:59.997'],
    );
  });

  it('cuts down to one second, and no further', () => {
    let span: Span = axisOf('2024-01-01', '2026-01-01').span;
    const axis = axisOf('2024-01-01', '2026-01-01');
    for (let halves = halve(axis, span); halves; halves = halve(axis, span)) span = halves[0];
    assert.ok(span.to - span.from <= 1000, `${span.to - span.from} ms`);
  });

  it('cuts dates without a time into whole days', () => {
    for (const [stopDate, stop] of [
      ['inclusive', '2024-02-28'],
      ['exclusive', '2024-02-29'],
    ] as const) {
      const axis = axisOf('2024-02-27', '2024-03-02', stopDate, 'America/Chicago', true);
      const texts = pieces(axis, axis.span, 9).map((span) => datesOf(axis, span).map(([, text]) => text));
      assert.deepEqual(texts[1], ['2024-02-28', stop]);
      assert.equal(texts.at(-1)![1], '2024-03-02');
    }
  });

  it('cuts at midnights of the zone when the texts name one, also across a clock change', () => {
    const axis = axisOf('2024-03-09T06:00:00Z', '2024-03-12T05:00:00Z', 'exclusive');
    const texts = calendarSpans(axis, 'day', 1).map((span) => datesOf(axis, span)[0]![1]);
    assert.deepEqual(texts, ['2024-03-09T06:00:00Z', '2024-03-10T06:00:00.000Z', '2024-03-11T05:00:00.000Z']);
  });

  it('cuts by calendar days, weeks and months', () => {
    const starts = (unit: 'day' | 'week' | 'month', count: number) => {
      const axis = axisOf('2024-01-10', '2024-03-05', 'exclusive');
      return calendarSpans(axis, unit, count).map((span) => datesOf(axis, span)[0]![1].slice(0, 10));
    };
    assert.deepEqual(starts('month', 1), ['2024-01-10', '2024-02-01', '2024-03-01']);
    assert.deepEqual(starts('week', 4), ['2024-01-10', '2024-02-05', '2024-03-04']);
    assert.equal(starts('day', 1).length, 55);
  });

  it('says in which period the records of the whole range lie', () => {
    const period = (start: string, stop: string, meaning: StopDateMeaning, days = false) =>
      Object.values(periodOf(axisOf(start, stop, meaning, 'America/Chicago', days)));
    const day = ['2024-03-01T00:00:00.000', '2024-03-02T00:00:00.000'];
    assert.deepEqual(period('2024-03-01', '2024-03-01', 'inclusive'), day);
    assert.deepEqual(period('2024-03-01', '2024-03-02', 'exclusive'), day);
    const last = '2024-03-01T23:59:59.997';
    assert.deepEqual(period('2024-03-01', last, 'inclusive'), ['2024-03-01T00:00:00.000', '2024-03-01T23:59:59.998']);
    assert.deepEqual(period('2024-03-01', '2024-03-31', 'inclusive', true), ['2024-03-01', '2024-04-01']);
    // Texts that name a zone mean instants, so the period does, too.
    const zoned = ['2024-03-01T05:00:00.000Z', '2024-03-01T22:59:59.998Z'];
    assert.deepEqual(period('2024-03-01T00:00:00-05:00', '2024-03-01T22:59:59.997Z', 'instant'), zoned);
  });

  it('does not take a range apart that it cannot read', () => {
    const sent = new Map([
      ['StartDate', '2024-03-01'],
      ['StopDate', '2024-02-01'],
    ]);
    assert.equal(dateAxis(sent, usualRange, parameters, 'utc', 'inclusive'), undefined);
    assert.equal(
      dateAxis(new Map([['StartDate', '2024-03-01']]), usualRange, parameters, 'utc', 'inclusive'),
      undefined,
    );
  });
});

describe('what the row limit taught', () => {
  const second = fc.integer({ min: 0, max: 10_000 }).map((value) => value * 1000);
  const range = fc
    .tuple(second, second)
    .filter(([a, b]) => a !== b)
    .map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) + 1 }));

  it('cuts any later range without gap and without overlap', () => {
    fc.assert(
      fc.property(fc.uniqueArray(second, { minLength: 3, maxLength: 12 }), range, (edges, later) => {
        const learned = new LearnedWindows();
        const sorted = [...edges].sort((a, b) => a - b);
        learned.remember(
          'k',
          sorted.slice(1).map((to, index) => ({ from: sorted[index]!, to })),
        );
        const spans = learned.cut('k', later);
        assert.equal(spans[0]!.from, later.from);
        assert.equal(spans.at(-1)!.to, later.to);
        spans.forEach((span, index) => {
          assert.ok(span.from < span.to);
          if (index > 0) assert.equal(span.from, spans[index - 1]!.to);
        });
      }),
    );
  });

  it('gives the same pieces for the same range', () => {
    const learned = new LearnedWindows();
    const spans = [
      { from: 0, to: 4000 },
      { from: 4000, to: 5000 },
      { from: 5000, to: 9001 },
    ];
    learned.remember('k', spans);
    assert.deepEqual(learned.cut('k', { from: 0, to: 9001 }), spans);
    assert.deepEqual(learned.cut('other', { from: 0, to: 9001 }), [{ from: 0, to: 9001 }]);
  });

  it('does not cut smaller and smaller what goes on with the time', () => {
    const learned = new LearnedWindows();
    const day = 86_400_000;
    const at = (from: number, to: number) => ({ from, to });
    learned.remember('sales', [at(0, day / 2), at(day / 2, day)]);
    for (let moved = 1; moved <= 500; moved++) {
      const from = moved * 37 * 60_000;
      const pieces = learned.cut('sales', at(from, from + day));
      assert.ok(pieces.length <= 3, `${pieces.length} pieces after ${moved} runs`);
      learned.remember('sales', pieces);
    }
  });

  it('cuts the days that were added since like the last known piece', () => {
    const learned = new LearnedWindows();
    learned.remember('k', [
      { from: 0, to: 4000 },
      { from: 4000, to: 6000 },
      { from: 6000, to: 8000 },
    ]);
    assert.deepEqual(
      learned.cut('k', { from: 4000, to: 11_000 }).map(({ to }) => to),
      [6000, 8000, 10_000, 11_000],
    );
  });
});
