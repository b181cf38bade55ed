import assert from 'node:assert/strict';
import {
  type Column,
  domains,
  type Endpoint,
  endpointById,
  endpoints,
  labelOf,
  type Parameter,
  paletteLabel,
  sharedParameters,
  sharedParametersOf,
} from '../../nodes/catalogue';
import { catalogue } from '../../nodes/catalogue/schema';

/** Says where a slip is, for whoever has to mend it. */
function slips<T>(items: readonly T[], isSlip: (item: T) => boolean, name: (item: T) => string): string[] {
  return items.filter(isSlip).map(name);
}

function repeated(names: readonly string[]): string[] {
  return names.filter((name, index) => names.indexOf(name) !== index);
}

const parametersOf = (endpoint: Endpoint): Parameter[] => [...endpoint.parameters, ...sharedParametersOf(endpoint)];

const everyParameter = endpoints.flatMap((endpoint) =>
  endpoint.parameters.map((parameter) => ({ endpoint, parameter, name: `${endpoint.id} ${parameter.name}` })),
);

const columnSets = endpoints.flatMap((endpoint) => [
  { name: endpoint.id, columns: endpoint.columns },
  ...(endpoint.variants ?? []).map((variant) => ({ name: `${endpoint.id} ${variant.name}`, columns: variant.columns })),
]);

const everyColumn = columnSets.flatMap(({ name, columns }) =>
  columns.map((column) => ({ column, name: `${name} ${column.name}` })),
);

/** Whether a value that documentation shows can be typed into the field. */
function fits(parameter: Parameter, value: Parameter['example']): boolean {
  if (value === undefined) return true;
  if (parameter.list) return typeof value === 'string' && value.split(',').every((item) => fitsItem(parameter, item));
  if (parameter.type === 'integer') return Number.isSafeInteger(value);
  return typeof value === parameter.type && fitsItem(parameter, String(value));
}

function fitsItem(parameter: Parameter, item: string): boolean {
  if (parameter.all?.includes(item)) return true;
  if (parameter.format === 'guid') return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(item);
  if (parameter.format === 'date') return /^\d{4}-\d\d-\d\d$/.test(item);
  if (parameter.format === 'date-time') return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z?$/.test(item);
  return parameter.type !== 'integer' || /^-?\d+$/.test(item);
}

describe('the catalogue', () => {
  it('follows its schema in every entry', () => {
    const result = catalogue.safeParse(endpoints);
    assert.deepEqual(result.error?.issues ?? [], []);
  });

  it('has 141 endpoints, each found by its id', () => {
    assert.equal(endpoints.length, 141);
    assert.deepEqual(repeated(endpoints.map((endpoint) => endpoint.id)), []);
    for (const endpoint of endpoints) assert.equal(endpointById(endpoint.id), endpoint);
    assert.equal(endpointById('toString'), undefined);
  });

  it('has endpoints in every domain, in palette order', () => {
    const seen = [...new Set(endpoints.map((endpoint) => endpoint.domain))];
    assert.deepEqual(
      seen,
      domains.map((domain) => domain.id),
    );
  });

  it('has no hyphen in a palette category: the palette would cut it there', () => {
    assert.deepEqual(
      slips(
        domains,
        (domain) => domain.title.includes('-'),
        (domain) => domain.title,
      ),
      [],
    );
  });

  it('gives every node a palette label of its own, of at most three words', () => {
    const labels = endpoints.map(paletteLabel);
    assert.deepEqual(repeated(labels.map((label) => label.toLowerCase())), []);
    assert.deepEqual(
      labels.filter((label) => label.split(' ').length > 3),
      [],
    );
  });

  it('knows a path for all but four endpoints, and says of each path how sure it is', () => {
    const without = endpoints.filter((endpoint) => endpoint.path === null);
    assert.deepEqual(
      without.map((endpoint) => endpoint.id),
      [
        'partner-dealer-relationships',
        'partner-ingram-micro-imei-list',
        'partner-phobio-trade-in-data',
        'partner-visions-daily-sales-summary',
      ],
    );
    assert.deepEqual(
      slips(
        without,
        (endpoint) => endpoint.pathEvidence !== 'unknown',
        (endpoint) => endpoint.id,
      ),
      [],
    );
  });

  it('asks for no credentials for the version only', () => {
    const open = endpoints.filter((endpoint) => endpoint.authentication === 'none');
    assert.deepEqual(
      open.map((endpoint) => endpoint.id),
      ['version'],
    );
  });

  it('never repeats a request that changes something', () => {
    const changing = endpoints.filter((endpoint) => endpoint.method === 'POST');
    assert.deepEqual(
      changing.map((endpoint) => endpoint.id),
      ['import-traffic-count'],
    );
    assert.ok(changing.every((endpoint) => endpoint.repeatable === false));
  });

  it('marks every column that carries a live credential', () => {
    const secrets = everyColumn.filter(({ column }) => column.secret).map(({ name }) => name);
    assert.deepEqual(
      secrets.filter((name) => name.startsWith('session ')),
      ['session access_token', 'session basic_token'],
    );
    const suspicious = (column: Column) => /token|password|secret/i.test(column.name);
    assert.deepEqual(
      slips(
        everyColumn,
        ({ column }) => suspicious(column) && !column.secret,
        ({ name }) => name,
      ),
      [],
    );
  });

  it('offers no parameter that puts a credential into the address', () => {
    const names = endpoints.flatMap((endpoint) => parametersOf(endpoint).map((parameter) => parameter.name));
    assert.ok(!names.includes('Auth'));
  });

  it('costs next to nothing to load: plain data that survives JSON', () => {
    assert.deepEqual(JSON.parse(JSON.stringify(endpoints)), endpoints);
  });
});

