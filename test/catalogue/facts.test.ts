import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import {
  type Choice,
  type Column,
  domains,
  endpointById,
  endpoints,
  type Parameter,
  sharedParameters,
} from '../../nodes/catalogue';
import * as choices from '../../nodes/catalogue/choices';

/** What the shared file says of a parameter, a column, an endpoint; only what is compared here. */
interface ParameterFacts {
  name: string;
  type: string;
  format?: string;
  required: boolean;
  default?: unknown;
  example?: unknown;
  enum?: (string | number)[];
  enumLabels?: Record<string, string>;
  note?: string;
  aliases?: string[];
}

interface ColumnFacts {
  name: string;
  type: string;
  format?: string;
  sqlType?: string;
  dbType?: string;
}

interface EndpointFacts {
  id: string;
  title: string;
  domain: string;
  method: string;
  path: string | null;
  pathStatus: string;
  suggestedPath?: string;
  pathCandidates?: string[];
  auth?: string;
  params: ParameterFacts[];
  columns: ColumnFacts[];
  exampleRecord: Record<string, unknown> | null;
  evidence: string[];
  variants?: { name: string; required: string[] }[];
  responseVariants?: {
    when: Record<string, string | number | boolean>;
    responseExample: Record<string, unknown>;
    responseFields: ColumnFacts[];
  }[];
  responseFieldsAlternative?: Record<string, ColumnFacts[]>;
}

interface Facts {
  universalParams: ParameterFacts[];
  enums: Record<string, Record<string, string>>;
  endpoints: EndpointFacts[];
}

/** What the catalogue leaves out on purpose, and why. */
const leftOut = new Set([
  // A credential in the address would end up in logs: it is never sent.
  'session parameter Auth',
  'shared parameter Auth',
  // Not columns: a name that breaks off in the documentation, and a stand-in for the columns of any table.
  'deltas-customers column Defa…',
  'bridge-table-data column (table columns)',
]);

/** The file's other word for a format. */
const fileFormat: Record<string, string> = { uuid: 'guid' };

/** The file's other words for JSON types, with the format they imply. */
const plainTypes: Record<string, { type: string; format?: string }> = {
  decimal: { type: 'number' },
  datetime: { type: 'string', format: 'date-time' },
  date: { type: 'string', format: 'date' },
};

const besideTheRepository = path.join(__dirname, '..', '..', '..', 'shared', 'dataconnect', 'catalogue.json');
const factsFile = process.env.CATALOGUE_FACTS ?? besideTheRepository;

/** Words compare equal whatever their case and spacing: `OnBackOrder` is `On back order`. */
function words(text: string): string {
  return text.toLowerCase().replace(/\s/g, '');
}

function assertParameter(actual: Parameter | undefined, facts: ParameterFacts, name: string): void {
  assert.ok(actual, `${name} is missing`);
  assert.equal(actual.required ?? false, facts.required, `${name} required`);
  // A list's items may have a narrower type than the text that carries them.
  if (!actual.list) assert.equal(actual.type, facts.type, `${name} type`);
  assert.equal(actual.format, facts.format, `${name} format`);
  if (facts.default !== undefined) assert.equal(String(actual.default), String(facts.default), `${name} default`);
  if (facts.example !== undefined) assert.equal(String(actual.example), String(facts.example), `${name} example`);
  assertChoices(actual, facts, name);
  for (const alias of facts.aliases ?? []) assert.ok(actual.aliases?.includes(alias), `${name} alias ${alias}`);
  const noted = facts.note?.match(/spells this parameter (\w+)/)?.[1];
  if (noted) assert.ok(actual.aliases?.includes(noted), `${name} alias ${noted}`);
}

/** The pair of dates by its names, which the shared file has instead of roles. */
function rangeIn({ params, method }: EndpointFacts): { start: string; stop: string } | undefined {
  const names = params.map(({ name }) => name);
  const has = names.includes('StartDate') && names.includes('StopDate') && method === 'GET';
  return has ? { start: 'StartDate', stop: 'StopDate' } : undefined;
}

