import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { NodeRedProcess } from '../browser/node-red-process';
import type { Emulator } from '../emulator';
import type { EditorSocket } from '../flows/editor-socket';
import { registeredTypes } from './registered-types';
import { RepositoryCopy } from './repository-copy';

const TYPE = 'dataconnect-store-visits';

/** All that a person writes to add an endpoint. */
const ENTRY = `  {
    id: 'store-visits',
    title: 'Store visits',
    path: '/reports/StoreVisitsReport',
    pathEvidence: 'inferred',
    description: 'Visits counted at the doors of each store. One row per store and day.',
    parameters: [
      { name: 'StartDate', type: 'string', format: 'date', required: true, description: 'First day.' },
      { name: 'StopDate', type: 'string', format: 'date', required: true, description: 'Last day.' },
      { name: 'DoorNumber', type: 'integer', description: 'Only this door of the store.' },
    ],
    columns: [
      { name: 'StoreID', type: 'integer', sqlType: 'INT', description: 'RQ store id', example: 1 },
      { name: 'VisitDate', type: 'string', format: 'date', sqlType: 'DATE', description: 'Day', example: '2026-03-01' },
      { name: 'Visits', type: 'integer', sqlType: 'INT', description: 'People who came in', example: 112 },
    ],
    sources: ['client-code'],
  },
`;

describe('adding an endpoint', function () {
  this.timeout(120_000);
  let copy: RepositoryCopy;
  let emulator: Emulator | undefined;
  let nodeRed: NodeRedProcess | undefined;
  let socket: EditorSocket | undefined;
  const text = (...parts: string[]) => readFileSync(copy.path(...parts), 'utf8');
  before(async () => {
    copy = new RepositoryCopy();
    const file = copy.path('nodes', 'catalogue', 'operations.ts');
    const end = '\n]);\n';
    const catalogue = readFileSync(file, 'utf8');
    assert.ok(catalogue.endsWith(end));
    writeFileSync(file, `${catalogue.slice(0, -end.length)}\n${ENTRY}]);\n`);
    await copy.run('build.ts');
    await copy.run('test/docs/write-documents.ts');
  });
  after(async () => {
    await socket?.close();
    await nodeRed?.stop();
    await emulator?.close();
    copy?.remove();
  });

  it('takes one entry in one file, and the palette has its node', () => {
    const found = registeredTypes(text('dist', 'operations.html')).find(({ type }) => type === TYPE);
    assert.equal(found?.definition.category, 'DataConnect Operations');
    assert.equal(found?.definition.icon, 'operations.svg');
  });

  it('gives its dialog a field for every parameter', () => {
    const library = text('resources', 'editor.js');
    for (const known of ['store-visits', 'DoorNumber', 'Only this door of the store.']) {
      assert.ok(library.includes(known), known);
    }
  });

  it('gives it help in every language, in English until somebody translates it', () => {
    const languages = readdirSync(copy.path('dist', 'locales'));
    assert.ok(languages.length >= 3);
    for (const language of languages) {
      const [, help = ''] = text('dist', 'locales', language, 'operations.html').split(`data-help-name="${TYPE}"`);
      for (const known of ['Visits counted at the doors', 'DoorNumber', 'VisitDate', '/reports/StoreVisitsReport']) {
        assert.ok(help.includes(known), `${language}: ${known}`);
      }
    }
  });

  it('gives it a row among the endpoints', () => {
    const row = '| Store visits<br>`dataconnect-store-visits` | `/reports/StoreVisitsReport` | inferred |';
    assert.ok(text('docs', 'endpoints.md').includes(`${row} **StartDate**, **StopDate**, DoorNumber |`));
  });

  it('gives it an example that runs in Node-RED, against an emulator that answers it', async () => {
    const { startEmulator } = await fromCopy<typeof import('../emulator')>('test/emulator/index.ts');
    const { startScratchNodeRed } = await fromCopy<typeof import('../browser/scratch-node-red')>(
      'test/browser/scratch-node-red.ts',
    );
    const { exampleFiles } = await fromCopy<typeof import('../flows/example-files')>('test/flows/example-files.ts');
    const { ImportedExample } = await fromCopy<typeof import('../flows/imported-example')>(
      'test/flows/imported-example.ts',
    );
    const { EditorSocket } = await fromCopy<typeof import('../flows/editor-socket')>('test/flows/editor-socket.ts');
    const operations = exampleFiles().find(({ name }) => name === 'Every node/Operations')!;
    [emulator, nodeRed] = await Promise.all([startEmulator(), startScratchNodeRed()]);
    socket = await EditorSocket.open(nodeRed.url);
    const example = await ImportedExample.deploy(operations, nodeRed.url, socket, emulator);
    const button = example.buttons.find(({ wires }) => JSON.stringify(wires).includes('store-visits'))!;
    const { ends, from } = await example.press(button);
    assert.match(ends[0]!.text, /^[1-9][\d,]* records$/);
    const records = await example.printed('records', from);
    for (const column of ['StoreID', 'VisitDate', 'Visits']) assert.ok(records.includes(`"${column}"`), column);
  });

  /** A module as it is in the copy, where the catalogue has one entry more. */
  function fromCopy<Module>(file: string): Promise<Module> {
    return import(copy.path(...file.split('/'))) as Promise<Module>;
  }
});
