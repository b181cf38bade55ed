/**
 * Made-up rows that are not there from the start (the `late` dial): each comes at its date or later, some in another
 * version at first, which is corrected back. All of it hangs on the row and the dial, so that whoever asks later is told
 * no other story.
 */
import type { Column } from '../../../nodes/catalogue';
import type { DialValues, LateDial } from '../dials';
import { instantsOf, MINUTE, presentOf } from '../world/clock';
import { Random } from '../world/random';
import type { Answer, Row, Series } from './answer';
import { seriesRow } from './series';

const SHARE = { late: 1 / 3, corrected: 1 / 5 };

/** What stands in a column of a row for as long as it is not corrected. */
const UNCORRECTED = 'to be corrected';

/** @param answer made-up rows, as they will be when all have come */
export function lateAnswer(answer: Answer, late: LateDial, dials: Pick<DialValues, 'now' | 'timeZone'>): Answer {
  const rows = [...rowsShown(answer.series!, answer.columns, late, dials)];
  return { columns: answer.columns, count: rows.length, rows: () => rows };
}

function* rowsShown(
  series: Series,
  columns: readonly Column[],
  late: LateDial,
  { now, timeZone }: Pick<DialValues, 'now' | 'timeZone'>,
): Iterable<Row> {
  const present = presentOf({ now, timeZone }).instant;
  const corrected = correctedColumn(series, columns);
  for (const number of series.numbers()) {
    const chance = new Random(`${late.seed} ${number}`);
    const instants = instantsOf(series.dateOf(number), timeZone);
    if (instants.length === 0) continue;
    const at = chance.pick(instants);
    for (let twin = chance.chance(late.twins) ? 2 : 1; twin > 0; twin--) {
      const { shown, from, to } = storyOf(chance, late.upTo * MINUTE);
      if (present < at + shown) continue;
      const isUncorrected = at + from <= present && present < at + to;
      const row = [...seriesRow(series, columns, number)];
      if (isUncorrected) row[corrected] = UNCORRECTED;
      yield row;
    }
  }
}

/** Behind the row's date: when it comes, and from when to when it is another one. */
function storyOf(chance: Random, upTo: number): { shown: number; from: number; to: number } {
  const shown = chance.chance(SHARE.late) ? Math.floor(chance.next() * upTo) : 0;
  const from = shown + Math.floor(chance.next() * (upTo - shown));
  const to = from + Math.floor(chance.next() * (upTo - from));
  return chance.chance(SHARE.corrected) ? { shown, from, to } : { shown, from: 0, to: 0 };
}

function correctedColumn({ keyColumn }: Series, columns: readonly Column[]): number {
  return columns.findLastIndex(({ type, format }, index) => type === 'string' && !format && index !== keyColumn);
}
