/**
 * By which clock the service's dates go: ranges of two minutes around a known record, written without a zone, as UTC, and
 * as the zone of the connection. One day cannot tell zones apart that differ in summer only, so a setting is named after
 * half a year earlier has said the same.
 */
import { DateTime } from 'luxon';
import type { Inquiry } from './inquiry';
import { announcedReport, findRecord, HALF_A_YEAR, isAtAnyTime, isIn, type KnownRecord, plain } from './known-record';
import { found, type Judgement, type Question, unknown } from './question';

const UTC = 'UTC';

/** No offset of a zone: a record that comes by it comes by any. */
const NO_ZONE = 'UTC+3:07';

export const zoneOfDates: Question = {
  id: 'zone',
  title: { key: 'title-zone' },
  sends: [announcedReport],
  async ask(inquiry) {
    const known = await findRecord(inquiry, 0);
    return known ? judgeDay(inquiry, known) : unknown({ key: 'no-record' });
  },
};

export const zoneOfYear: Question = {
  id: 'zone-year',
  title: { key: 'title-zone-year' },
  sends: [announcedReport],
  async ask(inquiry) {
    const known = await findRecord(inquiry, 0);
    const clock = known && (await clockOfRecord(inquiry, known));
    if (clock?.kind !== 'zones' || !clock.isOfPlainDates) return unknown({ key: 'year-not-asked' });
    const earlier = await findRecord(inquiry, HALF_A_YEAR);
    return earlier ? judgeYear(inquiry, clock.zones, earlier) : unknown({ key: 'no-record-then' });
  },
};

/** By which clock a record's date goes. */
type Clock =
  /** Those of the zones asked about whose clock it is on that day; none where it is another's. */
  | { kind: 'zones'; zones: string[]; isOfPlainDates: boolean }
  /** What is written behind a date counts for nothing, is refused, or the time of day counts for nothing. */
  | { kind: 'zone-overlooked' | 'zone-refused' | 'zone-whole-days' };

async function judgeDay(inquiry: Inquiry, known: KnownRecord): Promise<Judgement> {
  const { zone } = inquiry.surroundings;
  const clock = await clockOfRecord(inquiry, known);
  if (clock.kind !== 'zones') return unknown({ key: clock.kind });
  const { zones, isOfPlainDates } = clock;
  const [first] = zones;
  const facts = { zones: zones.join(', '), zone, date: known.at.toISODate() };
  if (first === undefined) return unknown({ key: 'zone-neither', facts });
  if (isOfPlainDates) return found({ key: 'zone-is', facts });
  const isUtc = first !== UTC && (await isAround(inquiry, known, instantIn(first, known), ''));
  return isUtc ? found({ key: 'zone-plain-utc', facts }) : unknown({ key: 'zone-plain-other', facts });
}

async function judgeYear(inquiry: Inquiry, zones: readonly string[], earlier: KnownRecord): Promise<Judgement> {
  const facts = { zones: zones.join(', '), date: earlier.at.toISODate() };
  const isOfPlainDates = await isAround(inquiry, earlier, earlier.at, '');
  if (!isOfPlainDates) return unknown({ key: 'year-plain-other', facts });
  const still = await zonesOf(inquiry, zones, earlier);
  const [zone] = still.includes(inquiry.surroundings.zone) ? [inquiry.surroundings.zone] : still;
  if (zone === undefined) return unknown({ key: 'year-other', facts });
  const suggestions = [{ name: 'timeZone', value: zone }] as const;
  return { ...found({ key: 'year-is', facts: { ...facts, zone } }), suggestions };
}

async function clockOfRecord(inquiry: Inquiry, known: KnownRecord): Promise<Clock> {
  const candidates = [...new Set([UTC, inquiry.surroundings.zone])];
  const isOfPlainDates = (await isAround(inquiry, known, known.at, '')) === true;
  const byOffset = new Map<string, boolean | undefined>();
  for (const zone of candidates) byOffset.set(writtenOffset(zone, known), await isBy(inquiry, zone, known));
  const answers = [...byOffset.values()];
  // One that has it beside one that has not shows that what is written counts.
  if (answers.includes(true) && !answers.includes(false)) {
    const isByNone = await isBy(inquiry, NO_ZONE, known);
    if (isByNone) return { kind: (await isAtAnyTime(inquiry, known)) ? 'zone-whole-days' : 'zone-overlooked' };
    if (isByNone === undefined) return { kind: 'zone-refused' };
  }
  if (!answers.includes(true) && answers.includes(undefined)) return { kind: 'zone-refused' };
  const zones = candidates.filter((zone) => byOffset.get(writtenOffset(zone, known)));
  return { kind: 'zones', zones, isOfPlainDates };
}

/** Those of the zones in whose clock the record's text is its instant. */
async function zonesOf(inquiry: Inquiry, zones: readonly string[], known: KnownRecord): Promise<string[]> {
  const matched: string[] = [];
  for (const zone of zones) if (await isBy(inquiry, zone, known)) matched.push(zone);
  return matched;
}

/** Whether the record comes when its text is said to be of the zone: with the zone's offset behind it, and not converted. */
function isBy(inquiry: Inquiry, zone: string, known: KnownRecord): Promise<boolean | undefined> {
  return isAround(inquiry, known, known.at, writtenOffset(zone, known));
}

/** @param written behind the dates: an offset, or nothing */
function isAround(inquiry: Inquiry, known: KnownRecord, at: DateTime, written: string): Promise<boolean | undefined> {
  const start = plain(at.minus({ minutes: 1 })) + written;
  return isIn(inquiry, known, start, plain(at.plus({ minutes: 1 })) + written);
}

/** `Z`, `-05:00`. */
function writtenOffset(zone: string, known: KnownRecord): string {
  const text = instantIn(zone, known).toFormat('ZZ');
  return text === '+00:00' ? 'Z' : text;
}

function instantIn(zone: string, { text }: KnownRecord): DateTime {
  return DateTime.fromISO(text, { zone });
}
