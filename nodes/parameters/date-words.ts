/**
 * Dates in words: `last 7 days`, `7 derniers jours`, `últimos 7 días`. All languages are understood wherever a date is
 * taken, whatever the language of the reader: a flow says the same on every server. Case, accents, apostrophes and
 * spaces do not count.
 */
import type { DateWords } from './date-kinds';
import type { DatePhrase } from './date-phrase';
import { englishDates } from './english-dates';
import { frenchDates } from './french-dates';
import { spanishDates } from './spanish-dates';
import { suggestName } from './suggest-name';

/** The first is the one that is stored. */
const languages = { en: englishDates, fr: frenchDates, es: spanishDates } as const;

export type DateLanguage = keyof typeof languages;
export const dateLanguages = Object.keys(languages) as DateLanguage[];

/** @param tag of a language, `fr-CA`; English for one that dates are not said in */
export function dateLanguage(tag: string): DateLanguage {
  return dateLanguages.find((each) => tag.toLowerCase().startsWith(each)) ?? 'en';
}

const known = new Map<DateLanguage, Map<string, DatePhrase>>();

/** By how they are compared; made when they are first needed, which is never where all dates are in English. */
function phrasesOf(language: DateLanguage): Map<string, DatePhrase> {
  const made =
    known.get(language) ?? new Map(languages[language].toReversed().map((each) => [compared(each.text), each]));
  known.set(language, made);
  return made;
}

/** @returns undefined for text that says no date in any of the languages */
export function readDateWords(text: string): DateWords | undefined {
  const { words, count } = split(text);
  if (count === undefined) return undefined;
  for (const language of dateLanguages) {
    const phrase = phrasesOf(language).get(words);
    if (phrase) return phrase.means(count);
  }
  return undefined;
}

/** What a person most likely meant, in the language it was said in; undefined where nothing is near enough. */
export function suggestDateWords(text: string): string | undefined {
  const { words, count } = split(text);
  if (count === undefined) return undefined;
  const all = dateLanguages.flatMap((language) => [...phrasesOf(language).keys()]);
  const near = suggestName(
    words,
    all.filter((key) => key.includes('#') === words.includes('#')),
  );
  const language = dateLanguages.find((each) => near !== undefined && phrasesOf(each).has(near));
  const phrase = language && phrasesOf(language).get(near!);
  const meant = phrase?.means(count);
  if (!phrase || !meant) return undefined;
  return phrase.with ? sayDate(meant, language) : written(phrase, count);
}

/** In the words of the language; `readDateWords` understands them as the same. */
export function sayDate(date: DateWords, language: DateLanguage): string {
  const count = countOf(date);
  const isRight = ({ with: number, means }: DatePhrase) =>
    (number === undefined || (number === 'one') === (count === 1)) && isSame(means(count), date);
  const phrase = languages[language].find(isRight) ?? languages.en.find(isRight);
  return phrase ? written(phrase, count) : '';
}

function written({ text }: DatePhrase, count: number): string {
  return text.replace('#', String(count));
}

function countOf(date: DateWords): number {
  if ('count' in date) return date.count;
  return 'shift' in date ? Math.abs(date.shift?.amount ?? 0) : 0;
}

function isSame(one: DateWords | undefined, other: DateWords): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** @returns the words to look for, `#` for the number in them; `count` is undefined where that is none of ours */
function split(text: string): { words: string; count: number | undefined } {
  const [digits = '0', ...others] = text.match(/\d+/g) ?? [];
  const isOurs = others.length === 0 && digits.length <= MOST_DIGITS && !text.includes('#');
  return { words: compared(text.replace(/\d+/g, '#')), count: isOurs ? Number(digits) : undefined };
}

const MOST_DIGITS = 4;

/** As words are compared: without case, accents and apostrophes, and with one space between them. */
export function compared(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}|['’`´]/gu, '')
    .replace(/[−–—]/g, '-')
    .replace(/[#+-]/g, ' $& ')
    .replace(/\s+/g, ' ')
    .trim();
}
