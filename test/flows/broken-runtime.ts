/** The product with a rule that is not kept, in place of the code that keeps it: what tests of it must notice. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import Module from 'node:module';
import path from 'node:path';
import { build, type Plugin } from 'esbuild';
import { events } from './node-red';

const repository = path.join(__dirname, '..', '..');
const dist = path.join(repository, 'dist');
const runtime = path.join(dist, 'runtime.js');

type Compiling = Module & { _compile(code: string, file: string): void };

/** Where code stands, and what stands there in its place. */
export interface Edit {
  /** Below `nodes`. */
  file: string;
  find: string;
  replace: string;
}

/** Nodes that are loaded meanwhile are of the broken product. */
export async function withBrokenRuntime<T>(edit: Edit, action: () => Promise<T>): Promise<T> {
  const code = await brokenCode(edit);
  const before = Object.entries(require.cache).filter(([file]) => file.startsWith(dist));
  const listeners = events.listeners('flows:started');
  forgetAll();
  try {
    const broken = new Module(runtime) as Compiling;
    broken.filename = runtime;
    broken.paths = module.paths;
    broken._compile(code, runtime);
    broken.loaded = true;
    require.cache[runtime] = broken;
    return await action();
  } finally {
    forgetAll();
    // It is never told that it is not used any longer.
    for (const each of events.listeners('flows:started')) {
      if (!listeners.includes(each)) events.off('flows:started', each as () => void);
    }
    for (const [file, kept] of before) require.cache[file] = kept;
  }
}

function forgetAll(): void {
  for (const file of Object.keys(require.cache)) if (file.startsWith(dist)) delete require.cache[file];
}

/** As `build.ts` makes it. */
async function brokenCode(edit: Edit): Promise<string> {
  const { outputFiles } = await build({
    ...{ bundle: true, platform: 'node', format: 'cjs', target: 'node20', packages: 'external', write: false },
    absWorkingDir: repository,
    define: { PACKAGE_VERSION: '"0.0.0"' },
    entryPoints: ['nodes/runtime/index.ts'],
    plugins: [editing(edit)],
  });
  return outputFiles[0]!.text;
}

function editing({ file, find, replace }: Edit): Plugin {
  const name = path.join(repository, 'nodes', file);
  return {
    name: 'editing',
    setup: ({ onLoad }) => {
      onLoad({ filter: /\.ts$/ }, async ({ path: loaded }) => {
        if (loaded !== name) return undefined;
        const pieces = (await readFile(name, 'utf8')).split(find);
        assert.equal(pieces.length, 2, `${pieces.length - 1} times in ${file}: ${find}`);
        return { contents: pieces.join(replace), loader: 'ts' };
      });
    },
  };
}
