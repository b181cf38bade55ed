import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { repository } from '../package-files';

interface LockedPackage {
  version?: string;
  resolved?: string;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

/** npm writes only what the machine at hand needs when it adds to an installed tree: other machines then lack theirs. */
describe('the lock files, on a machine of another kind', () => {
  for (const folder of [
    '.',
    'cluster',
    'test/node-red-5',
    'test/package/node-red-dev',
    'test/counterparts',
    'test/counterparts/sqlite',
  ]) {
    const file = path.join(folder, 'package-lock.json');
    const { packages } = JSON.parse(readFileSync(path.join(repository, file), 'utf8')) as {
      packages: Record<string, LockedPackage>;
    };

    it(`${file} has every package that another one needs, those for other platforms too`, () => {
      const missing = Object.entries(packages).flatMap(
        ([place, { dependencies, devDependencies, optionalDependencies }]) =>
          Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies })
            .filter((name) => !places(place, name).some((candidate) => candidate in packages))
            .map((name) => `${place} needs ${name}`),
      );
      assert.deepEqual(missing, []);
    });

    it(`${file} names no registry, so that any may be used`, () => {
      const named = Object.entries(packages).filter(([, { resolved }]) => resolved !== undefined);
      assert.deepEqual(named, []);
    });
  }
});

/** Where Node looks for a package that the one at `place` asks for: `a/node_modules/b` finds what is beside `b` or `a`. */
function places(place: string, name: string): string[] {
  const parts = place === '' ? [] : place.split('/node_modules/');
  return [...parts.map((_, index) => parts.slice(0, index + 1).join('/node_modules/')), ''].map((above) =>
    above === '' ? `node_modules/${name}` : `${above}/node_modules/${name}`,
  );
}
