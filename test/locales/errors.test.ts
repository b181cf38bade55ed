import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { NodeAPI } from 'node-red';
import { DataConnectError, type Fact } from '../../nodes/errors';
import { keptFailure, readFailure, sayFailure } from '../../nodes/runtime/progress/kept-failure';
import { translateError, translator } from '../../nodes/runtime/translate';
import { type Case, clientCases, WORDS } from './client-errors';
import { readerCases } from './reader-errors';

const locales = path.join(__dirname, '..', '..', 'locales');
const code = path.join(__dirname, '..', '..', 'nodes');

type Texts = Record<string, string>;

const textsOf = (language: string, file: string): Texts =>
  JSON.parse(readFileSync(path.join(locales, language, `${file}.json`), 'utf8'));

const wordsIn = (text: string) => new Set(text.toLowerCase().match(/\p{L}{2,}/gu));

/** Every word of the errors of a language. */
const vocabulary = (language: string) =>
  wordsIn(['errors', 'phrases', 'problems'].flatMap((file) => Object.values(textsOf(language, file))).join(' '));

/** What stands in the cases and would be English in a sentence of ours; `Records` is the service's name of its list, `password` that of a field. */
const given = new Set(['html', 'json', 'text', 'name', 'records', 'password']);

describe('errors of the client and the readers', () => {
  let errors: DataConnectError[];
  before(async function () {
    this.timeout(20_000);
    errors = await Promise.all([...clientCases, ...readerCases].map(made));
  });

  for (const language of ['fr', 'es-ES']) {
    it(`have no word of English in ${language}`, () => {
      const translate = translator(runningIn(language));
      const own = vocabulary(language);
      const english = new Set([...vocabulary('en-US')].filter((word) => !own.has(word) && !given.has(word)));
      assert.ok(english.has('the') && english.size > 200);
      for (const error of errors) {
        const text = translateError(error, translate);
        assert.notEqual(text, error.message);
        assert.deepEqual(
          [...wordsIn(text)].filter((word) => english.has(word)),
          [],
          text,
        );
      }
    });
  }

  it('are said as they were, in any language, by what is kept of them in a file', () => {
    const translators = ['en-US', 'fr', 'es-ES'].map((language) => translator(runningIn(language)));
    for (const error of errors) {
      const kept = readFailure(JSON.parse(JSON.stringify(keptFailure(error, []))));
      for (const translate of translators) {
        assert.equal(sayFailure(kept!, translate), translateError(error, translate));
      }
    }
  });

  it('keep all words of ours as phrases, so that facts alone are the service’s words, names and values', () => {
    for (const { facts, message } of errors) {
      for (const [name, fact] of Object.entries(facts)) {
        const sentences = plainTexts(fact).filter(
          (text) => text.trim().includes(' ') && text !== WORDS && text !== `(${WORDS})`,
        );
        assert.deepEqual(sentences, [], `${name}: ${message}`);
      }
    }
  });

  it('say what they are about in full', () => {
    for (const { message } of errors) assert.doesNotMatch(message, /__|undefined|\( ?\)|NaN/);
  });

  it('are all tried here', () => {
    const asked = new Set(['client', 'decode'].flatMap((folder) => phrasesIn(path.join(code, folder))));
    const said = new Set(errors.flatMap(({ facts }) => Object.values(facts).flatMap(phrasesOf)));
    assert.ok(asked.size > 100);
    assert.deepEqual(
      [...asked].filter((phrase) => !said.has(phrase)),
      [],
    );
  });
});

async function made(make: Case): Promise<DataConnectError> {
  const result = await Promise.resolve()
    .then(make)
    .catch((error: unknown) => error);
  assert.ok(result instanceof DataConnectError, `${make} made no error of ours: ${result}`);
  return result;
}

/** Node-RED as far as the translator asks it, with the texts of one language and no English behind them. */
function runningIn(language: string): NodeAPI {
  const files = ['errors', 'phrases', 'problems'];
  const texts: Record<string, Texts> = Object.fromEntries(files.map((file) => [file, textsOf(language, file)]));
  const say = (key: string) => {
    const [file = '', name = ''] = key.replace(/^.*:/, '').split('.');
    return texts[file]?.[name] ?? key;
  };
  return { _: say } as unknown as NodeAPI;
}

/** Texts that stand in a fact as they are, those inside its phrases included. */
function plainTexts(fact: Fact): string[] {
  if (typeof fact === 'string') return [fact];
  if (typeof fact !== 'object') return [];
  if ('labels' in fact) return fact.labels.map(({ name }) => name);
  if ('phrase' in fact) return Object.values(fact.facts ?? {}).flatMap(plainTexts);
  return fact.flatMap(plainTexts);
}

function phrasesOf(fact: Fact): string[] {
  if (typeof fact !== 'object') return [];
  if ('labels' in fact) return [];
  if (!('phrase' in fact)) return fact.flatMap(phrasesOf);
  return [fact.phrase, ...Object.values(fact.facts ?? {}).flatMap(phrasesOf)];
}

/** The phrases that the files of a folder name, and those they put together of a beginning and a key. */
function phrasesIn(folder: string): string[] {
  const source = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(path.join(folder, file), 'utf8'))
    .join('\n');
  const quoted = new Set([...source.matchAll(/'([\w-]+)'|\b(\w+):/g)].map(([, text, name]) => text ?? name));
  return Object.keys(textsOf('en-US', 'phrases')).filter((phrase) => {
    const [, end] = /^(?:reason|phase)-(.+)$/.exec(phrase) ?? [];
    return quoted.has(end ?? phrase);
  });
}
