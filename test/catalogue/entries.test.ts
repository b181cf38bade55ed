import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type Column, domains, type Endpoint, endpointById, endpoints, paletteLabel } from '../../nodes/catalogue';
import { catalogue } from '../../nodes/catalogue/schema';
import { isChangingPath } from '../../nodes/parameters/changing-path';
import { everyColumn, parametersOf, repeated, slips } from './flat';

describe('the catalogue', () => {
  it('follows its schema in every entry', () => {
    const result = catalogue.safeParse(endpoints);
    assert.deepEqual(result.error?.issues ?? [], []);
  });

  it('has lost none of 141 endpoints, and finds each by its id', () => {
    assert.ok(endpoints.length >= 141, `${endpoints.length} endpoints`);
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

  it('says of whatever sends in, or is called by a word of doing, that it changes something', () => {
    const entriesOf = (which: (endpoint: Endpoint) => boolean) => endpoints.filter(which).map(({ id }) => id);
    const changing = ['session-abandon', 'import-traffic-count'];
    assert.deepEqual(
      entriesOf(({ changes }) => changes === true),
      changing,
    );
    const isDoing = /^(end|abandon|import|send|update|delete|create|add|set|remove|reset|submit|upload|cancel) /i;
    assert.deepEqual(
      entriesOf(({ method, title }) => method === 'POST' || isDoing.test(title)),
      changing,
    );
    assert.deepEqual(
      entriesOf(({ path }) => path !== null && isChangingPath(path)),
      changing,
    );
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

  it('loads no schema library: only types are taken from the schema', () => {
    const folder = path.join(__dirname, '..', '..', 'nodes', 'catalogue');
    const files = readdirSync(folder).filter((file) => file !== 'schema.ts');
    const loads = /^import (?!type)[^;]*'(zod|\.\/schema)';/m;
    assert.deepEqual(
      files.filter((file) => loads.test(readFileSync(path.join(folder, file), 'utf8'))),
      [],
    );
  });

  it('is plain data that survives JSON', () => {
    assert.deepEqual(JSON.parse(JSON.stringify(endpoints)), endpoints);
  });
});
