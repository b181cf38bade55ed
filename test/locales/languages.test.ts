import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { translateDate } from '../../nodes/parameters/date-expression';
import { clusterFolder, repository } from '../package-files';

const locales = path.join(repository, 'locales');
/** The words of the package for several Node-RED. */
const clusterLocales = path.join(clusterFolder, 'locales');
const languages = readdirSync(locales).filter((language) => language !== 'en-US');
const ofCluster = readdirSync(path.join(clusterLocales, 'en-US'));
const english = [...readdirSync(path.join(locales, 'en-US')), ...ofCluster];
const read = (language: string, file: string) =>
  readFileSync(path.join(ofCluster.includes(file) ? clusterLocales : locales, language, file), 'utf8');

/** Names of products, protocols and formats, and what a person types as it is, the same in every language. */
const names = [
  'DataConnect',
  'DataConnect, __environment__',
  'JSON',
  'TLS',
  'SQLite',
  'PostgreSQL',
  'MySQL, MariaDB',
  'SQL Server',
  'Proxy',
  '2026-03-31, yesterday, month to date …',
  '2026-03-31T18:00, yesterday, now-15m …',
];

/** Words that a language writes as English does. */
const sameWords: Record<string, string[]> = {
  fr: ['Cluster', 'Dates', 'minutes', 'Pause', 'Permission', 'Port', 'Production', 'Table', 'Version'],
  'es-ES': ['Incremental', 'no (false)'],
};

/** Adjectives and participles of what a dialog calls a field: whether that is *el*, *la*, *le* or *les* is not known. */
const agreeing: Record<string, RegExp> = {
  'es-ES':
    /__(field|name|other|start)__ (?:no )?(?:es|está|fue|ha sido|debe ser|debe estar) (?!un |una |texto)\p{L}+[oa]s?(?!\p{L})/u,
  fr: /(?:^|[.:] )__(field|name|other|start)__ (?:est|n'est pas|a été|n'a pas été|n'a pas pu être|ne peut pas être|doit être) (?!un |une |du |l')\p{L}+(é|i|u|ée)s?(?!\p{L})/u,
};

/** Numbers that may be 1, before what there are so many of. */
const COUNTED = /__(records|attempts|batches|messages|requests|rows|seconds)__ \p{L}{3}/u;

for (const language of ['en-US', ...languages]) {
  it(`a number in ${language} that may be 1 stands behind what is counted, or has a text of its own`, () => {
    for (const file of english.filter((name) => name.endsWith('.json'))) {
      const texts = messages(read(language, file));
      const wrong = [...texts].filter(([key, text]) => COUNTED.test(text) && !texts.has(`${key}-one`));
      assert.deepEqual(wrong, [], file);
    }
  });
}

describe('the languages', () => {
  it('are English, French and Spanish', () => assert.deepEqual(languages, ['es-ES', 'fr']));
});

for (const language of languages) {
  describe(`the texts in ${language}`, () => {
    it('are in the files that English has, and the catalogue with its words', () => {
      const files = [...english, 'catalogue.json', 'example-tabs.json', 'search-words.json'].sort();
      const found = [locales, clusterLocales].flatMap((folder) => readdirSync(path.join(folder, language)));
      assert.deepEqual(found.sort(), files);
    });

    for (const file of english.filter((name) => name.endsWith('.json'))) {
      const original = messages(read('en-US', file));
      const translated = messages(read(language, file));

      it(`${file} has every key in the order of English, and no other`, () => {
        assert.deepEqual([...translated.keys()], [...original.keys()]);
      });

      it(`${file} puts in the same facts`, () => {
        assert.deepEqual(map(translated, placeholders), map(original, placeholders));
      });

      it(`${file} has full stops where English has them`, () => {
        const stop = (text: string) => /[.?!:…]$/.test(text) && !/ (max|perso)\.$/.test(text);
        assert.deepEqual(map(translated, stop), map(original, stop));
      });

      it(`${file} says nothing of a label that would have to agree with it`, () => {
        assert.deepEqual(
          [...translated.values()].filter((text) => agreeing[language]!.test(text)),
          [],
        );
      });

      it(`${file} leaves nothing in English`, () => {
        const same = [...names, ...(sameWords[language] ?? [])];
        const left = [...translated].filter(([key, text]) => text === original.get(key) && !same.includes(text));
        assert.deepEqual(left, []);
      });
    }

    for (const file of english.filter((name) => name.endsWith('.html'))) {
      it(`${file} has the parts of the English help, with the same code`, () => {
        assert.deepEqual(parts(read(language, file)), parts(read('en-US', file)));
      });

      it(`${file} leaves no paragraph in English`, () => {
        const original = new Set(paragraphs(read('en-US', file)));
        const left = paragraphs(read(language, file)).filter((paragraph) => original.has(paragraph));
        assert.deepEqual(left, []);
      });
    }
  });
}

describe('the texts in French', () => {
  for (const file of english) {
    it(`${file} puts spaces as in Québec: one that does not break before a colon, none before ; ! ?`, () => {
      const text = read('fr', file).replaceAll(/<code>.*?<\/code>|": "|\{\\".*?\}/g, '');
      assert.deepEqual(text.match(/.{0,20}( :|[\u00a0 ][;!](?!\S)|(?<! ni)[\u00a0 ]\?)/g), null);
    });
  }
});

/** The texts by their keys; a key within a key is joined by a dot. */
function messages(json: string): Map<string, string> {
  const found = new Map<string, string>();
  const visit = (value: unknown, key: string): void => {
    if (typeof value === 'string') found.set(key, value);
    else for (const [name, inner] of Object.entries(value as object)) visit(inner, key ? `${key}.${name}` : name);
  };
  visit(JSON.parse(json), '');
  return found;
}

function map<T>(texts: Map<string, string>, value: (text: string) => T): Record<string, T> {
  return Object.fromEntries([...texts].map(([key, text]) => [key, value(text)]));
}

function placeholders(text: string): string[] {
  return [...new Set(text.match(/__\w+?__/g))].sort();
}

/** Tags and code; words for dates, which each language says in its own, by what they mean. */
function parts(html: string): string[] {
  const found = html.match(/<code>.*?<\/code>|<[^>]+>/g) ?? [];
  return found.map((part) => translateDate(part.replace(/^<code>(.*)<\/code>$/, '$1'), 'en'));
}

function paragraphs(html: string): string[] {
  return html.match(/<(p|dd|h3)>[\s\S]*?<\/\1>/g) ?? [];
}
