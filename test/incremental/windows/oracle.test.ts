import assert from 'node:assert/strict';
import { type DueWindow, dueWindows, type IncrementalOrder } from '../../../nodes/incremental/windows/due-windows';
import { wallClockAt } from '../../../nodes/incremental/windows/zone-calendar';
import { HOUR, type Outcome, type Rules, simulate, theRules, type Week, weekOf } from './simulated-weeks';

/** Weeks: a share in `npm test`; `DATACONNECT_SIMULATED_WEEKS=500` tries many. */
const WEEKS = Number(process.env.DATACONNECT_SIMULATED_WEEKS ?? 12);
const SEED = Number(process.env.DATACONNECT_SIMULATED_SEED ?? 20_261_129);

describe('weeks of a node that goes on from where it was confirmed', () => {
  it('lose no row, leave no gap and end with nothing left', function () {
    this.timeout(WEEKS * 10_000);
    let windows = 0;
    for (let seed = SEED; seed < SEED + WEEKS; seed++) {
      const week = weekOf(seed);
      const outcome = simulate(week);
      windows += outcome.windows;
      assert.deepEqual(
        { lost: outcome.lost, broken: outcome.broken },
        { lost: 0, broken: [] },
        `DATACONNECT_SIMULATED_SEED=${seed} DATACONNECT_SIMULATED_WEEKS=1\n${JSON.stringify(week)}`,
      );
    }
    assert.ok(windows > WEEKS * 5, `${windows} windows in ${WEEKS} weeks`);
  });
});

/** A rule that is broken on purpose, and the weeks in which it matters. */
interface Mistake {
  rules: Partial<Rules>;
  fixed: Partial<Week>;
  /** What else than lost rows shows it. */
  broken?: RegExp;
}

const planning = (change: (order: IncrementalOrder) => IncrementalOrder): Partial<Rules> => ({
  plan: (order) => dueWindows(change(order)),
});
const minutes = { grain: 'instant', takes: 'date-time', zonedTexts: false, every: 15 } as const;
const none = { count: 0, unit: 'hour' } as const;
const days = { grain: 'day', takes: 'date', every: 180 } as const;
const late = { lookback: { count: 24, unit: 'hour' }, latest: 22 * HOUR } as const;
const notLate = { lookback: none, latest: 0 } as const;

const mistakes: Record<string, Mistake> = {
  'a lookback that is shorter than rows are late': {
    rules: planning((order) => ({ ...order, lookback: { count: 2, unit: 'hour' } })),
    fixed: { ...minutes, ...late },
  },
  'StopDate taken for inclusive by a guess': {
    rules: planning((order) => ({ ...order, stopDate: 'inclusive' })),
    fixed: { ...days, ...notLate, service: 'exclusive', isKnown: false },
  },
  'a window that counts before the flow is done': {
    rules: { isConfirmed: () => true },
    fixed: { ...minutes, ...notLate },
  },
  'the plain wall clock of both ends': {
    rules: { plan: withTexts(({ from, to }, { zone }) => ({ start: wallText(from, zone), stop: wallText(to, zone) })) },
    fixed: { ...minutes, ...notLate, zone: 'America/Toronto', begins: Date.parse('2026-10-31'), isKnown: false },
  },
  'no delay before now': {
    rules: { ...planning((order) => ({ ...order, delay: none })), after: byOurClock },
    fixed: { ...minutes, ...notLate },
  },
  'nothing but the own clock, which runs ahead': {
    rules: { time: (own) => ({ now: own }), after: byOurClock },
    fixed: { ...minutes, ...notLate },
  },
  'days of another zone': {
    rules: { ...planning((order) => ({ ...order, zone: 'Asia/Tokyo' })), after: byOurClock },
    fixed: { ...days, ...notLate, isKnown: true, zone: 'America/Toronto' },
  },
  'a point that is kept as a wall clock': {
    rules: { kept: (cursor, zone) => instantShownLast(cursor, zone) },
    fixed: { ...minutes, ...notLate, zone: 'America/Toronto', begins: Date.parse('2026-10-31'), zonedTexts: true },
  },
  'a window of its own for the lookback': {
    rules: planning((order) => ({ ...order, cursor: order.cursor && order.cursor - 48 * HOUR, lookback: none })),
    fixed: { ...minutes, lookback: { count: 48, unit: 'hour' }, latest: 0, most: 2, step: { count: 1, unit: 'hour' } },
    broken: /left after a quiet run/,
  },
  'a point that goes back with the clock': {
    rules: { after: (_, { to }) => to - 24 * HOUR },
    fixed: { ...minutes },
    broken: /moved back/,
  },
  'twice the lookback': {
    rules: planning((order) => ({ ...order, lookback: { count: 96, unit: 'hour' } })),
    fixed: { ...minutes, ...late },
    broken: /beyond the lookback/,
  },
  'a point past its window': {
    rules: { after: (cursor, { to }) => Math.max(cursor, to + HOUR) },
    fixed: { ...minutes, ...notLate },
    broken: /past what was confirmed/,
  },
  'windows that do not touch': {
    rules: {
      plan: (order) => {
        const due = dueWindows(order);
        if (due.kind !== 'windows') return due;
        const [first, ...others] = due.windows;
        return { ...due, windows: [{ ...first, from: first.to - 1 }, ...others] };
      },
    },
    fixed: { ...minutes, ...late },
    broken: /gap behind the point/,
  },
};

describe('the oracle of these weeks', () => {
  for (const [what, { rules, fixed, broken }] of Object.entries(mistakes)) {
    it(`sees ${what}`, function () {
      this.timeout(60_000);
      const seen = (outcome: Outcome) => (broken ? outcome.broken.some((each) => broken.test(each)) : outcome.lost > 0);
      const weeks = Array.from({ length: 20 }, (_, index) => weekOf(SEED + index, fixed));
      const wrong = weeks.find((week) => seen(simulate(week, { ...theRules, ...rules })));
      assert.ok(wrong, 'not in 20 weeks');
      const right = simulate(wrong);
      assert.deepEqual([right.lost, right.broken], [0, []], 'the week itself loses rows');
    });
  }
});

/** Whatever the service's clock says. */
function byOurClock(cursor: number, { to }: DueWindow): number {
  return Math.max(cursor, to);
}

type Texts = Pick<DueWindow, 'start' | 'stop'>;

function withTexts(textsOf: (window: DueWindow, order: IncrementalOrder) => Texts): Rules['plan'] {
  return (order) => {
    const due = dueWindows(order);
    if (due.kind !== 'windows') return due;
    const [first, ...others] = due.windows.map((window) => ({ ...window, ...textsOf(window, order) }));
    return { ...due, windows: [first!, ...others] };
  };
}

function wallText(instant: number, zone: string): string {
  return new Date(wallClockAt(instant, zone)).toISOString().slice(0, -1);
}

/** The later one of those that show the same wall clock: an hour ahead where clocks were put back. */
function instantShownLast(instant: number, zone: string): number {
  return wallClockAt(instant + HOUR, zone) === wallClockAt(instant, zone) ? instant + HOUR : instant;
}
