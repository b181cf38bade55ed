/** The suites of `npm test`: which files, on which Node and Node-RED. */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { installCounterparts, installSqlite } from './counterparts/install';
import { installNodeRed5 } from './node-red-5/install';

export interface Runtime {
  /** Node's program. */
  node: string;
  /** Directory whose `node_modules` holds node-red and node-red-node-test-helper. */
  home: string;
}

/** Suites of one line run one after the other, the lines beside each other: each takes about as long as the others. */
type Line = 'code' | 'tries' | 'examples' | 'flows and browser, 4.1' | 'flows and browser, 5';

export interface Suite {
  name: string;
  line: Line;
  /** Test files, as absolute paths. */
  files(): string[];
  /** Installs what the suite needs. */
  runtime(): Promise<Runtime>;
  /** Milliseconds after which a test is taken to hang: many times what it needs, for machines that are slow and busy. */
  timeout: number;
}

const repository = path.dirname(__dirname);
const nodeRed4 = async (): Promise<Runtime> => ({ node: process.execPath, home: repository });

/** Examples run against real databases, mail and dashboard. */
async function withCounterparts(nodeRed: () => Promise<Runtime>): Promise<Runtime> {
  const [runtime] = await Promise.all([nodeRed(), installCounterparts(), sqliteIfPossible()]);
  return runtime;
}

async function sqliteIfPossible(): Promise<void> {
  sqlite ??= installSqlite().catch((error: Error) => {
    const [first] = error.message.split('\n');
    console.log(`The SQLite node cannot be installed here, so its tests are skipped: ${first}`);
  });
  await sqlite;
}

/** Suites that go on side by side say it once. */
let sqlite: Promise<void> | undefined;

/** Folders that need Node-RED or its counterparts, or try many cases; every other test is a unit test, so that none is forgotten. */
const ownSuites = ['browser', 'counterparts', 'examples', 'flows', 'instances', 'fuzz', 'incremental', 'cluster'];

export const suites: Suite[] = [
  { name: 'unit', line: 'code', files: unitTests, runtime: nodeRed4, timeout: 60_000 },
  {
    name: 'field-24',
    line: 'code',
    files: () => testsIn('field'),
    runtime: installNodeRed5,
    timeout: 60_000,
  },
  {
    name: 'flows-4.1',
    line: 'flows and browser, 4.1',
    files: () => testsIn('flows'),
    runtime: nodeRed4,
    timeout: 60_000,
  },
  {
    name: 'flows-5',
    line: 'flows and browser, 5',
    files: () => testsIn('flows'),
    runtime: installNodeRed5,
    timeout: 60_000,
  },
  {
    name: 'examples-4.1',
    line: 'examples',
    files: exampleTests,
    runtime: () => withCounterparts(nodeRed4),
    timeout: 60_000,
  },
  {
    name: 'examples-5',
    line: 'examples',
    files: () => testsIn('examples'),
    runtime: () => withCounterparts(installNodeRed5),
    timeout: 60_000,
  },
  {
    name: 'browser-4.1',
    line: 'flows and browser, 4.1',
    files: () => testsIn('browser'),
    runtime: nodeRed4,
    timeout: 120_000,
  },
  {
    name: 'browser-5',
    line: 'flows and browser, 5',
    files: () => testsIn('browser'),
    runtime: installNodeRed5,
    timeout: 120_000,
  },
  {
    name: 'instances',
    line: 'tries',
    files: () => testsIn('instances'),
    runtime: nodeRed4,
    timeout: 120_000,
  },
  { name: 'fuzz', line: 'tries', files: () => testsIn('fuzz'), runtime: nodeRed4, timeout: 60_000 },
  { name: 'incremental', line: 'tries', files: () => testsIn('incremental'), runtime: nodeRed4, timeout: 60_000 },
  { name: 'cluster', line: 'tries', files: () => testsIn('cluster'), runtime: nodeRed4, timeout: 60_000 },
];

function exampleTests(): string[] {
  return [...testsIn('counterparts'), ...testsIn('examples')];
}

function unitTests(): string[] {
  const folders = readdirSync(__dirname, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders.flatMap(({ name }) => (ownSuites.includes(name) ? [] : testsIn(name)));
}

function testsIn(folder: string): string[] {
  const top = path.join(__dirname, folder);
  if (!existsSync(top)) return [];
  const entries = readdirSync(top, { withFileTypes: true }).filter(({ name }) => name !== 'node_modules');
  return entries
    .flatMap((entry) => {
      if (entry.isDirectory()) return testsIn(path.join(folder, entry.name));
      return entry.name.endsWith('.test.ts') ? [path.join(top, entry.name)] : [];
    })
    .sort();
}
