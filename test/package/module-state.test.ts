import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { repository } from '../package-files';
import { readImports } from './import-graph';

/** What a module may keep for itself: where nobody can tell whether it is shared, or there is one of it by nature. */
const ALLOWED: Readonly<Record<string, string>> = {
  'runtime/index.ts shared': 'what all nodes of a process share, made here and handed down',
  'client/sign-in/session.ts toughCookie': 'a library, loaded by who needs it first',
  'client/sign-in/token-endpoint.ts answerWithTokens': 'a schema, made by the first answer that is held against it',
  'client/transport/connection-pool.ts undici': 'a library, loaded by who needs it first',
  'parameters/time-zone.ts clocks': 'formatters by zone, which are what they are',
  'decode/answer-columns.ts indexes': 'made of a list of columns alone',
  'secrets/finding/secret-names.ts kinds': 'judged from a name alone',
  'catalogue/shared-parameters.ts parametersOfEndpoints': 'made of an endpoint alone',
  'editor/date-preview.ts ownZone': 'a browser has one',
  'editor/form-row.ts rows': 'numbers of fields in one page',
  'editor/catalogue.ts packed': 'one page has one catalogue',
  'editor/catalogue.ts unpacked': 'made of the catalogue alone',
  'editor/connection-dialog.ts open': 'Node-RED opens one dialog of a kind at a time',
  'editor/endpoint-dialog.ts open': 'the same',
  'editor/sql/sql-dialog.ts open': 'the same',
  'editor/columns-file.ts packed': 'one page has one catalogue',
  'editor/found-by-words.ts words': 'one page has one catalogue, in one language',
  'editor/found-by-words.ts searchableTexts': 'made of the words of the catalogue alone',
  'editor/parameter-group.ts groups': 'numbers of elements in one page',
  'editor/period-control.ts controls': 'the same',
  'editor/stores-control.ts controls': 'the same',
  'editor/store-names.ts known': 'by connection, and forgotten when one is changed',
  'editor/store-names.ts isListening': 'one page has one editor to listen to',
  'editor/sidebar/sidebar-tab.ts isThere': 'one page has one sidebar',
  'parameters/date-words.ts known': 'the phrases of a language, which are what they are',
};

/** Variables, collections that begin empty, and objects made of nothing: those that change while the program runs. */
const STATE = /^(?:export )?(?:let (\w+)|const (\w+)(?:: [^=]+)? = new \w+(?:<[^=]*>)?\(\))/gm;

function stateIn(source: string): string[] {
  return [...source.matchAll(STATE)].map(([, variable, constant]) => variable ?? constant!);
}

describe('what a module keeps for itself', () => {
  it('is nothing that two of anything could share by accident', () => {
    const found = readImports().files.flatMap((file) =>
      stateIn(readFileSync(path.join(repository, 'nodes', file), 'utf8')).map((name) => `${file} ${name}`),
    );
    assert.deepEqual(found.sort(), Object.keys(ALLOWED).sort());
  });

  it('is seen in whatever way it is written', () => {
    const source = [
      'let hasWarned = false;',
      'export const slots = new Slots();',
      'const listsOf = new WeakMap<Connection, Lists<Answer>>();',
      'const known: Map<string, Kind> = new Map();',
      'const FIXED = new Set([1, 2]);',
      'function f() {',
      '  let inside = 1;',
      '}',
    ].join('\n');
    assert.deepEqual(stateIn(source), ['hasWarned', 'slots', 'listsOf', 'known']);
  });
});
