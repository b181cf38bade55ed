import assert from 'node:assert/strict';
import { allParameters, endpointById } from '../../nodes/catalogue';
import { checkParameters } from '../../nodes/parameters/check-parameters';
import { counts, isNeeded, LATER } from '../../nodes/parameters/needed';

const clock = { now: new Date('2026-03-15T12:00:00Z'), zone: 'America/Regina' };

function problemsOf(id: string, given: Record<string, unknown>) {
  const parameters = allParameters(endpointById(id)!);
  return checkParameters(new Map(Object.entries(given)), { parameters, open: false }, clock).problems;
}

describe('a parameter that only counts with the value of another', () => {
  const period = { StartDate: 'yesterday', StopDate: 'yesterday' };

  it('is asked for then, with a reason', () => {
    assert.deepEqual(problemsOf('sales-by-location', { ...period, SearchMethod: '6' }), [
      { kind: 'missing-with', facts: { field: 'CategoryNumber', other: 'SearchMethod', otherValue: '6' } },
    ]);
    assert.deepEqual(problemsOf('sales-by-location', { ...period, SearchMethod: '6', CategoryNumber: 10 }), []);
  });

  it('is not asked for otherwise, and may be sent all the same', () => {
    assert.deepEqual(problemsOf('sales-by-location', { ...period, SearchMethod: '1' }), []);
    assert.deepEqual(problemsOf('sales-by-location', { ...period, SearchMethod: '1', CategoryNumber: 10 }), []);
  });

  it('is not missed where only a run will know the other value', () => {
    assert.deepEqual(problemsOf('sales-by-location', { ...period, SearchMethod: LATER }), []);
  });

  it('may be missing where it only has no effect elsewhere', () => {
    const { parameters } = endpointById('purchase-history')!;
    const category = parameters.find(({ name }) => name === 'CategoryNumber')!;
    assert.equal(
      isNeeded(category, () => 1),
      false,
    );
    assert.equal(
      counts(category, () => 1),
      true,
    );
    assert.equal(
      counts(category, () => 2),
      false,
    );
  });

  it('goes by words and numbers as the service does, whatever their case', () => {
    const { parameters } = endpointById('auto-ordering')!;
    const category = parameters.find(({ name }) => name === 'CategoryNumber')!;
    assert.equal(
      counts(category, () => 'bycategory'),
      true,
    );
    assert.equal(
      counts(category, () => undefined),
      false,
    );
    assert.equal(
      counts(category, () => LATER),
      true,
    );
  });
});
