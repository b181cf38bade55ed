import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { endpoints } from '../../nodes/catalogue';
import { topicNames, topics } from '../../nodes/catalogue/search-topics';
import { searchWords, topicsOf } from '../../nodes/catalogue/search-words';

const locales = path.join(__dirname, '..', '..', 'locales');
const fileOf = (language: string) => path.join(locales, language, 'search-words.json');
const languages = readdirSync(locales).filter((language) => existsSync(fileOf(language)));
const inPalette = endpoints.filter(({ path }) => path !== null);
/** Topics of nodes that are no endpoint's. */
const OF_OTHERS = ['any address', 'SQL', 'diagnosis', 'connection'];
/** The whole package is of RQ; Inventory and Sales are domains of their own. */
const WIDE = ['RQ', 'inventory', 'sales'];

describe('the words by which a node is found', () => {
  const found = searchWords(endpoints, []);

  it('are there for every node, beside those of its name', () => {
    for (const endpoint of inPalette) assert.ok(topicsOf(endpoint).length > 0, endpoint.id);
    for (const id of ['request', 'check-up', 'records-to-sql', 'connection']) assert.ok(found[id], id);
  });

  it('lead to nodes that fit, not to half of the palette', () => {
    for (const name of topicNames.filter((each) => !WIDE.includes(each))) {
      const meant = inPalette.filter((endpoint) => topicsOf(endpoint).includes(name));
      assert.ok(meant.length <= 20, `${name}: ${meant.length}`);
      assert.equal(meant.length > 0, !OF_OTHERS.includes(name), name);
    }
  });

  it('go by the title of an endpoint where they can', () => {
    for (const endpoint of inPalette) {
      const by = topicsOf({ ...endpoint, words: [] });
      assert.deepEqual(
        (endpoint.words ?? []).filter((word) => by.includes(word)),
        [],
        endpoint.id,
      );
    }
    assert.match(found['sales-by-location'] ?? '', /\bshop\b/);
  });

  it('are those of the topics, and what the node is called in each language', () => {
    const words = searchWords(inPalette, [{ 'Sales by location': 'Ventas por ubicación', store: 'tienda, sucursal' }]);
    assert.match(words['sales-by-location']!, /tienda, sucursal, .*Sales by location, Ventas por ubicación$/);
    assert.match(words['records-to-sql']!, /upsert/);
  });
});

for (const language of languages) {
  describe(`the words in ${language}`, () => {
    const translations: Record<string, string> = JSON.parse(readFileSync(fileOf(language), 'utf8'));

    it('are there for every topic and for nothing else, in the order of the English ones', () => {
      assert.deepEqual(Object.keys(translations), [...topicNames].sort());
    });

    it('are separated as the English ones', () => {
      for (const words of [...Object.values(translations), ...topicNames.map((name) => topics[name].also ?? name)]) {
        assert.match(words, /^[^,]+(, [^ ,][^,]*)*$/);
      }
    });
  });
}

it('there are words in every language that the catalogue is translated to', () => {
  const translated = readdirSync(locales).filter((each) => existsSync(path.join(locales, each, 'catalogue.json')));
  assert.deepEqual(languages, translated);
});
