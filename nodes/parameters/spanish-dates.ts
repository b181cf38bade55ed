/** Dates in Spanish. */
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
}

export const spanishUnits: readonly Noun[] = [
  { unit: 'day', one: 'día', several: 'días' },
  { unit: 'week', one: 'semana', several: 'semanas', isFeminine: true },
  { unit: 'month', one: 'mes', several: 'meses' },
  { unit: 'quarter', one: 'trimestre', several: 'trimestres' },
  { unit: 'year', one: 'año', several: 'años' },
  { unit: 'hour', one: 'hora', several: 'horas', isFeminine: true },
  { unit: 'minute', one: 'minuto', several: 'minutos' },
];

const movingWords = { ago: 'hace', ahead: 'dentro de', now: 'ahora', today: 'hoy' };

export const spanishDates: readonly DatePhrase[] = [
  ...said(['hoy'], () => dayMoved(0)),
  ...said(['ayer'], () => dayMoved(-1)),
  ...said(['mañana'], () => dayMoved(1)),
  ...said(['anteayer', 'antier', 'antes de ayer'], () => dayMoved(-2)),
  ...said(['pasado mañana'], () => dayMoved(2)),
  ...said(['ahora'], () => momentMoved(0)),
  ...spanishUnits.flatMap((noun) => [...rangesOf(noun), ...moves(noun, movingWords)]),
];

function rangesOf({ unit, one, several, isFeminine }: Noun): DatePhrase[] {
  const o = isFeminine ? 'a' : 'o';
  const the = isFeminine ? 'la' : 'el';
  const ofThe = isFeminine ? 'de la' : 'del';
  const before = [`${one} anterior`, `${one} pasad${o}`, `últim${o} ${one}`];
  const soFar = [
    ...[`${one} hasta la fecha`, `${one} a la fecha`, `desde el inicio ${ofThe} ${one}`],
    ...[`desde el comienzo ${ofThe} ${one}`, `en lo que va de ${one}`, `en lo que va ${ofThe} ${one}`],
  ];
  const lastOnes = [`últim${o}s # ${several}`, `# últim${o}s ${several}`];
  return [
    ...said([...before, ...before.map((text) => `${the} ${text}`)], () => previous(1, unit)),
    ...counted([`# ${one} anterior`], withThe([`# ${several} anteriores`, `# ${several} previ${o}s`], o), (count) =>
      previous(count, unit),
    ),
    ...counted([`últim${o} # ${one}`], withThe(lastOnes, o), (count) => last(count, unit)),
    ...(isCalendar(unit)
      ? said([`est${isFeminine ? 'a' : 'e'} ${one}`, `${one} actual`, `${one} en curso`], () => current(unit))
      : []),
    ...(isCalendar(unit) && unit !== 'day' ? said(soFar, () => untilToday(unit)) : []),
  ];
}

function withThe(texts: readonly string[], o: string): string[] {
  return [...texts, ...texts.map((text) => `l${o}s ${text}`)];
}
