import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { endpointById, endpoints } from '../../nodes/catalogue';
import { columnSets, repeated, slips } from './flat';

const folder = path.join(__dirname, '..', '..', 'nodes', 'catalogue');

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

  it('are written once where several endpoints have them: only the sample is their own', () => {
    const column =
      /^(?: +|export const \w+ = )(?:[a-z]\w*\(.*)?\b([a-z]\w*\((?:(?:\d+|'MAX'), )?'[^']+', (?:'[^']*'|"[^"]*"))[,)]/gm;
    const files = readdirSync(folder).filter((file) => !/^(groups|shared-parameters|choices)\.ts$/.test(file));
    const written = files.flatMap((file) => {
      const text = readFileSync(path.join(folder, file), 'utf8').replace(/\bparameter\.\w+\(/g, '');
      return [...text.matchAll(column)].map(([, definition]) => definition!);
    });
    assert.ok(written.length > 800, `${written.length} found`);
    assert.deepEqual(repeated(written), []);
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
