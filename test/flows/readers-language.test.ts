import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { recordOutput } from '../secrets/transcript';
import { AdminServer } from './admin-server';
import { FlowFixture } from './flow-fixture';
import { connectionNode, type FlowNode } from './node-red';

const fixed = (value: string) => ({ type: 'fixed', value });
const stores: FlowNode = { id: 'stores', type: 'dataconnect-list-stores' };
const availability = { id: 'new', type: 'dataconnect-availability', z: 'tab', connection: 'connection' };
const mail = { ...availability, params: { Response: fixed('Csv.Email'), 'Email.To': fixed('a@shop.test') } };
const wrong = { ...availability, params: { QuantityMin: fixed('many') } };

/** Whoever asks for something: a page, in the language of its reader. */
type Ask = (path: string, body?: object) => Promise<string>;

describe('what the server says to a browser', () => {
  const fixture = new FlowFixture();
  const admin = new AdminServer();
  const form = (more: object = {}) => ({
    ...connectionNode(fixture.emulator),
    credentials: fixture.emulator.credentials,
    ...more,
  });
  const locked = () => form({ credentials: { ...fixture.emulator.credentials, password: 'wrong-of-a-reader' } });

  /** Each place where a sentence of the server's is shown, and the keys of those that must be in it. */
  const PLACES: Array<[where: string, keys: string[], ask: (page: Ask) => Promise<string>]> = [
    [
      'the steps of Test connection, and its verdict',
      ['connection.test-passed', 'diagnosis.SIGNED_IN', 'diagnosis.PLAIN_ON_THIS_MACHINE'],
      (page) => page('connections/connection/test', form()),
    ],
    [
      'Test connection of values that cannot be tried',
      ['errors.CONNECTION_INVALID', 'problems.field-missing'],
      (page) => page('connections/connection/test', form({ environment: 'custom', serviceUrl: '' })),
    ],
    [
      'Test connection in the sidebar',
      ['connection.test-failed', 'diagnosis.NAME_IS_ADDRESS', 'errors.AUTH_FAILED'],
      (page) => page('connections/locked/try', {}),
    ],
    ['a list of the account', ['errors.CONNECTION_MISSING'], (page) => page('connections/gone/lookups/list-stores')],
    [
      'a list by a form that is open',
      ['errors.AUTH_FAILED'],
      (page) => page('connections/new/lookups/list-stores?column=StoreID', locked()),
    ],
    ['a preview that is not made', ['phrases.preview-email'], (page) => page('preview', { node: mail, message: {} })],
    [
      'a preview',
      ['errors.PARAMETER_INVALID', 'problems.not-integer'],
      (page) => page('preview', { node: wrong, message: {} }),
    ],
    [
      'a dry run',
      ['problems.not-integer', 'phrases.dry-run-cookies'],
      (page) => page('dry-run', { node: { ...wrong, sending: { anyway: true } }, message: {} }),
    ],
    ['a check-up', ['errors.AUTH_FAILED'], (page) => page('connections/new/check-up', locked())],
    [
      'the sidebar, of connections',
      ['errors.SERVER_ERROR', 'errors.CONNECTION_INVALID', 'problems.field-missing', 'errors.AUTH_FAILED'],
      async (page) => JSON.stringify(JSON.parse(await page('runs')).connections),
    ],
    [
      'the sidebar, of a run that failed',
      ['errors.SERVER_ERROR'],
      async (page) => JSON.stringify(JSON.parse(await page('runs')).ended),
    ],
  ];

  for (const [language, header] of [
    ['fr', 'fr'],
    ['fr', 'fr-CA, en;q=0.5'],
    ['es-ES', 'es-ES'],
    ['en-US', 'de'],
  ] as const) {
    it(`is in ${language} for a page in ${header}, wherever it is shown`, async () => {
      const flow = await fixture.open([stores], {
        connection: { retries: 0 },
        configNodes: [
          connectionNode(fixture.emulator, { id: 'locked' }),
          connectionNode(fixture.emulator, { id: 'unfinished', serviceUrl: '' }),
        ],
        otherCredentials: { locked: { ...fixture.emulator.credentials, password: 'wrong-of-a-reader' } },
      });
      fixture.emulator.dials.set({ faults: [{ fault: { kind: 'status', status: 500 }, path: '/lists/stores' }] });
      await flow.ask('stores');
      const page: Ask = async (at, body) => {
        const answer = await fetch(`${admin.url}/dataconnect/${at}`, {
          ...(body && { method: 'POST', body: JSON.stringify(body) }),
          headers: { 'content-type': 'application/json', 'accept-language': header },
        });
        const text = await answer.text();
        recordOutput('admin', text);
        return text;
      };
      for (const [where, keys, ask] of PLACES) {
        const said = await ask(page);
        for (const key of keys) assert.match(said, sentenceOf(language, key), `${where}: ${said}`);
      }
    });
  }
});

/** A sentence with anything in its places, as it stands in Json. */
function sentenceOf(language: string, key: string): RegExp {
  const [file, name] = key.split('.');
  const texts = readFileSync(path.join(__dirname, '../../locales', language, `${file}.json`), 'utf8');
  const parts = (JSON.parse(texts) as Record<string, string>)[name!]!.split(/ *__\w+__ */);
  return new RegExp(parts.map(escaped).join('.*?'));
}

function escaped(part: string): string {
  return JSON.stringify(part)
    .slice(1, -1)
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
