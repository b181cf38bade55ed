/** What the service takes `StopDate` for (docs/api.md, Dates): tiny ranges that end on, and at, a known record. */
import type { StopDateMeaning } from '../parameters/date-axis';
import type { Inquiry } from './inquiry';
import { announcedReport, findRecord, isAtAnyTime, isIn, type KnownRecord, plain } from './known-record';
import { found, type Judgement, type Question, unknown } from './question';

/** A step of time that every service tells apart, in milliseconds. */
const JUST_AFTER = 10;

export const stopDate: Question = {
  id: 'stop-date',
  title: { key: 'title-stop-date' },
  sends: [announcedReport],
  async ask(inquiry) {
    const known = await findRecord(inquiry, 0);
    if (!known) return unknown({ key: 'no-record' });
    const meaning = await meaningOf(inquiry, known);
    const facts = { record: known.text };
    if (!meaning) return unknown({ key: 'stop-unclear', facts });
    return meant(meaning, facts);
  },
};

function meant(meaning: StopDateMeaning, facts: { record: string }): Judgement {
  const suggestions = [{ name: 'stopDate', value: meaning }] as const;
  return { ...found({ key: `stop-${meaning}`, facts }), suggestions };
}

/**
 * A day that starts and stops on the record's holds it only where the stop is the whole day. Then the record's own
 * instant as the stop tells the other two apart, where times of day count at all; that a stop just after it brings the
 * record shows that it was left out for lying at the stop, and not for the zone, nor for digits that are overlooked.
 */
async function meaningOf(inquiry: Inquiry, known: KnownRecord): Promise<StopDateMeaning | undefined> {
  const day = known.at.toISODate();
  if (await isIn(inquiry, known, day, day)) return 'inclusive';
  const start = plain(known.at.minus({ minutes: 1 }));
  const atStop = await isIn(inquiry, known, start, plain(known.at));
  if (atStop) return (await isAtAnyTime(inquiry, known)) === false ? 'instant' : undefined;
  const isBefore = await isIn(inquiry, known, start, plain(known.at.plus({ milliseconds: JUST_AFTER })));
  return atStop === false && isBefore ? 'exclusive' : undefined;
}
