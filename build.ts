/**
 * Makes what is published: `dist/` for Node-RED's server, `resources/` for its editor, example flows of every node.
 *
 *   dist/<set>.js, dist/<set>.html        one per node set, in the order of package.json's `node-red.nodes`
 *   dist/runtime.js                       what all sets share, loaded once
 *   dist/practice.js                      the emulator of the tests, for the practice environment; loaded when it is used
 *   dist/icons/, dist/locales/<language>/ looked up by Node-RED beside the set's file
 *   resources/editor.js                   the dialogs
 *   resources/columns.json                the columns of every endpoint, for the dialogs that need them
 *   examples/Every node/                  one flow per domain
 *   cluster/dist/                         the second package: its set, page and locales
 */
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import { clusterPage } from './cluster/nodes/build/cluster-page';
import { type Language, setHelp, setMessages, withFallback } from './nodes/build/locales';
import { type NodeSet, nodeSets } from './nodes/build/node-set';
import { setPage } from './nodes/build/registration';
import { writeExamples } from './nodes/build/write-examples';
import { endpoints } from './nodes/catalogue/index';
import { searchWords } from './nodes/catalogue/search-words';
import { packCatalogue } from './nodes/editor/packed-catalogue';
import { packColumns } from './nodes/editor/packed-columns';
import manifest from './package.json';

const sets = nodeSets(Object.keys(manifest['node-red'].nodes), endpoints);

const MADE = ['dist', 'resources', 'cluster/dist'];

async function buildAll(): Promise<void> {
  await Promise.all(MADE.map((folder) => rm(folder, { recursive: true, force: true })));
  await Promise.all(MADE.map((folder) => mkdir(folder)));
  const icons = cp('icons', 'dist/icons', { recursive: true });
  await Promise.all([
    bundleRuntime(),
    bundlePractice(),
    bundleSets(),
    bundleEditor(),
    writeFile('resources/columns.json', JSON.stringify(packColumns(endpoints))),
    writePages(),
    writeLocales(),
    writeExamples(sets),
    icons,
    bundleCluster(),
    writeClusterPage(),
    cp('cluster/locales', 'cluster/dist/locales', { recursive: true }),
  ]);
}

async function bundleRuntime(): Promise<void> {
  const define = { PACKAGE_VERSION: JSON.stringify(manifest.version) };
  await build({ ...serverOptions, define, entryPoints: ['nodes/runtime/index.ts'], outfile: 'dist/runtime.js' });
}

/** Minified, since nobody debugs it there. What is loaded with a package is not loaded twice. */
async function bundlePractice(): Promise<void> {
  await build({
    ...serverOptions,
    entryPoints: ['test/emulator/practice.ts'],
    outfile: 'dist/practice.js',
    minify: true,
  });
}

async function bundleSets(): Promise<void> {
  const entryPoints = sets.map(({ name }) => `nodes/sets/${name}.ts`);
  await build({ ...serverOptions, entryPoints, outdir: 'dist', plugins: [sharedRuntime()] });
}

async function bundleCluster(): Promise<void> {
  await build({ ...serverOptions, entryPoints: ['cluster/nodes/cluster.ts'], outfile: 'cluster/dist/cluster.js' });
}

/** The code of the form lies in the page: it is small, and nobody else needs it. */
async function writeClusterPage(): Promise<void> {
  const [script, style] = await Promise.all([
    bundleInPage({ entryPoints: ['cluster/nodes/editor/index.ts'], format: 'iife', globalName: 'e' }),
    bundleInPage({ entryPoints: ['cluster/nodes/editor/dialog.css'] }),
  ]);
  await writeFile('cluster/dist/cluster.html', clusterPage(style, script));
}

async function bundleInPage(options: BuildOptions): Promise<string> {
  const { outputFiles } = await build({ ...options, bundle: true, minify: true, write: false, target: 'es2022' });
  return outputFiles![0]!.text;
}

/** Not minified: stack traces name functions and lines that a reader finds, without source maps. */
const serverOptions = {
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  packages: 'external',
  logLevel: 'warning',
} as const;

/** The runtime is one module in one process, whatever the number of sets that use it. */
function sharedRuntime(): Plugin {
  return {
    name: 'shared-runtime',
    setup: ({ onResolve }) => {
      onResolve({ filter: /^\.\.\/runtime(\/index)?$/ }, () => ({ path: './runtime.js', external: true }));
    },
  };
}

async function bundleEditor(): Promise<void> {
  await build({
    bundle: true,
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    minify: true,
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'warning',
    loader: { '.css': 'text' },
    entryPoints: ['nodes/editor/index.ts'],
    outfile: 'resources/editor.js',
    // Text that is parsed on first use is loaded faster than a literal of the same size.
    define: {
      PACKED_CATALOGUE: JSON.stringify(JSON.stringify(packCatalogue(endpoints))),
      SEARCH_WORDS: JSON.stringify(JSON.stringify(searchWords(endpoints, await readTranslations()))),
      EXAMPLE_TABS: JSON.stringify(JSON.stringify(await exampleTabs())),
    },
  });
}

/** Per language, what the tabs of the examples are called: those written by hand, and those of the palette groups. */
async function exampleTabs(): Promise<Record<string, Record<string, string>>> {
  const titles = sets.map(({ title }) => title);
  const names = await readdir('locales');
  const translated = names.map(async (name) => {
    const { messages } = await readLanguage(join('locales', name));
    const groups = Object.entries((messages.catalogue ?? {}) as Record<string, string>);
    const ofGroups = groups.filter(([english]) => titles.includes(english));
    return [name, { ...(messages['example-tabs'] as object), ...Object.fromEntries(ofGroups) }] as const;
  });
  return Object.fromEntries(await Promise.all(translated));
}

/** Of texts and topics of the catalogue, per language. */
async function readTranslations(): Promise<Record<string, string>[]> {
  const languages = await Promise.all((await readdir('locales')).map((name) => readLanguage(join('locales', name))));
  return languages.map(({ messages }) => ({
    ...(messages.catalogue as Record<string, string> | undefined),
    ...(messages['search-words'] as Record<string, string> | undefined),
  }));
}

async function writePages(): Promise<void> {
  await Promise.all(sets.map((set) => writeFile(join('dist', `${set.name}.html`), setPage(set))));
}

async function writeLocales(): Promise<void> {
  const names = await readdir('locales');
  const english = await readLanguage(join('locales', 'en-US'));
  await Promise.all(
    names.map(async (name) => writeLanguage(name, withFallback(await readLanguage(join('locales', name)), english))),
  );
}

async function writeLanguage(name: string, language: Language): Promise<void> {
  const folder = join('dist', 'locales', name);
  await mkdir(folder, { recursive: true });
  await Promise.all(sets.map((set) => writeSetLocale(folder, set, language)));
}

async function writeSetLocale(folder: string, set: NodeSet, language: Language): Promise<void> {
  const setNames = sets.map(({ name }) => name);
  await writeFile(join(folder, `${set.name}.json`), JSON.stringify(setMessages(set, language, setNames)));
  await writeFile(join(folder, `${set.name}.html`), setHelp(set, language));
}

async function readLanguage(folder: string): Promise<Language> {
  const language: Language = { messages: {}, help: {} };
  for (const file of await readdir(folder)) {
    const text = await readFile(join(folder, file), 'utf8');
    const name = basename(file, extname(file));
    if (extname(file) === '.json') language.messages[name] = JSON.parse(text);
    else language.help[name] = text;
  }
  return language;
}

buildAll().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
