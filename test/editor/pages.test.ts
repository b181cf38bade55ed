import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { runInNewContext } from 'node:vm';
import { endpointHelp, type HelpWords } from '../../nodes/build/help';
import { type Language, setHelp, setMessages, withFallback } from '../../nodes/build/locales';
import { nodeSets } from '../../nodes/build/node-set';
import { setPage } from '../../nodes/build/registration';
import { domains, type Endpoint, endpoints } from '../../nodes/catalogue';
import { editorLibrary } from '../../nodes/editor/editor-library';
import manifest from '../../package.json';
import { messages } from './stand-in';

const root = path.join(__dirname, '..', '..');
const names = Object.keys(manifest['node-red'].nodes);
const sets = nodeSets(names, endpoints);
const english = readLanguage('en-US');

interface Definition {
  category: string;
  color: string;
  icon: string;
  defaults: Record<string, object>;
  [property: string]: unknown;
}

function readLanguage(name: string): Language {
  const folder = path.join(root, 'locales', name);
  const files = readdirSync(folder).map((file): [string, string] => [
    file,
    readFileSync(path.join(folder, file), 'utf8'),
  ]);
  const ending = (end: string) =>
    files.filter(([file]) => file.endsWith(end)).map(([file, text]) => [file.slice(0, -5), text] as const);
  return {
    messages: Object.fromEntries(ending('.json').map(([file, text]) => [file, JSON.parse(text)])),
    help: Object.fromEntries(ending('.html')),
  };
}

/** Runs a page's script as the editor does, with the real library. */
function registeredBy(page: string): Array<[string, Definition]> {
  const found: Array<[string, Definition]> = [];
  const registerType = (type: string, definition: Definition) => found.push([type, definition]);
  runInNewContext(scriptOf(page), { RED: { nodes: { registerType } }, DataConnectEditor: editorLibrary });
  return found;
}

function scriptOf(page: string): string {
  return /<script type="text\/javascript">([\s\S]*)<\/script>/.exec(page)![1]!;
}

