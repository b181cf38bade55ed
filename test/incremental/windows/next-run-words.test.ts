import assert from 'node:assert/strict';
import { inEnglish } from '../../../nodes/errors';
import { keyWords } from '../../../nodes/incremental/keys/key-words';
import { dueWindows, type IncrementalOrder } from '../../../nodes/incremental/windows/due-windows';
import { usualReach } from '../../../nodes/incremental/windows/grain';
import {
  behindWords,
  clockWords,
  listWords,
  nextRunWords,
  outsideWords,
  pointWords,
  standingWords,
} from '../../../nodes/incremental/windows/next-run-words';
import { instantOf } from '../../../nodes/parameters/date-expression';
import { HOUR, MINUTE } from './simulated-weeks';

const zone = 'America/Toronto';
const at = (text: string) => instantOf(text, zone);

function order(grain: 'day' | 'instant', changes: Partial<IncrementalOrder>): IncrementalOrder {
  const writing = { zone, takes: 'date-time', stopDate: 'unknown', zonedTexts: false } as const;
  return {
    ...usualReach[grain],
    ...writing,
    grain,
    most: 100,
    cursor: undefined,
    now: 0,
    from: at('2026-03-01'),
    ...changes,
  };
}

const said = (asked: IncrementalOrder) => nextRunWords(dueWindows(asked), asked).map(inEnglish);

describe('what the next run will ask for, in sentences', () => {
  it('is days, the last of which belongs to it whatever the service takes the stop for', () => {
    const first = order('day', { now: at('2026-03-04T07:00') });
    assert.deepEqual(said(first), ['The next run asks for 2026-03-01 to 2026-03-03 (America/Toronto).']);
    for (const stopDate of ['inclusive', 'exclusive', 'unknown'] as const) {
      assert.deepEqual(said({ ...first, cursor: at('2026-03-03'), stopDate }), [
        'The next run asks for 2026-03-01 to 2026-03-03 (America/Toronto).',
        'What lies before 2026-03-03 was confirmed before, and is asked for again for records that came late.',
      ]);
    }
    assert.deepEqual(said(order('day', { now: at('2026-03-02T07:00') })), [
      'The next run asks for 2026-03-01 (America/Toronto).',
    ]);
  });

  it('says how many windows there are, and what is left for later', () => {
    const asked = order('day', { now: at('2026-03-09T07:00'), most: 3, step: { count: 2, unit: 'day' } });
    assert.deepEqual(said(asked), [
      'The next run asks for 2026-03-01 to 2026-03-06 (America/Toronto), one after another in windows: 3.',
      'Left for later runs: 47 h.',
    ]);
  });

  it('is by time of day where the node is, with the offset in an hour that comes twice', () => {
    const asked = order('instant', {
      cursor: at('2026-11-01T01:45-04:00'),
      now: at('2026-11-01T01:10-05:00'),
      lookback: { count: 0, unit: 'minute' },
      stopDate: 'exclusive',
    });
    assert.deepEqual(said(asked), [
      'The next run asks for 2026-11-01 01:45 -04:00 to 2026-11-01 01:05 -05:00 (America/Toronto).',
    ]);
  });

  it('stands behind where the node is, and how far it is behind', () => {
    const standing = (changes: Partial<IncrementalOrder>, isPaused = false) =>
      standingWords(order('day', { now: at('2026-03-05T07:00'), ...changes }), { isPaused }).map(inEnglish);
    const cursor = at('2026-03-04');
    const point = 'All before 2026-03-04 is confirmed (America/Toronto).';
    assert.deepEqual(standing({ cursor }).slice(0, 3), [
      point,
      '24 h behind',
      'The next run asks for 2026-03-02 to 2026-03-04 (America/Toronto).',
    ]);
    assert.deepEqual(standing({ cursor }, true), [point, '24 h behind']);
    assert.deepEqual(standing({ cursor, now: at('2026-03-04T07:00') }), [
      point,
      'Up to date: nothing to ask for before 2026-03-05 06:00 (America/Toronto).',
    ]);
    assert.match(standing({}).join(' '), /^Nothing is confirmed yet: .+ The next run asks for [^.]+\.$/);
    assert.notEqual(inEnglish(listWords(true)), inEnglish(listWords(false)));
  });

  it('is nothing, and why, and when there will be something', () => {
    const cursor = at('2026-03-04');
    assert.deepEqual(said(order('day', { cursor, now: at('2026-03-05T05:59') })), [
      'Up to date: nothing to ask for before 2026-03-05 06:00 (America/Toronto).',
    ]);
    assert.deepEqual(said(order('day', { now: at('2026-02-05T05:59') })), [
      'Nothing to ask for before 2026-03-02 06:00 (America/Toronto): it begins with 2026-03-01.',
    ]);
    const back = order('instant', { cursor: at('2026-03-04T10:00'), now: at('2026-03-04T09:00') });
    assert.deepEqual(said(back), [
      'Nothing to ask for before 2026-03-04 10:05:01 (America/Toronto): the clock is behind 2026-03-04 10:00, and all before that is confirmed.',
    ]);
    assert.match(
      said(order('day', { cursor: at('2036-03-04'), now: at('2026-03-04T10:00') }))[0]!,
      /^The confirmed point, 2036-03-04, lies ahead of the clock, 2026-03-04\./,
    );
  });
});

describe('where a node stands, in sentences', () => {
  it('is the point, or that there is none yet', () => {
    assert.equal(
      inEnglish(pointWords(order('day', { cursor: at('2026-03-04') }))),
      'All before 2026-03-04 is confirmed (America/Toronto).',
    );
    assert.match(
      inEnglish(pointWords(order('day', {}))),
      /^Nothing is confirmed yet: the first run begins with 2026-03-01/,
    );
  });

  it('is how far behind it is, in the unit that says it best', () => {
    const lengths: Array<[number, string]> = [
      [0, 'up to date'],
      [1, '1 min behind'],
      [59 * MINUTE, '59 min behind'],
      [47 * HOUR, '47 h behind'],
      [71 * HOUR, '3 d behind'],
    ];
    for (const [length, words] of lengths) assert.equal(inEnglish(behindWords(length)), words);
  });

  it('is which of two clocks is wrong', () => {
    assert.equal(clockWords({ now: 0 }), undefined);
    assert.match(inEnglish(clockWords({ now: 0, ahead: HOUR })!), /is ahead of the service's by 60 min/);
    assert.match(inEnglish(clockWords({ now: 0, ahead: -6 * MINUTE })!), /is behind the service's by 6 min/);
    assert.match(inEnglish(outsideWords()), /overlook times of day/);
  });

  it('is a key that is said to be a suggestion', () => {
    const suggested = keyWords({ keys: [{ columns: ['InvoiceID', 'LineID'] }], records: 40 });
    assert.match(
      inEnglish(suggested),
      /all that were looked at: 40\. Each of these is a suggestion\. Nobody knows whether it stays so/,
    );
    assert.match(inEnglish(keyWords({ keys: [], records: 3 })), /too few to say: 3\.$/);
  });
});