describe('the parameters of an endpoint', () => {
  it('have names of their own, whatever their case, together with the shared ones', () => {
    for (const endpoint of endpoints) {
      const names = parametersOf(endpoint).map((parameter) => parameter.name.toLowerCase());
      assert.deepEqual(repeated(names), [], endpoint.id);
    }
  });

  it('have labels of their own, together with the shared ones', () => {
    for (const endpoint of endpoints) assert.deepEqual(repeated(parametersOf(endpoint).map(labelOf)), [], endpoint.id);
  });

  it('have examples and defaults that can be typed into their fields', () => {
    const wrong = everyParameter.filter(
      ({ parameter }) => !fits(parameter, parameter.example) || !fits(parameter, parameter.default),
    );
    assert.deepEqual(
      wrong.map(({ name }) => name),
      [],
    );
  });

  it('have their example and default among their choices', () => {
    const isChoice = (parameter: Parameter, value: Parameter['example']) =>
      value === undefined || parameter.choices?.some((choice) => choice.value === value);
    const choosing = [...everyParameter.map(({ parameter }) => parameter), ...sharedParameters].filter(
      (parameter) => parameter.choices,
    );
    assert.ok(choosing.length > 140);
    for (const parameter of choosing) {
      assert.ok(isChoice(parameter, parameter.example), `${parameter.name} example`);
      assert.ok(isChoice(parameter, parameter.default), `${parameter.name} default`);
    }
  });

  it('have choices whose values and words are distinct and of the type', () => {
    for (const { parameter, name } of everyParameter) {
      const choices = parameter.choices ?? [];
      assert.deepEqual(repeated(choices.map((choice) => String(choice.value))), [], name);
      assert.deepEqual(repeated(choices.map((choice) => choice.label ?? String(choice.value))), [], name);
      const type = parameter.type === 'integer' ? 'number' : 'string';
      assert.ok(
        choices.every((choice) => typeof choice.value === type),
        name,
      );
    }
  });

  it('offer the five levels wherever a location type is asked for', () => {
    const levels = everyParameter.filter(({ parameter }) => parameter.name === 'LocationType');
    assert.equal(levels.length, 76);
    for (const { parameter, name } of levels) {
      assert.deepEqual(
        parameter.choices?.map((choice) => choice.value),
        ['Company', 'Channel', 'Region', 'District', 'Store'],
        name,
      );
    }
  });

  it('take location ids as a list of integers in which -1 and * stand for all', () => {
    const ids = everyParameter.filter(({ parameter }) => parameter.name === 'LocationTypeIDs');
    assert.equal(ids.length, 76);
    for (const { parameter, name } of ids) {
      assert.equal(parameter.list, true, name);
      assert.equal(parameter.type, 'integer', name);
      assert.deepEqual(parameter.all, ['-1', '*'], name);
    }
  });

  it('take every comma-separated value as a list', () => {
    const listed = /comma-separated|IDs$|SKUs$/i;
    const missed = everyParameter.filter(
      ({ parameter }) => (listed.test(parameter.name) || listed.test(parameter.description)) && !parameter.list,
    );
    assert.deepEqual(
      missed.map(({ name }) => name),
      [],
    );
  });

  it('answer to no other spelling that is a parameter itself', () => {
    for (const { endpoint, parameter, name } of everyParameter) {
      const names = new Set(parametersOf(endpoint).map((each) => each.name));
      assert.ok(!parameter.aliases?.some((alias) => names.has(alias)), name);
    }
  });

  it('belong to the endpoint where a set of them is required together', () => {
    for (const endpoint of endpoints) {
      const names = new Set(endpoint.parameters.map((parameter) => parameter.name));
      for (const set of endpoint.parameterSets ?? []) {
        assert.ok(
          set.required.every((name) => names.has(name)),
          `${endpoint.id} ${set.name}`,
        );
      }
    }
  });
});

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
      for (const parameter of needed) assert.ok(lookup.from?.[parameter.name], `${name}: ${parameter.name}`);
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
      // A list does not look up itself; performance groups are in no list.
      [
        'list-locations LocationTypeIDs',
        'graphed-performance-metrix-breakdown PerformanceGroupID',
        'performance-metrix PerformanceGroupID',
        'partner-stat-flo-graphed-performance-metrix-breakdown PerformanceGroupID',
      ],
    );
  });
});

describe('the columns of an answer', () => {
  it('have names of their own', () => {
    for (const { name, columns } of columnSets) {
      assert.deepEqual(repeated(columns.map((column) => column.name)), [], name);
    }
  });

  it('belong to a value that the parameter of the variant can have', () => {
    for (const endpoint of endpoints) {
      for (const variant of endpoint.variants ?? []) {
        const parameter = endpoint.parameters.find((each) => each.name === variant.parameter);
        const values: unknown[] = parameter?.choices?.map((choice) => choice.value) ?? [true, false];
        assert.ok(values.includes(variant.value), `${endpoint.id} ${variant.name}`);
      }
    }
  });

  it('are those of the first variant where the answer has several forms', () => {
    for (const endpoint of endpoints.filter((each) => each.variants)) {
      assert.deepEqual(endpoint.columns, endpoint.variants?.[0]?.columns, endpoint.id);
    }
  });

  it('make the sample record', () => {
    const invoices = endpointById('invoice-history');
    assert.equal(invoices?.example?.InvoiceIDByStore, '84WEAIN12398');
    const withColumns = endpoints.filter((endpoint) => endpoint.columns.length > 0);
    assert.deepEqual(
      slips(
        withColumns,
        (endpoint) => !endpoint.example,
        (endpoint) => endpoint.id,
      ),
      [],
    );
  });
});