describe('the palette', () => {
  const registered = sets.flatMap((set) => registeredBy(setPage(set)));

  it('has a node for every endpoint with a path, the request node, the connection, and what is no endpoint', () => {
    const expected = endpoints.filter(({ path }) => path !== null).map(({ id }) => `dataconnect-${id}`);
    assert.deepEqual(
      registered.map(([type]) => type).sort(),
      [
        'dataconnect-check-up',
        'dataconnect-confirm',
        'dataconnect-connection',
        'dataconnect-records-to-sql',
        'dataconnect-request',
        ...expected,
      ].sort(),
    );
    assert.deepEqual(names, ['connection', ...domains.map(({ id }) => id), 'output']);
  });

  it('writes out what validators and the flow library read', () => {
    const line = setPage(sets.find(({ name }) => name === 'sales')!);
    assert.match(
      line,
      /RED\.nodes\.registerType\('dataconnect-sales-by-employee',\{category:'DataConnect Sales',color:'#[0-9a-f]{6}',icon:'sales\.svg',inputs:1,outputs:1,defaults:\{/,
    );
    for (const [type, { category, icon }] of registered) {
      assert.doesNotMatch(category, /-/, type);
      assert.ok(existsSync(path.join(root, 'icons', icon)), icon);
    }
  });

  it('uses no name that Node-RED takes away, and nothing the library lacks', () => {
    const taken =
      /^(id|type|wires|inputLabels|outputLabels|changed|dirty|moved|selected|users|valid|validationErrors|_.*|.)$/;
    for (const [type, definition] of registered) {
      for (const [name, entry] of Object.entries(definition.defaults)) {
        assert.doesNotMatch(name, taken, type);
        if ('validate' in entry) assert.equal((entry.validate as () => void)?.length, 2, `${type}.${name}`);
      }
      for (const handler of ['label', 'paletteLabel', 'labelStyle', 'oneditprepare', 'oneditsave']) {
        assert.equal(typeof definition[handler], 'function', `${type}.${handler}`);
      }
    }
  });

  it('loads the library once, with its first set, from beside the admin pages', () => {
    const [first, ...others] = sets.map(setPage);
    assert.match(first!, /^<script src="resources\/@dataconnect-nodes\/node-red-dataconnect\/editor\.js"><\/script>/);
    for (const page of others) assert.doesNotMatch(page, /<script src=/);
  });

  it('loads it from any set that comes before the first, and registers when it is there', () => {
    const registered: string[] = [];
    const added: Array<{ src: string; onload: () => void }> = [];
    const page: Record<string, unknown> = {
      RED: { nodes: { registerType: (type: string) => registered.push(type) }, settings: { apiRootUrl: '/admin/' } },
      document: { createElement: () => ({}), head: { append: (script: never) => added.push(script) } },
    };
    runInNewContext(scriptOf(setPage(sets.at(-1)!)), page);
    assert.deepEqual(registered, []);
    assert.deepEqual(
      added.map(({ src }) => src),
      ['/admin/resources/@dataconnect-nodes/node-red-dataconnect/editor.js'],
    );

    page.DataConnectEditor = editorLibrary;
    added[0]!.onload();
    assert.ok(registered.length > 0);
  });

  for (const name of readdirSync(path.join(root, 'locales'))) {
    it(`and its help in ${name} stay under 300 kB`, () => {
      const language = withFallback(readLanguage(name), english);
      const bytes = sets.map((set) => Buffer.byteLength(setPage(set) + setHelp(set, language)));
      const total = bytes.reduce((sum, each) => sum + each, 0);
      assert.ok(total < 300_000, `${total} bytes`);
    });
  }
});

describe('the help of the connection', () => {
  for (const name of readdirSync(path.join(root, 'locales'))) {
    it(`says in ${name} what each error code is for`, () => {
      const language = readLanguage(name);
      const help = setHelp(sets.find((set) => set.name === 'connection')!, language);
      const codes = Object.keys(language.messages.errors as object);
      assert.ok(codes.length > 20);
      for (const code of codes) assert.match(help, new RegExp(`<dt>${code}<dd>\\S`), code);
      assert.doesNotMatch(help, /__|<!--/);
    });
  }
});

describe('the help of a node', () => {
  const words = messages.help as unknown as HelpWords;
  const endpoint: Endpoint = {
    id: 'x',
    title: 'X',
    domain: 'sales',
    method: 'GET',
    path: '/x',
    pathEvidence: 'unknown',
    description: 'Rows with <b> & more. And a second sentence.',
    parameters: [
      { name: 'Must', type: 'integer', list: true, required: true, description: 'Ids.' },
      { name: 'May', type: 'string', description: 'Text.' },
    ],
    columns: [{ name: 'State / Prov', type: 'string', description: '' }],
    example: { 'State / Prov': '<ON>', Long: 'x'.repeat(500) },
    sources: [],
  };
  const help = endpointHelp(endpoint, words, (text) => text);

  it('says first what comes back, as text', () => {
    assert.match(
      help,
      /^<script type="text\/html" data-help-name="dataconnect-x"><p>Rows with &lt;b&gt; &amp; more\.<p>And a second/,
    );
  });

  it('warns of a path that is not confirmed', () => {
    assert.match(help, /<code>\/x<\/code> is not confirmed/);
    assert.doesNotMatch(
      endpointHelp({ ...endpoint, pathEvidence: 'observed' }, words, (text) => text),
      /not confirmed/,
    );
  });

  it('names inputs, columns and a sample that fits', () => {
    assert.match(
      help,
      /<dt>Must<span class=property-type>integer list<\/span><dd>Ids\.<dt class=optional>May<dd>Text\./,
    );
    assert.match(help, /<dt>payload<dd>State \/ Prov/);
    assert.match(help, /<pre>\{"State \/ Prov": "&lt;ON&gt;", …\}<\/pre>/);
  });

  it('is there for every type', () => {
    const all = sets.map((set) => setHelp(set, english)).join('');
    for (const [type] of sets.flatMap((set) => registeredBy(setPage(set)))) {
      assert.ok(all.includes(`data-help-name="${type}"`), type);
    }
  });
});

describe('the message catalog of a set', () => {
  const [connection, service] = sets;
  it('has all shared texts, and those of the connection with the connection only', () => {
    const shared = setMessages(service!, english, names);
    assert.deepEqual(
      Object.keys(shared).filter((key) => ['dialog', 'errors', 'problems', 'status'].includes(key)).length,
      4,
    );
    assert.ok(!('connection' in shared) && !('help' in shared) && !('catalogue' in shared));
    assert.ok('connection' in setMessages(connection!, english, names));
  });

  it('has the translations of what its own dialogs show', () => {
    const language = { messages: { catalogue: { 'Start date': 'Début', Sales: 'Ventes', Vendors: 'V' } }, help: {} };
    const catalog = setMessages(sets.find(({ name }) => name === 'sales')!, language, names);
    assert.deepEqual(catalog, {
      palette: { label: { DataConnect_Sales: 'DataConnect Ventes' } },
      texts: { 'Start date': 'Début' },
    });
  });
});
