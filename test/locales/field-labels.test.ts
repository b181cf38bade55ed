import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { NodeAPI } from 'node-red';
import { DataConnectError } from '../../nodes/errors';
import { sentencesOf } from '../../nodes/parameters/problem';
import { readConnection } from '../../nodes/runtime/connection/connection-settings';
import { translateError, translator } from '../../nodes/runtime/translate';
import { connectionLabel, inConnection, inNode, inSql, labelled } from '../../nodes/stored/field-labels';
import { connectionFieldNames, credentialNames } from '../../nodes/stored/stored-connection';
import { settingNames } from '../../nodes/stored/stored-node';
import { sqlFields } from '../../nodes/stored/stored-sql';

const FILES = ['errors', 'phrases', 'problems', 'connection', 'dialog', 'sql'];

/** Node-RED as far as the translator asks it, with all texts of one language. */
function runningIn(language: string): NodeAPI {
  const folder = path.join(__dirname, '..', '..', 'locales', language);
  const texts = Object.fromEntries(
    FILES.map((file) => [file, JSON.parse(readFileSync(path.join(folder, `${file}.json`), 'utf8'))]),
  );
  const say = (key: string) => {
    const [file = '', name = ''] = key.replace(/^.*:/, '').split('.');
    return texts[file]?.[name] ?? key;
  };
  return { _: say } as unknown as NodeAPI;
}

describe('what is wrong with a stored field', () => {
  const FIELDS = [
    ...[...connectionFieldNames, ...credentialNames].map((name) => [name, inConnection] as const),
    ...settingNames.map((name) => [name, inNode] as const),
    ...Object.keys(sqlFields).map((name) => [name, inSql] as const),
  ];

  for (const language of ['en-US', 'es-ES', 'fr']) {
    const translate = translator(runningIn(language));
    const said = (connection: object, problems: Parameters<typeof sentencesOf>[0]) =>
      translateError(
        new DataConnectError('CONNECTION_INVALID', {
          connection: connectionLabel(connection),
          problems: sentencesOf(problems),
        }),
        translate,
      );

    it(`is said with the dialog's word for it in ${language}`, () => {
      const words = FIELDS.map(([field, keyOf]) => {
        const [problem] = labelled([{ kind: 'field-missing', facts: { field } }], keyOf);
        return said({ name: 'c' }, [problem!]);
      });
      const raw = FIELDS.filter(([field], index) => words[index]!.includes(`: ${field} `)).map(([field]) => field);
      assert.deepEqual(raw, []);
    });

    it(`is said of a form in which nothing stands yet in ${language}`, () => {
      const { problems } = readConnection({ environment: 'rc' }, {}, { tls: undefined, proxy: { kind: 'none' } });
      const text = said({ environment: 'rc' }, labelled(problems, inConnection));
      assert.match(text, /DataConnect, Release Candidate \(/);
      assert.doesNotMatch(text, /""|username|clientId|clientSecret|__/);
      for (const name of ['username', 'password', 'clientId', 'clientSecret'])
        assert.ok(text.includes(translate(`connection.${name}`)!), text);
    });
  }

  it('keeps the name of what is no field of a dialog', () => {
    const [problem] = labelled([{ kind: 'field-missing', facts: { field: 'Anything' } }], inConnection);
    const error = new DataConnectError('CONNECTION_INVALID', { connection: 'c', problems: sentencesOf([problem!]) });
    assert.match(translateError(error, translator(runningIn('fr'))), /Anything/);
    assert.match(error.message, /Anything is empty/);
  });
});
