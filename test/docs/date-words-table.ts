/** Dates in words, as each language says them, and what they meant on one day. */
import { parseDateExpression, resolveDateExpression, translateDate } from '../../nodes/parameters/date-expression';
import { dateLanguages } from '../../nodes/parameters/date-words';
import { tableOf } from './markdown';

const LANGUAGES = { en: 'English', fr: 'French', es: 'Spanish' } as const;

/** A Thursday. */
const now = new Date('2026-10-15T10:20:00Z');

const EXPRESSIONS = [
  ...['today', 'yesterday', 'tomorrow', 'today-7d', 'last 7 days', 'previous 7 days', 'last 2 weeks'],
  ...['this week', 'previous week', 'month to date', 'this month', 'previous month', 'last 3 months'],
  ...['previous quarter', 'year to date', 'previous year'],
];
const MOMENTS = ['now', 'now-15m', 'now-2h'];

export function dateWordsTable(): string {
  const said = (text: string) => dateLanguages.map((language) => `\`${translateDate(text, language)}\``);
  const rows = [
    ...EXPRESSIONS.map((text) => [...said(text), daysOf(text)]),
    ...MOMENTS.map((text) => [...said(text), edgeOf(text, 'start', 'date-time').slice(0, 16).replace('T', ' ')]),
  ];
  return tableOf([...dateLanguages.map((language) => LANGUAGES[language]), 'On Thursday 2026-10-15, 10:20'], rows);
}

function daysOf(text: string): string {
  const [start, stop] = (['start', 'stop'] as const).map((edge) => edgeOf(text, edge, 'date'));
  return start === stop ? `${start}` : `${start} to ${stop}`;
}

function edgeOf(text: string, edge: 'start' | 'stop', format: 'date' | 'date-time'): string {
  const expression = parseDateExpression(text);
  if (!expression) throw new Error(`${text} is no date.`);
  return resolveDateExpression(expression, { now, zone: 'UTC', edge, format });
}
