/**
 * Weeks of a node that goes on from where it was confirmed, beside an oracle that knows every row: rows come late, the
 * service takes StopDate one way or the other, clocks are changed, flows fail, this machine's clock is wrong. Each rule
 * of a run can be put in by a test, broken too: then the oracle must see it.
 */
import {
  cursorAfter,
  type DueWindow,
  dueWindows,
  endOf,
  type IncrementalOrder,
} from '../../../nodes/incremental/windows/due-windows';
import type { Grain } from '../../../nodes/incremental/windows/grain';
import { presentTime } from '../../../nodes/incremental/windows/present-time';
import type { DateWriting } from '../../../nodes/incremental/windows/range-texts';
import { wallClockAt } from '../../../nodes/incremental/windows/zone-calendar';
import type { Duration } from '../../../nodes/parameters/duration';
import { Random } from '../../fuzz/random';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** What a run goes by. */
export interface Rules {
  plan: typeof dueWindows;
  time: typeof presentTime;
  /** The point after a window. @param latest the end that the service's clock allows */
  after(cursor: number, window: DueWindow, latest: number): number;
  /** Whether a window counts whose flow did this. */
  isConfirmed(isFlowDone: boolean): boolean;
  /** How the point is kept until the next run. */
  kept(cursor: number, zone: string): number;
}

export const theRules: Rules = {
  plan: dueWindows,
  time: presentTime,
  after: cursorAfter,
  isConfirmed: (isFlowDone) => isFlowDone,
  kept: (cursor) => cursor,
};

export interface Week {
  seed: number;
  zone: string;
  /** Midnight of its first day, or near it. */
  begins: number;
  days: number;
  grain: Grain;
  takes: DateWriting['takes'];
  zonedTexts: boolean;
  /** What the service takes StopDate for. */
  service: 'inclusive' | 'exclusive';
  isKnown: boolean;
  lookback: Duration;
  /** In milliseconds; rows come late by up to it and the delay. */
  latest: number;
  delay: Duration;
  step: Duration;
  most: number;
  /** Minutes between runs. */
  every: number;
}

export interface Outcome {
  runs: number;
  windows: number;
  rows: number;
  /** Rows that never reached the flow in a window that was confirmed. */
  lost: number;
  /** Rules of docs/incremental.md, Which dates are asked for, that did not hold. */
  broken: string[];
}

interface Row {
  wall: number;
  instant: number;
  /** When the service begins to show it. */
  shown: number;
  isDelivered: boolean;
}

const FAILING = 15;

export function simulate(week: Week, rules: Rules = theRules): Outcome {
  const random = new Random(week.seed);
  const rows = rowsOf(week, random);
  const ends = week.begins + week.days * DAY;
  const outcome: Outcome = { runs: 0, windows: 0, rows: rows.length, lost: 0, broken: [] };
  let cursor: number | undefined;
  let answered: number | undefined;
  let skew = 0;

  /** @returns false where there was nothing to ask for */
  function run(present: number, isQuiet: boolean): boolean {
    outcome.runs++;
    let now = present;
    const ago = { date: answered ?? 0, ago: now - (answered ?? 0) };
    const time = rules.time(now + skew, answered === undefined ? undefined : ago);
    const order = orderOf(week, cursor, time.now);
    const due = rules.plan(order);
    if (due.kind !== 'windows') return false;
    outcome.broken.push(...brokenBy(due.windows, order));
    for (const window of due.windows) {
      outcome.windows++;
      now += random.below(20_000);
      const answer = rows.filter((row) => row.shown <= now && isIn(row, window, week));
      answered = Math.floor(now / 1000) * 1000;
      now += random.below(2 * MINUTE);
      const isFlowDone = isQuiet || random.below(100) >= FAILING;
      if (isFlowDone) for (const row of answer) row.isDelivered = true;
      if (!rules.isConfirmed(isFlowDone)) return true;
      const next = rules.after(cursor ?? Number.NEGATIVE_INFINITY, window, endOf({ ...order, now: answered }));
      if (cursor !== undefined && next < cursor) outcome.broken.push('the point moved back');
      if (next > Math.max(cursor ?? next, window.to)) outcome.broken.push('the point is past what was confirmed');
      cursor = rules.kept(next, week.zone);
    }
    return true;
  }

  // What came before is the first run's.
  for (let now = week.begins; now < ends; now += Math.round(week.every * MINUTE * (0.5 + random.next()))) {
    if (random.below(25) === 0) skew = random.pick([0, 0, -30 * MINUTE, 20 * MINUTE, HOUR]);
    run(now, false);
  }
  skew = 0;
  const quiet = ends + 3 * DAY;
  for (let times = 0; times < 200 && run(quiet, true); times++);
  const { end, windows } = left(rules, orderOf(week, cursor, quiet));
  if (windows > 0 || cursor === undefined || cursor < end) outcome.broken.push('something is left after a quiet run');
  outcome.lost = rows.filter(({ isDelivered }) => !isDelivered).length;
  return outcome;
}

