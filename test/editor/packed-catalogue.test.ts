import assert from 'node:assert/strict';
import { endpoints } from '../../nodes/catalogue';
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

  it('knows no endpoint that is not in it', () => {
    for (const id of ['request', 'constructor', '__proto__'])
      assert.equal(unpackEndpoint(JSON.parse(text), id), undefined);
  });

  it('is small enough to be loaded with every page', () => {
    assert.ok(text.length < 100_000, `${text.length} characters`);
  });
});
