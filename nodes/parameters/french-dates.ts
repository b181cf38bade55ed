/** Dates in French. */
import { isCalendar } from './date-kinds';
import {
  counted,
  current,
  type DatePhrase,
  dayMoved,
  last,
  momentMoved,
  moves,
  previous,
  said,
  type UnitName,
  untilToday,
} from './date-phrase';

interface Noun extends UnitName {
  isFeminine?: true;
  /** Begins with a vowel that takes the article's. */
  isElided?: true;
}

/** The first of a unit is the one that is shown. */
export const frenchUnits: readonly Noun[] = [
  { unit: 'day', one: 'jour', several: 'jours' },
  { unit: 'week', one: 'semaine', several: 'semaines', isFeminine: true },
  { unit: 'month', one: 'mois', several: 'mois' },
  { unit: 'quarter', one: 'trimestre', several: 'trimestres' },
  { unit: 'year', one: 'année', several: 'années', isFeminine: true, isElided: true },
  { unit: 'year', one: 'an', several: 'ans', isElided: true },
  { unit: 'hour', one: 'heure', several: 'heures', isFeminine: true, isElided: true },
  { unit: 'minute', one: 'minute', several: 'minutes', isFeminine: true },
];

const movingWords = { ago: 'il y a', ahead: 'dans', now: 'maintenant', today: "aujourd'hui" };

export const frenchDates: readonly DatePhrase[] = [
  ...said(["aujourd'hui"], () => dayMoved(0)),
  ...said(['hier'], () => dayMoved(-1)),
  ...said(['demain'], () => dayMoved(1)),
  ...said(['avant-hier'], () => dayMoved(-2)),
  ...said(['après-demain'], () => dayMoved(2)),
  ...said(['maintenant'], () => momentMoved(0)),
  ...frenchUnits.flatMap((noun) => [...rangesOf(noun), ...moves(noun, movingWords)]),
  ...said(["aujourd'hui-#j"], (count) => dayMoved(-count)),
  ...said(["aujourd'hui+#j"], (count) => dayMoved(count)),
];

function rangesOf({ unit, one, several, isFeminine, isElided }: Noun): DatePhrase[] {
  const e = isFeminine ? 'e' : '';
  const dernier = isFeminine ? 'dernière' : 'dernier';
  const the = isElided ? "l'" : isFeminine ? 'la ' : 'le ';
  const ofThe = isElided ? "de l'" : isFeminine ? 'de la ' : 'du ';
  const ce = isFeminine ? 'cette' : isElided ? 'cet' : 'ce';
  const before = [`${one} précédent${e}`, `${one} ${dernier}`];
  const soFar = [`depuis le début ${ofThe}${one}`, `${one} à ce jour`, `${one} à date`];
  return [
    ...said([...before, ...before.map((text) => the + text)], () => previous(1, unit)),
    ...counted([`# ${one} précédent${e}`], withThe([`# ${several} précédent${e}s`]), (count) => previous(count, unit)),
    ...counted([`# ${dernier} ${one}`], withThe([`# ${dernier}s ${several}`, `${dernier}s # ${several}`]), (count) =>
      last(count, unit),
    ),
    ...(isCalendar(unit) ? said([`${ce} ${one}`, `${ce} ${one}-ci`, `${one} en cours`], () => current(unit)) : []),
    ...(isCalendar(unit) && unit !== 'day' ? said(soFar, () => untilToday(unit)) : []),
  ];
}

function withThe(texts: readonly string[]): string[] {
  return [...texts, ...texts.map((text) => `les ${text}`)];
}