function assertChoices(actual: Parameter, facts: ParameterFacts, name: string): void {
  if (!facts.enum) return;
  assert.deepEqual(new Set(actual.choices?.map((choice) => choice.value)), new Set(facts.enum), `${name} values`);
  for (const [value, label] of Object.entries(facts.enumLabels ?? {})) {
    const choice = actual.choices?.find((each) => String(each.value) === value);
    assert.equal(words(choice?.label ?? ''), words(label), `${name} label of ${value}`);
  }
}

function assertColumns(actual: readonly Column[], facts: readonly ColumnFacts[], name: string): void {
  const kept = facts.filter((column) => !leftOut.has(`${name} column ${column.name}`));
  assert.deepEqual(
    actual.map((column) => column.name),
    kept.map((column) => column.name),
    `${name} columns`,
  );
  for (const [index, column] of kept.entries()) assertColumn(actual[index]!, column, `${name} ${column.name}`);
}

function assertColumn(actual: Column, facts: ColumnFacts, name: string): void {
  const plain = plainTypes[facts.type] ?? { type: facts.type };
  assert.equal(actual.type, plain.type, `${name} type`);
  const sqlType = facts.sqlType ?? facts.dbType?.replace(' (', '(');
  assert.equal(actual.sqlType, sqlType, `${name} SQL type`);
  // A row version in base64 stays text: `byte` is no format the catalogue needs.
  const format = facts.format === 'byte' ? undefined : facts.format;
  if (format) assert.equal(actual.format, fileFormat[format] ?? format, `${name} format`);
  if (plain.format) assert.equal(actual.format, plain.format, `${name} format`);
}

function assertVariants(facts: EndpointFacts): void {
  const actual = endpointById(facts.id)?.variants ?? [];
  const expected = facts.responseVariants ?? [];
  assert.equal(actual.length, expected.length, `${facts.id} variants`);
  for (const { when, responseFields, responseExample } of expected) {
    const [[parameter, value] = []] = Object.entries(when);
    const variant = actual.find((each) => each.parameter === parameter && each.value === value);
    assert.ok(variant, `${facts.id} ${parameter}=${value}`);
    assertColumns(variant.columns, responseFields, `${facts.id} ${parameter}=${value}`);
    assert.deepEqual(variant.example, responseExample, `${facts.id} ${parameter}=${value} example`);
  }
}

/** The other description of a variant's columns is kept where every column of it is. */
function assertAlternatives(facts: EndpointFacts): void {
  for (const [when, columns] of Object.entries(facts.responseFieldsAlternative ?? {})) {
    const [parameter, value] = when.split('=');
    const variant = endpointById(facts.id)?.variants?.find(
      (each) => each.parameter === parameter && String(each.value) === value,
    );
    assertColumns(variant?.columns ?? [], columns, `${facts.id} ${when}`);
  }
}

