import assert from 'node:assert/strict';
import { endpoints, goesOnBy, isByDate, waysToGoOn } from '../../nodes/catalogue';
import { packCatalogue, unpackEndpoint } from '../../nodes/editor/packed-catalogue';

describe('the catalogue in the browser', () => {
  const text = JSON.stringify(packCatalogue(endpoints));

  it('has every parameter of every endpoint, in order', () => {
    const packed = JSON.parse(text);
    for (const { id, path, parameters } of endpoints) {
      const unpacked = unpackEndpoint(packed, id);
      if (path === null) assert.equal(unpacked, undefined);
      else assert.deepEqual(unpacked?.parameters, JSON.parse(JSON.stringify(parameters)), id);
    }
  });

  it('knows which ranges of dates hold records of single days, as a run does', () => {
    const packed = JSON.parse(text);
    for (const endpoint of endpoints.filter(({ path }) => path !== null)) {
      const range = unpackEndpoint(packed, endpoint.id)?.range;
      assert.equal(range !== undefined, endpoint.range !== undefined, endpoint.id);
      if (!range) continue;
      assert.equal(
        isByDate(range, () => undefined),
        endpoint.recordDate !== undefined,
        endpoint.id,
      );
      for (const { parameter, value, recordDate } of endpoint.variants ?? []) {
        const textOf = (name: string) => (name === parameter ? String(value) : undefined);
        assert.equal(isByDate(range, textOf), recordDate !== undefined, endpoint.id);
      }
    }
  });

  it('knows how each endpoint goes on, as a run does', () => {
    const packed = JSON.parse(text);
    for (const endpoint of endpoints.filter(({ path }) => path !== null)) {
      const { ways, goesOn } = unpackEndpoint(packed, endpoint.id)!;
      assert.deepEqual(ways, waysToGoOn(endpoint), endpoint.id);
      const { of: _, evidence: __, ...dates } = goesOnBy(endpoint) ?? { of: '', evidence: '' };
      assert.deepEqual(goesOn ?? {}, dates, endpoint.id);
    }
  });

  it('knows no endpoint that is not in it', () => {
    for (const id of ['request', 'constructor', '__proto__'])
      assert.equal(unpackEndpoint(JSON.parse(text), id), undefined);
  });

  it('is small enough to be loaded with every page', () => {
    assert.ok(text.length < 100_000, `${text.length} characters`);
  });
});
