import assert from 'node:assert/strict';
import { endpointById } from '../../nodes/catalogue';
import { parseDateExpression, suggestDate, translateDate } from '../../nodes/parameters/date-expression';
import { type DateUnit, type DateWords, isCalendar } from '../../nodes/parameters/date-kinds';
import { dateLanguage, dateLanguages, readDateWords, sayDate } from '../../nodes/parameters/date-words';
import { englishDates } from '../../nodes/parameters/english-dates';
import { frenchDates } from '../../nodes/parameters/french-dates';
import { toParameterText } from '../../nodes/parameters/parameter-text';
import { spanishDates } from '../../nodes/parameters/spanish-dates';

const units: DateUnit[] = ['minute', 'hour', 'day', 'week', 'month', 'quarter', 'year'];
const counts = [1, 2, 15, 9999];

/** Everything that can be said. */
function everyDate(): DateWords[] {
  const shifts = units
    .filter((unit) => unit !== 'quarter')
    .flatMap((unit) => counts.flatMap((count) => [count, -count].map((amount) => ({ amount, unit }))));
  return [
    { kind: 'day', shift: undefined },
    { kind: 'moment', shift: undefined },
    ...shifts.map((shift): DateWords => ({ kind: 'moment', shift })),
    ...shifts.filter(({ unit }) => isCalendar(unit)).map((shift): DateWords => ({ kind: 'day', shift })),
    ...units.flatMap((unit) =>
      counts.flatMap((count): DateWords[] => [
        { kind: 'last', count, unit },
        { kind: 'previous', count, unit },
      ]),
    ),
    ...units.filter(isCalendar).map((unit): DateWords => ({ kind: 'this', unit })),
    ...units
      .filter(isCalendar)
      .filter((unit) => unit !== 'day')
      .map((unit): DateWords => ({ kind: 'to-date', unit })),
  ];
}