describe('the catalogue against the shared facts', () => {
  let facts: Facts;

  before(function () {
    if (!existsSync(factsFile)) {
      if (process.env.CI) assert.fail(`The facts are not at ${factsFile}; CATALOGUE_FACTS can name another file.`);
      this.skip();
    }
    facts = JSON.parse(readFileSync(factsFile, 'utf8')) as Facts;
  });

  it('has each endpoint, and no other', () => {
    assert.deepEqual(new Set(endpoints.map((each) => each.id)), new Set(facts.endpoints.map((each) => each.id)));
  });

  it('has each endpoint in its domain, with its title, method, path and sources', () => {
    for (const each of facts.endpoints) {
      const endpoint = endpointById(each.id);
      const title = domains.find((domain) => domain.id === endpoint?.domain)?.title ?? '';
      assert.equal(title.toLowerCase(), each.domain.toLowerCase(), each.id);
      assert.equal(words(endpoint?.title.replace('-', ' ') ?? ''), words(each.title.replace('-', ' ')), each.id);
      assert.equal(endpoint?.method, each.method, each.id);
      assert.equal(endpoint?.path, each.path ?? each.suggestedPath ?? null, each.id);
      assert.equal(endpoint?.pathEvidence, each.pathStatus, each.id);
      assert.equal(endpoint?.authentication, each.auth, each.id);
      for (const path of each.pathCandidates ?? []) assert.ok(endpoint?.pathCandidates?.includes(path), each.id);
      const sources = each.evidence.map((source) => (source === 'seen in client code' ? 'client-code' : source));
      assert.deepEqual(new Set(endpoint?.sources), new Set(sources), each.id);
    }
  });

  it('has each parameter with its type, required mark, default, example, values and their words', () => {
    for (const endpoint of facts.endpoints) {
      const kept = endpoint.params.filter((each) => !leftOut.has(`${endpoint.id} parameter ${each.name}`));
      const actual = endpointById(endpoint.id)?.parameters ?? [];
      assert.equal(actual.length, kept.length, endpoint.id);
      for (const each of kept) {
        const parameter = actual.find((candidate) => candidate.name === each.name);
        assertParameter(parameter, each, `${endpoint.id} ${each.name}`);
      }
    }
  });

  it('cuts by the pair of dates of each that has one', () => {
    for (const each of facts.endpoints) assert.deepEqual(endpointById(each.id)?.range, rangeIn(each), each.id);
  });

  it('has each column in its place, with its type and SQL type', () => {
    for (const each of facts.endpoints) {
      assertColumns(endpointById(each.id)?.columns ?? [], each.columns, each.id);
    }
  });

  it('has each sample record', () => {
    for (const each of facts.endpoints) {
      assert.deepEqual(endpointById(each.id)?.example ?? {}, each.exampleRecord ?? {}, each.id);
    }
  });

  it('has the columns of each form of an answer', () => {
    for (const each of facts.endpoints) {
      assertVariants(each);
      assertAlternatives(each);
    }
  });

  it('has each named set of parameters', () => {
    for (const each of facts.endpoints) {
      assert.deepEqual(endpointById(each.id)?.parameterSets, each.variants, each.id);
    }
  });

  it('has each shared parameter', () => {
    const kept = facts.universalParams.filter((each) => !leftOut.has(`shared parameter ${each.name}`));
    assert.equal(sharedParameters.length, kept.length);
    for (const each of kept) {
      const parameter = sharedParameters.find((candidate) => candidate.name === each.name);
      assertParameter(parameter, each, each.name);
    }
  });

  it('has each shared enumeration with its words', () => {
    const ours: Record<string, Choice[]> = {
      LocationType: choices.locationTypes,
      BinStatus: choices.binStatuses,
      QtyStatus: choices.quantityStatuses,
      InvoiceType: choices.invoiceTypes,
      TypeOfCustomer: choices.customerTypes,
      SBState: choices.rmaStates,
      InvoiceStatus: choices.invoiceStatuses,
      ByWho: choices.breakdownLevels,
      AdjustmentType: choices.adjustmentTypes,
      'RMA ActionTaken': choices.rmaActions,
      ReconciledStatus: choices.reconciledStatuses,
      EnabledStatus: choices.enabledStatuses,
      'NonSellable TransactionType': choices.nonSellableTransactions,
      'Punch revision_type': choices.punchRevisions,
      // -1 and 5 are for requests only, where the words are those of the parameter; rows have the others.
      SpecialProductID: [
        { value: -1, label: 'All' },
        ...choices.specialProducts,
        { value: 5, label: 'Specific product (request only)' },
      ],
    };
    for (const [name, values] of Object.entries(facts.enums)) {
      const actual = new Map(ours[name]?.map((choice) => [String(choice.value), choice.label ?? String(choice.value)]));
      assert.deepEqual(new Set(actual.keys()), new Set(Object.keys(values)), name);
      for (const [value, label] of Object.entries(values)) assert.equal(words(actual.get(value) ?? ''), words(label));
    }
  });
});
