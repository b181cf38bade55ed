/** What simulated weeks are like: a seed says it, and a test may fix some of it. */
import type { DialValues } from '../emulator';
import { instantsOf } from '../emulator/world/clock';
import { Random } from '../fuzz/random';
import { WEEK_FLOWS, type WeekFlow } from './week-flows';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export interface WeekPlan {
  seed: number;
  zone: string;
  /** Midnight there. */
  begins: number;
  days: number;
  /** The one has a key, the other none, and equal rows that are both real. */
  endpoint: 'sales-by-invoice' | 'donations-summary';
  grain: 'day' | 'instant';
  /** Minutes between runs. */
  every: number;
  /** What the service takes StopDate for. */
  service: DialValues['stopDate'];
  /** Whether the connection knows it. */
  isKnown: boolean;
  rows: 'all' | 'new';
  /** In hours. */
  lookback: number;
  step: string;
  most: number;
  /** What stands behind the node. */
  flow: WeekFlow;
  /** In minutes: the one rings before a flow that takes 40 minutes is done. */
  alarm: number;
  retries: number;
  /** Whether a run waits for the flow with each message and ends at the first failure, or goes by the end of the window. */
  stops: boolean;
  /** Nothing goes wrong. */
  isCalm: boolean;
}

/** Clocks go forward and back in each. */
const ZONES: ReadonlyArray<readonly [zone: string, changes: readonly string[]]> = [
  ['America/Toronto', ['2026-03-08', '2026-11-01']],
  ['America/St_Johns', ['2026-11-01', '2026-03-08']],
  ['Europe/Berlin', ['2026-03-29', '2026-10-25']],
  ['Australia/Lord_Howe', ['2026-10-04', '2026-04-05']],
];

/** Zones, changes of clocks and ways of the service follow one another, so that a few seeds have them all. */
export function weekPlan(seed: number, fixed: Partial<WeekPlan> = {}): WeekPlan {
  const random = new Random(seed);
  const [zone, changes] = ZONES[seed % ZONES.length]!;
  const isOften = seed % 5 === 0;
  const grain = fixed.grain ?? (random.oneIn(4) && !isOften ? 'day' : 'instant');
  const isDay = grain === 'day';
  const service = (['inclusive', 'exclusive', 'instant'] as const)[seed % 3]!;
  const change = Date.parse(changes[Math.floor(seed / ZONES.length) % 2]!);
  return {
    seed,
    zone,
    begins: instantsOf(change - 3 * DAY, zone)[0]!,
    days: 7,
    endpoint: seed % 2 === 0 ? 'sales-by-invoice' : 'donations-summary',
    grain,
    every: isDay ? 240 : isOften ? 15 : 60,
    service,
    isKnown: random.oneIn(2),
    rows: random.oneIn(3) ? 'all' : 'new',
    lookback: isDay ? 48 : random.pick([6, 24]),
    step: random.pick(isDay ? ['1 day', '7 days'] : ['3 hours', '1 day']),
    most: random.pick([4, 20]),
    flow: WEEK_FLOWS[seed % WEEK_FLOWS.length]!,
    alarm: random.pick([30, 60]),
    retries: random.oneIn(4) ? 1 : 0,
    isCalm: random.oneIn(6),
    stops: random.oneIn(2),
    ...fixed,
  };
}
