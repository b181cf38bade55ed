import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { NodeAPI } from 'node-red';
import { DataConnectError, type ErrorCode, type Facts, type PhraseKey } from '../../nodes/errors';
import { ParameterError } from '../../nodes/parameters/parameter-error';
import { sayWith, translateError, translator } from '../../nodes/runtime/translate';

interface Library {
  createInstance(): Library;
  init(options: object): Promise<void>;
  t(key: string, facts: object): string;
}

/** Of Node-RED. */
const i18next = createRequire(require.resolve('@node-red/util'))('i18next') as Library;

const locales = path.join(__dirname, '..', '..', 'locales');
const SET = 'set';
const CONNECTION_SET = '@dataconnect-nodes/node-red-dataconnect/connection';

type Texts = Record<string, string>;
const textsOf = (language: string, file: string): Texts =>
  JSON.parse(readFileSync(path.join(locales, language, `${file}.json`), 'utf8'));

/** Node-RED's own library, set up as Node-RED does it (`@node-red/util`, `i18n.js`). */
async function runningIn(language: string): Promise<NodeAPI> {
  const files = ['errors', 'problems', 'phrases', 'status'];
  const catalog = Object.fromEntries(files.map((file) => [file, textsOf(language, file)]));
  const library = i18next.createInstance();
  await library.init({
    lng: language,
    fallbackLng: 'en-US',
    defaultNS: SET,
    keySeparator: '.',
    nsSeparator: ':',
    resources: { [language]: { [SET]: catalog, [CONNECTION_SET]: catalog } },
    interpolation: { unescapeSuffix: 'HTML', escapeValue: false, prefix: '__', suffix: '__' },
  });
  return { _: (key: string, facts: object) => library.t(key, facts) } as unknown as NodeAPI;
}

const keysOf = (file: string) => Object.keys(textsOf('en-US', file));

describe('the places of sentences', () => {
  for (const language of readdirSync(locales)) {
    describe(`in ${language}`, () => {
      let RED: NodeAPI;
      before(async () => {
        RED = await runningIn(language);
      });

      const some: Facts = { host: 'a.example', path: '/x', detail: undefined, endpoint: 'Stores' };
      for (const facts of [{}, some]) {
        it(`are blank without a fact, ${Object.keys(facts).length} given`, () => {
          const translate = translator(RED);
          const texts = [
            ...keysOf('errors').map((code) =>
              translateError(new DataConnectError(code as ErrorCode, facts), translate),
            ),
            ...['phrases', 'problems']
              .flatMap(keysOf)
              .map((phrase) => sayWith(translate)({ phrase: phrase as PhraseKey, facts })),
            ...keysOf('status').map((key) => translate(`status.${key}`, facts)),
            ...keysOf('problems').map((kind) =>
              translateError(new ParameterError('Stores', [{ kind: kind as PhraseKey, facts }]), translate),
            ),
          ];
          for (const text of texts) assert.doesNotMatch(text ?? '', /__/);
        });
      }

      it('keep what a fact has in it', () => {
        const error = new DataConnectError('API_ERROR', {
          path: '/x',
          detail: 'no __host__ in $t(errors.NETWORK) here',
        });
        assert.match(translateError(error, translator(RED)), /no __host__ in \$t\(errors\.NETWORK\) here/);
      });
    });
  }
});
