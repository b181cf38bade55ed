/** Programs of tests that run in processes of their own, in one file: a start takes a fraction of what one from many files takes. */
import path from 'node:path';
import { buildSync } from 'esbuild';
import { temporaryFolder } from '../cursor/cursor-samples';

const made = new Map<string, string>();

/**
 * Made once for a suite.
 * @param program below `test/`
 */
export function bundled(program: string): string {
  const outfile = made.get(program) ?? path.join(temporaryFolder(), `${path.parse(program).name}.cjs`);
  if (made.has(program)) return outfile;
  const entry = path.join(__dirname, '..', '..', program);
  const target = { platform: 'node', format: 'cjs', target: 'node20' } as const;
  buildSync({ entryPoints: [entry], outfile, bundle: true, minify: true, ...target });
  made.set(program, outfile);
  return outfile;
}
