import assert from 'node:assert/strict';
import { endpointById } from '../../nodes/catalogue';
import { everyParameter, slips } from './flat';

describe('a lookup', () => {
  const lookups = everyParameter.flatMap(({ endpoint, parameter, name }) =>
    parameter.lookup ? [{ endpoint, name, lookup: parameter.lookup }] : [],
  );

  it('reads columns that its list has', () => {
    assert.ok(lookups.length > 300);
    for (const { name, lookup } of lookups) {
      const list = endpointById(lookup.endpoint);
      assert.ok(list?.path, `${name}: ${lookup.endpoint}`);
      const columns = list.columns.map((column) => column.name);
      for (const column of [lookup.value, lookup.label, lookup.parent ?? lookup.value]) {
        assert.ok(columns.includes(column), `${name}: ${column}`);
      }
    }
  });

  it('passes on parameters that both sides have', () => {
    for (const { endpoint, name, lookup } of lookups) {
      const own = endpoint.parameters.map((parameter) => parameter.name);
      const lists = endpointById(lookup.endpoint)?.parameters.map((parameter) => parameter.name) ?? [];
      for (const [theirs, ours] of Object.entries(lookup.from ?? {})) {
        assert.ok(lists.includes(theirs), `${name}: ${theirs}`);
        assert.ok(own.includes(ours), `${name}: ${ours}`);
      }
    }
  });

  it('gives a list all that the list cannot do without', () => {
    for (const { name, lookup } of lookups) {
      const needed = endpointById(lookup.endpoint)?.parameters.filter((parameter) => parameter.required) ?? [];
      for (const { name: theirs, preset } of needed) {
        assert.ok(lookup.from?.[theirs] ?? (preset && 'value' in preset), `${name}: ${theirs}`);
      }
    }
  });

  it('never asks the list for its own values', () => {
    assert.deepEqual(
      slips(
        lookups,
        ({ endpoint, lookup }) => endpoint.id === lookup.endpoint,
        ({ name }) => name,
      ),
      [],
    );
  });

  it('exists for every field whose values a list knows', () => {
    const known =
      /^(LocationTypeIDs|(Shipped|Received)?ForWho(IDs?)?|CategoryNumbers?|Product(Identifier|SKUs)|VendorID|ManufacturerID|CouponIDs?|FinancingID|Store(Type)?Ids?|StoreType|StoreIDLoggedIn|ReasonCode|.*GroupID|.*EmployeeIDs?|EmployeeIDOfReconcilers|LanguageCode|CompanyID|Table)$/i;
    const without = everyParameter.filter(({ parameter }) => known.test(parameter.name) && !parameter.lookup);
    assert.deepEqual(
      without.map(({ name }) => name),
      // A list does not look up itself.
      ['list-locations LocationTypeIDs', 'performance-metrix PerformanceGroupID'],
    );
  });
});
