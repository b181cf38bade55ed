import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { NodeRedProcess } from '../browser/node-red-process';
import type { Emulator } from '../emulator';
import type { EditorSocket } from '../flows/editor-socket';
import { registeredTypes } from './registered-types';
import { RepositoryCopy } from './repository-copy';

const TYPE = 'dataconnect-store-visits';

/** All that a person writes to add an endpoint. Its dates and its stores have names that no other endpoint gives them. */
const ENTRY = `  {
    id: 'store-visits',
    title: 'Store visits',
    path: '/reports/StoreVisitsReport',
    pathEvidence: 'inferred',
    description: 'Visits counted at the doors of each store. One row per store and day.',
    parameters: [
      { name: 'FromDay', type: 'string', format: 'date', required: true, description: 'First day.' },
      {
        name: 'ToDay',
        type: 'string',
        format: 'date',
        startedBy: 'FromDay',
        required: true,
        description: 'Last day.',
      },
      {
        name: 'ShopIDs',
        type: 'integer',
        list: true,
        all: ['-1'],
        lookup: { endpoint: 'list-stores', value: 'StoreID', label: 'StoreName' },
        locationFilter: 'current',
        description: 'Only these stores.',
      },
      { name: 'DoorNumber', type: 'integer', description: 'Only this door of the store.' },
    ],
    recordDate: 'VisitDate',
    recordLocation: 'StoreID',
    key: { columns: ['VisitID'], evidence: 'inferred' },
    columns: [
      { name: 'VisitID', type: 'integer', sqlType: 'INT', description: 'Id of the count', example: 1 },
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
    assert.ok(text('docs', 'endpoints.md').includes(`${row} **FromDay**, **ToDay**, ShopIDs, DoorNumber |`));
  });

  it('gives it an example that runs in Node-RED, against an emulator that answers it', async () => {
    const { startEmulator } = await fromCopy<typeof import('../emulator')>('test/emulator/index.ts');
    const { startScratchNodeRed } = await fromCopy<typeof import('../browser/scratch-node-red')>(
      'test/browser/scratch-node-red.ts',
    );
    const { exampleFiles } = await fromCopy<typeof import('../examples/example-files')>(
      'test/examples/example-files.ts',
    );
    const { ImportedExample } = await fromCopy<typeof import('../examples/imported-example')>(
      'test/examples/imported-example.ts',
    );
    const { settled } = await fromCopy<typeof import('../playground/places')>('test/playground/places.ts');
    const { EditorSocket } = await fromCopy<typeof import('../flows/editor-socket')>('test/flows/editor-socket.ts');
    const operations = exampleFiles().find(({ name }) => name === 'Every node/Operations')!;
    [emulator, nodeRed] = await Promise.all([startEmulator(), startScratchNodeRed()]);
    socket = await EditorSocket.open(nodeRed.url);
    const { serviceUrl, tokenUrl, credentials } = emulator;
    const example = await ImportedExample.deploy(operations, nodeRed.url, socket, (node) =>
      settled(node, { serviceUrl, tokenUrl, mailPort: 0, fileFolder: '' }, credentials),
    );
    const button = example.buttons.find(({ wires }) => JSON.stringify(wires).includes('store-visits'))!;
    const { ends, from } = await example.press(button);
    assert.match(ends[0]!.text, /^[1-9][\d,]* records$/);
    const records = await example.printed('records', from);
    for (const column of ['StoreID', 'VisitDate', 'Visits']) assert.ok(records.includes(`"${column}"`), column);
    assert.deepEqual(asked('FromDay'), ['2026-03-01']);
    assert.deepEqual(asked('ToDay'), ['2026-03-31']);
  });

  it('lets the row limit cut it, by its dates and then by its stores, whatever their names', async () => {
    const { endpointById } = await fromCopy<typeof import('../../nodes/catalogue')>('nodes/catalogue/index.ts');
    const { clientFor, orderFor, runAgainst } =
      await fromCopy<typeof import('../extract/run-against')>('test/extract/run-against.ts');
    const client = clientFor(emulator!);
    const year = { FromDay: '2026-01-01', ToDay: '2026-12-31', ShopIDs: '-1' };
    const ids = async (given: object) => {
      const { records, error } = await runAgainst(client, orderFor('store-visits', { ...given }));
      assert.equal(error, undefined);
      return records.map(({ VisitID }) => Number(VisitID)).sort();
    };
    assert.deepEqual(endpointById('store-visits')?.range, { start: 'FromDay', stop: 'ToDay' });
    emulator!.dials.set({ rows: { 'store-visits': { count: 4000, from: '2026-01-01', to: '2026-03-01' } } });
    const all = await ids(year);
    assert.equal(all.length, 4000);
    for (const rowLimit of [300, 40]) {
      emulator!.requests.clear();
      emulator!.dials.set({ rowLimit });
      assert.deepEqual(await ids(year), all);
      assert.ok(new Set(asked('FromDay')).size > 4000 / 300, 'cut by its dates');
      assert.equal(
        asked('ShopIDs').some((shop) => shop !== '-1'),
        rowLimit === 40,
        'cut by its stores only then',
      );
    }
    emulator!.dials.set({ rowLimit: 10_000 });
    emulator!.requests.clear();
    await runAgainst(
      client,
      orderFor('store-visits', year, { windows: { kind: 'calendar', unit: 'month', count: 1 } }),
    );
    assert.deepEqual([asked('FromDay').length, asked('ToDay')[1]], [12, '2026-02-28']);
    const words = await runAgainst(client, orderFor('store-visits', { FromDay: 'last month', ToDay: 'last month' }));
    assert.equal(words.error, undefined);
    assert.deepEqual([asked('FromDay').at(-1), asked('ToDay').at(-1)], ['2026-11-01', '2026-11-30']);
    const wrong = await runAgainst(client, orderFor('store-visits', { FromDay: '2026-03-02', ToDay: '2026-03-01' }));
    assert.match(String(wrong.error), /stop-before-start|ToDay/);
    await client.close();
  });

  /** What the requests for the report had as that parameter. */
  function asked(name: string): Array<string | null> {
    return emulator!.requests.to('/reports/StoreVisitsReport').map(({ query }) => query.get(name));
  }

  /** A module as it is in the copy, where the catalogue has one entry more. */
  function fromCopy<Module>(file: string): Promise<Module> {
    return import(copy.path(...file.split('/'))) as Promise<Module>;
  }
});