describe('dates in the words of three languages', () => {
  for (const language of dateLanguages) {
    it(`are said in ${language} so that every server understands the same`, () => {
      for (const date of everyDate()) {
        const text = sayDate(date, language);
        const written = [text, text.toUpperCase(), text.normalize('NFD'), text.replaceAll("'", '’'), ` ${text}  `];
        for (const each of written) assert.deepEqual(readDateWords(each), date, each);
        assert.deepEqual(readDateWords(text.normalize('NFD').replace(/\p{M}/gu, '')), date, text);
        for (const other of dateLanguages) {
          assert.equal(translateDate(translateDate(text, other), language), text, `${text} by way of ${other}`);
        }
      }
    });

    it(`said in ${language} with a slip of the keyboard, get a suggestion that means them`, () => {
      const said = everyDate().filter((date) => !('count' in date && date.count > 2));
      for (const date of said) {
        const text = sayDate(date, language);
        const place = text.search(/[a-z]{2}/i);
        const doubled = text.slice(0, place + 1) + text.slice(place);
        if (readDateWords(doubled)) continue;
        assert.deepEqual(readDateWords(suggestDate(doubled) ?? ''), date, doubled);
      }
    });
  }

  it('mean one thing each, in whichever language they are read', () => {
    for (const phrases of [englishDates, frenchDates, spanishDates]) {
      for (const { text, means } of phrases) {
        for (const count of [1, 5]) {
          const meant = means(count);
          if (meant) assert.deepEqual(readDateWords(text.replace('#', String(count))), meant, text);
        }
      }
    }
  });

  it('are those that people use', () => {
    const same: Record<string, string[]> = {
      yesterday: ['hier', 'ayer', '1 day ago', 'today-1d', 'il y a 1 jour', 'hace 1 día'],
      today: ["aujourd'hui", 'aujourd’hui', 'AUJOURDHUI', 'hoy'],
      tomorrow: ['demain', 'mañana', 'manana'],
      'last 7 days': [
        '7 derniers jours',
        'les 7 derniers jours',
        'últimos 7 días',
        'los ultimos 7 dias',
        'past 7 days',
      ],
      'previous month': [
        'last month',
        'mois précédent',
        'le mois dernier',
        'mes anterior',
        'el mes pasado',
        'último mes',
      ],
      'previous year': ['année dernière', "l'an dernier", "l'année précédente", 'año pasado'],
      'month to date': ['depuis le début du mois', 'mois à ce jour', 'mes hasta la fecha', 'en lo que va del mes'],
      'year to date': ["depuis le début de l'année", 'année à ce jour', 'año hasta la fecha', 'en lo que va de año'],
      'this week': ['cette semaine', 'semaine en cours', 'esta semana', 'semana actual'],
      'now-15m': ['il y a 15 minutes', 'hace 15 minutos', '15 minutes ago', 'maintenant - 15 minutes', 'now − 15 m'],
      'today-7d': ['il y a 7 jours', 'hace 7 días', "aujourd'hui-7j", 'hoy - 7 días', '7 days ago'],
      'last 24 hours': ['24 dernières heures', 'últimas 24 horas'],
    };
    for (const [english, others] of Object.entries(same)) {
      for (const text of others) {
        assert.deepEqual(parseDateExpression(text), parseDateExpression(english), text);
        assert.equal(translateDate(text, 'en'), english);
      }
    }
    assert.equal(translateDate('last 7 days', 'fr'), '7 derniers jours');
    assert.equal(translateDate('last 2 weeks', 'fr'), '2 dernières semaines');
    assert.equal(translateDate('previous quarter', 'es'), 'trimestre anterior');
    assert.equal(translateDate('today-7d', 'es'), 'hace 7 días');
    assert.equal(translateDate('2026-03-31', 'fr'), '2026-03-31');
    assert.equal(translateDate('soon', 'fr'), 'soon');
  });

  it('are shown in the language of the editor, in English where we lack that', () => {
    assert.deepEqual(['en-US', 'fr', 'fr-CA', 'es-ES', 'de', 'zh-CN'].map(dateLanguage), [
      ...['en', 'fr', 'fr', 'es', 'en', 'en'],
    ]);
  });

  it('go out as the same dates', () => {
    const clock = { now: new Date('2026-03-10T15:00:00Z'), zone: 'America/Toronto' };
    const { parameters } = endpointById('sales-by-invoice')!;
    for (const name of ['StartDate', 'StopDate']) {
      const parameter = parameters.find((each) => each.name === name)!;
      const sent = (text: string) => toParameterText(parameter, text, clock);
      assert.deepEqual(sent('7 derniers jours'), sent('last 7 days'));
      assert.deepEqual(sent('mes anterior'), sent('previous month'));
      const slip = sent('mes anteriorr');
      assert.deepEqual(slip.kind === 'problem' && slip.problem.hint?.facts, { suggestion: 'mes anterior' });
    }
  });

  it('that are none are none, and nothing far off is suggested', () => {
    const none = [
      '',
      '#',
      'last # days',
      '7',
      '7 7',
      '0 derniers jours',
      'hace 12345 días',
      'cette heure',
      'soon',
      'x',
    ];
    for (const text of [...none, 'yesterday - 1d', 'constructor', 'next wednesday', '\x24{START}', 'a'.repeat(5000)]) {
      assert.equal(parseDateExpression(text), undefined, text);
      assert.equal(suggestDate(text), undefined, text);
    }
    assert.equal(suggestDate('lastt week'), 'last week');
    assert.equal(suggestDate('yesteday'), 'yesterday');
    assert.equal(suggestDate('7 dernier jours'), '7 derniers jours');
    assert.equal(suggestDate('2026/3/1'), '2026-03-01');
    assert.equal(suggestDate('2026-02-30'), undefined);
    assert.equal(suggestDate('01/03/2026'), undefined);
  });
});
