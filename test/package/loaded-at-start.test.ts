import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import manifest from '../../package.json';
import { repository } from '../package-files';

describe('what a start of Node-RED loads of the package', () => {
  it('is nothing of practice, however many sets there are', () => {
    const sets = Object.values(manifest['node-red'].nodes).map((file) => path.join(repository, file));
    const script = `for (const set of ${JSON.stringify(sets)}) require(set);
      process.once('exit', () => console.log(JSON.stringify(Object.keys(require.cache))));`;
    const loaded: string[] = JSON.parse(execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' }));
    assert.ok(loaded.includes(path.join(repository, 'dist', 'runtime.js')));
    assert.deepEqual(
      loaded.filter((file) => file.endsWith('practice.js')),
      [],
    );
  });
});
