import assert from 'node:assert/strict';
import { type Column, type Endpoint, endpoints } from '../../nodes/catalogue';
import { isNeeded } from '../../nodes/parameters/needed';
import { emulated } from './ask';

/** Two weeks, so that no answer is large. */
const DATES: Record<string, string> = { start: '2026-02-01', stop: '2026-02-14', other: '2026-02-14' };

describe('every endpoint of the catalogue', () => {
  const the = emulated();

  for (const endpoint of endpoints.filter(({ path, columns }) => path && columns.length > 0)) {
    it(`${endpoint.id} answers with its columns in their types`, async () => {
      for (const variant of endpoint.variants ?? [undefined]) {
        const query = exampleQuery(endpoint, variant && { [variant.parameter]: String(variant.value) });
        const columns = variant?.columns ?? endpoint.columns;
        const response = await the.ask(`${endpoint.path}?${query}&Response=JsonDataTable`);
        assert.equal(response.status, 200, await response.clone().text());
        const { Records } = (await response.json()) as { Records: Array<Record<string, unknown>> };
        assert.ok(Records.length > 0, 'no records');
        for (const record of Records) check(record, expectedOf(endpoint, columns));
      }
    });
  }

  for (const endpoint of endpoints.filter(({ path }) => path)) {
    const parts = endpoint.variants ?? [{ ...endpoint, parameter: undefined, value: undefined }];
    for (const { key, parameter, value } of parts.filter(({ key }) => key)) {
      it(`${endpoint.id} ${value ?? ''} has no two records of the same key, and none without one`, async () => {
        const query = exampleQuery(endpoint, parameter === undefined ? {} : { [parameter]: String(value) });
        const text = await (await the.ask(`${endpoint.path}?${query}`)).text();
        // Longer numbers than JavaScript can hold are keys, too.
        const rows = [JSON.parse(text.replace(/:(\d{16,})/g, ':"$1"'))].flat();
        const keys = rows.map((row) => key!.columns.map((column) => row[column]));
        assert.deepEqual(
          keys.filter((each) => each.some((part) => part === null || part === '' || part === undefined)),
          [],
        );
        assert.equal(new Set(keys.map((each) => JSON.stringify(each))).size, rows.length);
      });
    }
  }

  it('answers those whose columns nobody documented with some', async () => {
    for (const endpoint of endpoints.filter(({ path, columns }) => path && columns.length === 0)) {
      const rows = await the.json<unknown>(`${endpoint.path}?${exampleQuery(endpoint)}`);
      const [row] = [rows].flat();
      assert.ok(Object.keys(row as object).length > 0, endpoint.id);
    }
  });
});

describe('an endpoint that was just added to the catalogue', () => {
  const added: Endpoint = {
    id: 'sales-by-weather',
    title: 'Sales by weather',
    domain: 'sales',
    method: 'GET',
    path: '/reports/SalesByWeatherReport',
    pathEvidence: 'documented',
    description: 'Sales with the weather they were made in.',
    range: { start: 'FromDay', stop: 'ToDay' },
    parameters: [
      { name: 'FromDay', type: 'string', format: 'date', required: true, description: 'Start.' },
      { name: 'ToDay', type: 'string', format: 'date', startedBy: 'FromDay', description: 'Stop.' },
    ],
    columns: [
      { name: 'SaleInvoiceID', type: 'integer', sqlType: 'INT', description: '' },
      { name: 'StoreName', type: 'string', sqlType: 'NVARCHAR(MAX)', description: '' },
      { name: 'Raining', type: 'boolean', sqlType: 'BIT', description: '' },
    ],
    sources: [],
  };
  const the = emulated({ endpoints: [added] });

  it('is answered without a line of code', async () => {
    assert.equal((await the.ask(added.path as string)).status, 400);
    const [row] = await the.json(`${added.path}?FromDay=2026-12-01`);
    assert.deepEqual(
      Object.entries(row ?? {}).map(([name, value]) => [name, typeof value]),
      [
        ['SaleInvoiceID', 'number'],
        ['StoreName', 'string'],
        ['Raining', 'boolean'],
      ],
    );
  });
});

function exampleQuery(endpoint: Endpoint, fixed: Record<string, string> = {}): URLSearchParams {
  const query = new URLSearchParams(fixed);
  const given = (name: string) => query.get(name) ?? undefined;
  // One that another's value asks for stands behind it.
  for (const parameter of endpoint.parameters.filter(({ name }) => !query.has(name))) {
    if (isNeeded(parameter, given)) query.set(parameter.name, exampleOf(parameter));
  }
  return query;
}

function exampleOf({ name, format, choices, example }: Endpoint['parameters'][number]): string {
  if (name === 'Table') return 'iQclerk_SaleInvoices';
  if (/^companyid$/i.test(name)) return '42';
  if (/^(LocationType|ForWho|ShippedForWho|ReceivedForWho|StoreID|StoreIDLoggedIn)$/.test(name))
    return String(example ?? 1);
  if (format?.startsWith('date'))
    return DATES[/stop/i.test(name) ? 'stop' : /start/i.test(name) ? 'start' : 'other'] ?? '';
  if (choices?.[0]) return String(choices[0].value);
  if (/id|number|identifier|criteria|code/i.test(name)) return '-1';
  return String(example ?? 1);
}

/**
 * The session's values are all text, whatever the older documentation says (docs/api.md, Session); bridge tables have
 * columns of their own before those that are documented.
 */
function expectedOf(endpoint: Endpoint, columns: readonly Column[]): readonly Column[] {
  if (endpoint.id === 'session') return columns.map((column) => ({ ...column, type: 'string' }));
  if (endpoint.id === 'availability') return columns.filter(({ name }) => name !== 'LocationId');
  return columns;
}

function check(record: Record<string, unknown>, columns: readonly Column[]): void {
  const names = Object.keys(record);
  assert.deepEqual(
    names.slice(-columns.length),
    columns.map(({ name }) => name),
  );
  for (const column of columns) {
    const value = record[column.name];
    assert.ok(value === null || isOfType(value, column), `${column.name}: ${JSON.stringify(value)}`);
  }
}

function isOfType(value: unknown, { type, format, sqlType }: Column): boolean {
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'number' || type === 'boolean') return typeof value === type;
  if (type === 'unknown') return true;
  if (typeof value !== 'string') return false;
  if (format === 'date-time') return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?$/.test(value);
  if (format === 'date') return /^\d{4}-\d\d-\d\d$/.test(value);
  if (format === 'guid') return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(value);
  return value.length <= Number(/CHAR\((\d+)\)/.exec(sqlType ?? '')?.[1] ?? Number.POSITIVE_INFINITY);
}
