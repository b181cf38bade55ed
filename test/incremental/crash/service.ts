/** A service whose data a seed and a time give: lists that change and change back, sales that come late and are corrected. */
import type { Confirmation } from '../../../nodes/incremental/cursor/cursor-state';
import type { AskedRange } from '../../../nodes/incremental/delivered/delivered';
import type { DataRecord } from '../../../nodes/record';
import { Random } from '../../fuzz/random';

/** `changes` asks for a list, the others for the sales of a range of days, of which half have no key, or all have one. */
export const WAYS = ['changes', 'windows', 'keyed windows'] as const;
export type Way = (typeof WAYS)[number];

export const NAME = 'd4e5f6/a1b2c3';
export const KEY = ['Id'];

const PRODUCTS = 30;
const DAY = 86_400_000;
const FIRST_DAY = Date.UTC(2026, 2, 1);
/** Days behind the cursor that are asked for once more, and within which sales come. */
const LOOKBACK = 3;
/** Most windows of a run. */
const MOST = 2;

export function columnsOf([first = {}]: readonly DataRecord[]): string[] {
  return Object.keys(first);
}

/** Few prices, so that many come back to what they were. */
export function listAt(seed: number, time: number): DataRecord[] {
  const list: DataRecord[] = [];
  for (let id = 0; id < PRODUCTS; id++) {
    // Some change each time, others every second one.
    const version = id % 3 === 0 ? time : Math.floor((time + (id % 3)) / 2);
    const chance = new Random(seed * 7919 + id * 104_729 + version * 15_485_863);
    if (chance.oneIn(5)) continue;
    list.push({ Id: id, Name: `Product ${id}`, Price: chance.below(3) });
  }
  return list;
}

interface Sale extends DataRecord {
  Sold: string;
}

/** Day `time` is today. Sales without a key that are equal are all real. */
export function salesAt(seed: number, time: number, way: Way): Sale[] {
  const sales: Sale[] = [];
  for (let day = 0; day < time; day++) {
    const chance = new Random(seed * 31 + day * 7919);
    const count = 4 + chance.below(5);
    for (let number = 0; number < count; number++) {
      const [lateness, product, corrected] = [chance.below(LOOKBACK), chance.below(2), chance.below(3)];
      if (time - day <= lateness) continue;
      const hasNumber = way === 'keyed windows' || number % 2 === 0;
      // A correction stands for one day, and is taken back.
      const age = time - day;
      const isCorrected = hasNumber && corrected === 0 && age === lateness + 2 && age <= LOOKBACK;
      const Sold = new Date(FIRST_DAY + day * DAY).toISOString();
      sales.push({ Id: hasNumber ? `${day}-${number}` : null, Sold, Product: product, Amount: isCorrected ? 9 : 5 });
    }
  }
  return sales;
}

/** What a run at a time asks for, one after the other, and what is answered. */
export function windowsAt(
  seed: number,
  time: number,
  way: Way,
  confirmedTo: string | undefined,
): Array<{ asked: AskedRange; answer: DataRecord[] }> {
  const end = FIRST_DAY + time * DAY;
  const cursor = confirmedTo === undefined ? FIRST_DAY : Date.parse(confirmedTo);
  const windows: Array<{ asked: AskedRange; answer: DataRecord[] }> = [];
  for (let to = cursor; to < end && windows.length < MOST; ) {
    const from = windows.length === 0 ? Math.max(FIRST_DAY, cursor - LOOKBACK * DAY) : to;
    to = Math.min(end, to + DAY);
    const asked = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
    const answer = salesAt(seed, time, way).filter(({ Sold }) => Sold >= asked.from && Sold < asked.to);
    windows.push({ asked, answer });
  }
  return windows;
}

/** Instant that is confirmed when nothing is behind. */
export function endOfTime(time: number): string {
  return new Date(FIRST_DAY + time * DAY).toISOString();
}

export function confirmationOf(time: number, change: Partial<Confirmation>): Confirmation {
  return {
    node: 'a1b2c3',
    name: 'Sales',
    connection: 'd4e5f6',
    host: 'service.example',
    endpoint: 'sales',
    partition: {},
    zone: 'America/Toronto',
    grain: 'day',
    confirmedTo: endOfTime(time),
    confirmedAt: endOfTime(time),
    confirmedBy: 'flow',
    rows: 0,
    run: String(time),
    known: [],
    ...change,
  };
}
