import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import { clusterDefaults } from '../../cluster/nodes/stored-cluster';
import manifest from '../../cluster/package.json';
import main from '../../package.json';
import { clusterFolder, packageFiles, repository } from '../package-files';
import { registeredTypes } from './registered-types';

const text = (file: string) => readFileSync(path.join(clusterFolder, file), 'utf8');
const sources = readdirSync(path.join(clusterFolder, 'nodes'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => path.join('nodes', file));

describe('the package for several Node-RED', () => {
  let files: string[];
  before(async () => {
    files = await packageFiles(clusterFolder);
  });

  it('holds its set, its page, its words in three languages, and nothing else', () => {
    const languages = ['en-US', 'es-ES', 'fr'];
    const locales = languages.flatMap((each) => ['html', 'json'].map((end) => `dist/locales/${each}/cluster.${end}`));
    const documents = ['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json'];
    assert.deepEqual(files.sort(), [...documents, 'dist/cluster.html', 'dist/cluster.js', ...locales].sort());
  });

  it('is of the same licence, engines and Node-RED as the main package, which it lets be there', () => {
    assert.equal(text('LICENSE'), readFileSync(path.join(repository, 'LICENSE'), 'utf8'));
    assert.deepEqual(
      [manifest.license, manifest.engines, manifest['node-red'].version],
      [main.license, main.engines, main['node-red'].version],
    );
    assert.deepEqual(Object.keys(manifest.peerDependencies), [main.name]);
  });

  it('says which versions it needs exactly, and loads no other package', () => {
    for (const version of Object.values(manifest.dependencies)) assert.match(version, /^\d+\.\d+\.\d+$/);
    const loaded = [...text('dist/cluster.js').matchAll(/\brequire\("([^."][^"]*)"\)/g)].map(([, name]) => name!);
    const others = [...new Set(loaded)].filter((name) => !isBuiltin(name));
    assert.deepEqual(others.sort(), Object.keys(manifest.dependencies).sort());
  });

  it('knows the types of the main package, and nothing else of it', () => {
    assert.ok(sources.length > 10);
    for (const file of sources) {
      const outside = [...text(file).matchAll(/^import (type )?[^;]*? from '(\.[^']*)';/gm)].filter(([, , target]) =>
        path.join(path.dirname(file), target!).startsWith('..'),
      );
      for (const [statement, isType, target] of outside) {
        assert.ok(isType, `${file}: ${statement}`);
        assert.match(path.join(path.dirname(file), target!), /^\.\.\/nodes\//);
      }
    }
  });

  it('has a store that knows no Node-RED', () => {
    const stores = sources.filter((file) => file.startsWith(path.join('nodes', 'store')));
    assert.ok(stores.length > 5);
    assert.deepEqual(
      stores.filter((file) => /from '(node-red|express|\.\.\/(\.\.\/)?(cluster|editor)[^']*)'/.test(text(file))),
      [],
    );
  });

  it('registers its type so that the flow library can read it', () => {
    const [{ type, definition }, ...more] = registeredTypes(text('dist/cluster.html')) as [
      ReturnType<typeof registeredTypes>[number],
    ];
    assert.deepEqual([type, definition.category, more], ['dataconnect-cluster', 'config', []]);
    assert.deepEqual(Object.keys(definition.defaults!), ['name', ...Object.keys(clusterDefaults)]);
  });
});