function left({ plan }: Rules, order: IncrementalOrder): { end: number; windows: number } {
  const due = plan(order);
  return { end: endOf(order), windows: due.kind === 'windows' ? due.windows.length : 0 };
}

function orderOf(week: Week, cursor: number | undefined, now: number): IncrementalOrder {
  const { begins, service, isKnown, ...same } = week;
  return { ...same, cursor, now, from: begins - 2 * DAY, stopDate: isKnown ? service : 'unknown' };
}

/** Rows of the week and the day before it; many where windows end, and where clocks show an hour twice. */
function rowsOf({ begins, days, zone, latest, delay }: Week, random: Random): Row[] {
  const delayed = delay.count * (delay.unit === 'hour' ? HOUR : MINUTE);
  return Array.from({ length: days * 150 }, () => {
    const spread = begins + Math.floor((random.next() * (days + 1) - 1) * DAY);
    const round = random.pick([1000, MINUTE, 15 * MINUTE, HOUR]);
    // Steps of SQL Server's DATETIME.
    const instant = Math.floor(spread / round) * round + random.pick([0, 0, 3, 997]);
    const late = random.below(3) === 0 ? random.next() * latest : 0;
    const shown = instant + late + (random.below(3) === 0 ? random.next() * delayed : 0);
    return { instant, wall: wallClockAt(instant, zone), shown, isDelivered: false };
  });
}

/** Whether the service would answer with the row. */
function isIn({ wall, instant }: Row, { start, stop }: DueWindow, { takes, zonedTexts, service }: Week): boolean {
  const at = zonedTexts && takes === 'date-time' ? instant : wall;
  const first = Date.parse(start.endsWith('Z') || start.length === 10 ? start : `${start}Z`);
  const last = Date.parse(stop.endsWith('Z') || stop.length === 10 ? stop : `${stop}Z`);
  if (at < first) return false;
  if (service === 'exclusive') return at < last;
  return takes === 'date' ? at < last + DAY : at <= last;
}

function brokenBy(windows: readonly DueWindow[], order: IncrementalOrder): string[] {
  const { cursor, now, delay, lookback, grain, from: begins } = order;
  // The day or second that nobody knows of, what is cut down to the grain, and an hour that clocks were put by.
  const back = lookback.count * (lookback.unit === 'day' ? DAY : HOUR) + (grain === 'day' ? 2 * DAY : 0) + HOUR + 1000;
  const delayed = delay.count * (delay.unit === 'hour' ? HOUR : MINUTE);
  return [
    ...(cursor !== undefined && windows[0]!.from > cursor ? ['a gap behind the point'] : []),
    ...(windows[0]!.from < Math.max(begins, cursor ?? begins) - Math.max(back, DAY)
      ? ['what was confirmed is asked for again, beyond the lookback']
      : []),
    ...windows.flatMap(({ from }, index) =>
      index > 0 && from > windows[index - 1]!.to ? ['a gap between windows'] : [],
    ),
    ...(windows.at(-1)!.to > now - delayed ? ['a window ends within the delay'] : []),
  ];
}

/** Both changes of clocks in each, and a zone whose clocks change by half an hour. */
const zones: ReadonlyArray<readonly [zone: string, changes: readonly string[]]> = [
  ['America/Toronto', ['2026-03-08', '2026-11-01']],
  ['America/St_Johns', ['2026-03-08', '2026-11-01']],
  ['Europe/Berlin', ['2026-03-29', '2026-10-25']],
  ['Australia/Lord_Howe', ['2026-04-05', '2026-10-04']],
];

/** @param fixed what the week must be like, whatever the seed makes of it */
export function weekOf(seed: number, fixed: Partial<Week> = {}): Week {
  const random = new Random(seed);
  const [zone, changes] = random.pick(zones);
  const change = Date.parse(random.pick(changes));
  const grain = fixed.grain ?? random.pick(['day', 'instant'] as const);
  const takes = grain === 'day' ? random.pick(['date', 'date-time'] as const) : 'date-time';
  const isDay = grain === 'day';
  const hours = random.pick(isDay ? [0, 24, 48] : [0, 6, 24]);
  const days = isDay ? 7 : 2;
  return {
    seed,
    zone,
    // Mostly with the change of clocks in its middle.
    begins: change - (days / 2) * DAY + (random.below(4) === 0 ? 40 * DAY : 0),
    days,
    grain,
    takes,
    zonedTexts: random.below(4) === 0,
    service: random.pick(['inclusive', 'exclusive']),
    isKnown: random.below(2) === 0,
    lookback: { count: hours / (isDay ? 24 : 1), unit: isDay ? 'day' : 'hour' },
    latest: Math.max(0, hours - 2) * HOUR,
    delay: isDay ? { count: 6, unit: 'hour' } : { count: 5, unit: 'minute' },
    step: random.pick(
      isDay
        ? [
            { count: 1, unit: 'day' },
            { count: 7, unit: 'day' },
          ]
        : [
            { count: 1, unit: 'hour' },
            { count: 1, unit: 'day' },
          ],
    ),
    most: random.pick([2, 10, 100]),
    every: isDay ? random.pick([180, 720]) : random.pick([15, 60]),
    ...fixed,
  };
}
