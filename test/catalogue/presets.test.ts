import assert from 'node:assert/strict';
import { allParameters, type Endpoint, endpointById, endpoints } from '../../nodes/catalogue';
import { NOT_AS_DROPPED, withPreset } from '../../nodes/catalogue/presets';
import { catalogue, type Parameter } from '../../nodes/catalogue/schema';
import { checkParameters } from '../../nodes/parameters/check-parameters';
import { LATER, presetsOf } from '../../nodes/parameters/needed';

const clock = { now: new Date('2026-03-15T12:00:00Z'), zone: 'America/Regina' };
const exceptions = new Set(NOT_AS_DROPPED.map(({ type }) => type));
const typeOf = ({ id }: Endpoint) => `dataconnect-${id}`;

/** What a run would find wrong with a node of the endpoint that was dropped and left as it is. */
function problemsAsDropped(endpoint: Endpoint) {
  const given = presetsOf(endpoint.parameters).map(([name, preset]) => {
    return [name, 'value' in preset ? preset.value : LATER] as const;
  });
  return checkParameters(new Map<string, unknown>(given), { parameters: allParameters(endpoint), open: false }, clock)
    .problems;
}

describe('what a node begins with', () => {
  it('is all that its endpoint asks for, but for a few types that say why not', () => {
    const wrong = endpoints.filter((endpoint) => problemsAsDropped(endpoint).length > 0).map(typeOf);
    assert.deepEqual(
      wrong.filter((type) => !exceptions.has(type)),
      [],
    );
    assert.ok(exceptions.size <= 5);
    const ofEndpoints = [...exceptions].filter((type) => endpointById(type.replace('dataconnect-', '')));
    assert.deepEqual(ofEndpoints.sort(), wrong.sort());
  });

  it('is nothing at all where data would be changed', () => {
    const changing = endpoints.filter(({ repeatable }) => repeatable === false);
    assert.ok(changing.length > 0);
    for (const { parameters } of changing) assert.deepEqual(presetsOf(parameters), []);
  });

  it('follows one rule per kind of parameter, and what an entry says goes before it', () => {
    const begun = (id: string, name: string) => new Map(presetsOf(endpointById(id)!.parameters)).get(name);
    const begunWith = (id: string, name: string) => {
      const preset = begun(id, name);
      return preset && ('value' in preset ? preset.value : preset.account);
    };
    assert.equal(begunWith('product-summary', 'StartDate'), 'yesterday');
    assert.equal(begunWith('product-summary', 'StopDate'), 'yesterday');
    assert.equal(begunWith('performance-metrix-summary', 'StopDate'), 'previous month');
    assert.equal(begunWith('product-summary', 'CategoryNumber'), 10);
    assert.equal(begunWith('inventory-availability-summary', 'CategoryNumber'), '-1');
    assert.equal(begunWith('security-audit', 'Pivot'), false);
    assert.equal(begunWith('partner-envysion-stores', 'CompanyId'), 'first');
    assert.equal(begunWith('transfer-history-product-detail', 'ShippedForWho'), 1);
    assert.equal(begunWith('inventory-listing', 'BinStatus'), 10);
    assert.equal(begunWith('product-summary', 'ForWho'), undefined);
    const blank: Parameter = { name: 'Comment', type: 'string', description: 'Anything.', required: true };
    assert.equal(withPreset(blank), blank);
  });

  it('leaves out what does not count beside the others', () => {
    const names = (id: string) => presetsOf(endpointById(id)!.parameters).map(([name]) => name);
    assert.deepEqual(names('sales-by-location'), ['StartDate', 'StopDate', 'SearchMethod']);
    const tracked = names('activity-tracking');
    assert.ok(tracked.includes('DateCreatedStartDate'));
    assert.ok(!tracked.includes('DateClosedStartDate'));
  });
});

describe('the schema of the catalogue', () => {
  const faultsOf = (change: (parameter: Parameter) => Parameter) => {
    const entry = endpointById('sales-by-location')!;
    const changed = { ...entry, parameters: entry.parameters.map(change) };
    return catalogue.safeParse([changed]).error?.issues.map(({ message }) => message) ?? [];
  };
  const withMore = (name: string, more: Partial<Parameter>) => (each: Parameter) =>
    each.name === name ? { ...each, ...more } : each;

  it('refuses a preset that is none of the choices, or that nobody lists', () => {
    const reason = 'It is nice.';
    assert.match(faultsOf(withMore('SearchMethod', { preset: { value: 99, reason } }))[0]!, /none of its choices/);
    assert.match(faultsOf(withMore('StartDate', { preset: { account: 'first', reason } }))[0]!, /nobody lists/);
  });

  it('refuses a need of what is not there, or cannot be', () => {
    const wrong = (parameter: string, value: number) => ({ neededWith: { parameter, values: [value] } });
    assert.match(faultsOf(withMore('CategoryNumber', wrong('Searchmethod', 6)))[0]!, /not there/);
    assert.match(faultsOf(withMore('CategoryNumber', wrong('SearchMethod', 66)))[0]!, /cannot be/);
  });
});
