import assert from 'node:assert/strict';
import { dateLanguages } from '../../nodes/parameters/date-words';
import { minutesOf, parseDuration, sayDuration, translateDuration } from '../../nodes/parameters/duration';

describe('a duration in words', () => {
  const words: Record<string, readonly [count: number, unit: string]> = {
    '2 days': [2, 'day'],
    '1 day': [1, 'day'],
    '15 minutes': [15, 'minute'],
    '6h': [6, 'hour'],
    ' 3 Weeks ': [3, 'week'],
    '1 mois': [1, 'month'],
    '2 jours': [2, 'day'],
    '1 année': [1, 'year'],
    '1 ANNEE': [1, 'year'],
    '2 días': [2, 'day'],
    '3 meses': [3, 'month'],
    '0 minutos': [0, 'minute'],
  };
  for (const [text, [count, unit]] of Object.entries(words)) {
    it(`is understood: ${text}`, () => {
      assert.deepEqual(parseDuration(text), { count, unit });
    });
  }

  for (const text of [
    '',
    'days',
    '2',
    '-2 days',
    '1.5 hours',
    '2 days ago',
    '12345 days',
    '2 fortnights',
    '1e3 days',
  ]) {
    it(`is not made of ${JSON.stringify(text)}`, () => {
      assert.equal(parseDuration(text), undefined);
    });
  }

  it('is said in each language so that it is understood as the same', () => {
    for (const unit of ['minute', 'hour', 'day', 'week', 'month', 'quarter', 'year'] as const) {
      for (const language of dateLanguages) {
        for (const count of [0, 1, 2]) {
          assert.deepEqual(parseDuration(sayDuration({ count, unit }, language)), { count, unit });
        }
      }
    }
    assert.equal(translateDuration('2 days', 'fr'), '2 jours');
    assert.equal(translateDuration('1 jour', 'en'), '1 day');
    assert.equal(translateDuration('soon', 'fr'), 'soon');
  });

  it('is compared by its length', () => {
    const texts = ['59 minutes', '1 hour', '1 day', '25 hours', '1 week', '1 month', '1 quarter', '1 year'];
    const lengths = texts.map((text) => minutesOf(parseDuration(text)!));
    assert.deepEqual(
      lengths,
      lengths.toSorted((one, other) => one - other),
    );
  });
});
