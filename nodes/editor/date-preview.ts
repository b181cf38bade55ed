/** What a date expression stands for at this moment, in the language of the editor. */
import { isDate } from '../catalogue/roles';
import type { Parameter } from '../catalogue/schema';
import { cleanText } from '../parameters/clean-text';
import { translateDate } from '../parameters/date-expression';
import { dateLanguage } from '../parameters/date-words';
import { toParameterText } from '../parameters/parameter-text';
import { isTimeZone } from '../parameters/time-zone';
import type { EditorNode } from './red';

/** @returns undefined for what is no date, or one that is sent as it stands */
export function datePreview(parameter: Parameter, text: string, zone: string): string | undefined {
  if (!isDate(parameter)) return undefined;
  const read = toParameterText(parameter, text, { now: new Date(), zone });
  if (read.kind !== 'text' || read.text === cleanText(text).replace(' ', 'T')) return undefined;
  return describeDate(read.text, parameter.format);
}

/** The clock of the zone, printed as it is: as UTC it has no zone of the browser's added. */
export function describeDate(resolved: string, format: 'date' | 'date-time'): string {
  const fraction = resolved.endsWith('.000') ? {} : ({ fractionalSecondDigits: 3 } as const);
  const time = { hour: '2-digit', minute: '2-digit', second: '2-digit', ...fraction } as const;
  const day = { weekday: 'short', year: 'numeric', month: 'short', day: 'numeric', timeZone: 'UTC' } as const;
  const printer = new Intl.DateTimeFormat(RED.i18n.lang(), { ...day, ...(format === 'date-time' && time) });
  return printer.format(new Date(format === 'date' ? resolved : `${resolved}Z`));
}

/** A date as it is stored, in the words of the editor's language. */
export function dateShown(stored: string): string {
  return translateDate(stored, dateLanguage(RED.i18n.lang()));
}

/** A date as a person typed it, in whichever language, as it is stored: an import into any editor shows it in its own. */
export function dateStored(shown: string): string {
  return translateDate(shown, 'en');
}

let ownZone: string | undefined;

/** The connection's zone; where it leaves that to the server, that of the server, or the browser's as near as one comes. */
export function zoneOf(connection: EditorNode | null, serverZone = ''): string {
  for (const zone of [connection?.timeZone, serverZone]) if (typeof zone === 'string' && isTimeZone(zone)) return zone;
  // To ask for it takes longer than all the rest of a check.
  ownZone ??= Intl.DateTimeFormat().resolvedOptions().timeZone;
  return ownZone;
}
