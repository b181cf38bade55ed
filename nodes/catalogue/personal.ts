/**
 * Which columns are about a person: by their names, and not written at each of them. A column that the rules take for
 * another says `personal` itself; one that the catalogue does not have is judged by its name alone.
 */
import type { PersonalKind } from './personal-kinds';
import type { Column } from './schema';

/** What is known of a column: its name, and what it says of itself. */
export type JudgedColumn = Pick<Column, 'name'> & Partial<Pick<Column, 'type' | 'description' | 'personal'>>;

/** Names in words, `InvoicedByEmployee` as `invoiced by employee`; the first that fits says what the column holds. */
const RULES: ReadonlyArray<readonly [PersonalKind, RegExp]> = [
  ['email', /\be ?mail( (address|display name|user name))?$/],
  [
    'phone',
    /(?:^|[\d ])(phone|mobile|cellular|cell|sms|fax|telephone)( number| no)?\d*$|\b(contact|work|port) number$|^work$/,
  ],
  ['serial', /\b(serial numbers?( (added|removed))?|imei|esn|meid|iccid|tracking number|device id)\d*$/],
  [
    'account',
    /\b(billing account number|card bin|last four digits|member (number|num)|member number|social security number|ssn)$/,
  ],
  ['address', /\b(address|street)( ?\d)?$|\b(zip|postal|post)( (or zip )?code| postal)?$/],
  ['address', /\bcity$/],
  ['trait', /^(gender|birth ?day|birth ?date|date of birth|termination notes)$/],
  ['name', /\b(first|last|given|family|middle|billing|borrower|cardholder|user|full) ?name\d*$|\busername\d*$/],
  [
    'name',
    /\b(employee|customer|sales person|supervisor|manager|landlord)( (company|last|first))? ?(name)?( \d| assigned to)?\d*$/,
  ],
  ['name', /^(sold|tendered|redeemed|cancelled|invoiced|completed|revised) by( name)?$/],
];

/** These are of a person whatever is said of the column. */
const PERSON = /\b(customer|employee|sales person|supervisor|manager|cardholder|personal|home)\b/;
/** What is said of a column about a place, a business or a payment. */
const ELSEWHERE = /\b(location|store|vendor|card brand|shipper|waybill)\b/i;

/** @returns undefined for a column that is about no person, as far as anybody knows */
export function personalKindOf({ name, type, description = '', personal }: JudgedColumn): PersonalKind | undefined {
  if (personal !== undefined) return personal === 'no' ? undefined : personal;
  const words = inWords(name);
  if (type === 'boolean' || /\btype\b/.test(words)) return undefined;
  const kind = RULES.find(([, rule]) => rule.test(words))?.[0];
  if (kind === undefined || kind === 'serial') return kind;
  // A number is the id of somebody in RQ, which says nothing outside of it.
  if (kind === 'name' && (type === 'integer' || type === 'number')) return undefined;
  if (PERSON.test(words)) return kind;
  // Of a town it must be said whose it is.
  if (/\bcity$/.test(words)) return PERSON.test(description.toLowerCase()) ? kind : undefined;
  return ELSEWHERE.test(description) ? undefined : kind;
}

function inWords(name: string): string {
  return name
    .replace(/([a-z])([A-Z])|([A-Z])([A-Z][a-z])/g, '$1$3 $2$4')
    .replace(/[^A-Za-z0-9]+/g, ' ')
    .trim()
    .toLowerCase();
}
