import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import path from 'node:path';
import { clusterDefaults, clusterProblems } from '../../cluster/nodes/stored-cluster';
import manifest from '../../cluster/package.json';
import main from '../../package.json';
import { linksOf } from '../docs/documents';
import { exampleFiles } from '../examples/example-files';
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

  it('holds its set, its page, its words in three languages, its examples, and nothing else', () => {
    const languages = ['en-US', 'es-ES', 'fr'];
    const locales = languages.flatMap((each) => ['html', 'json'].map((end) => `dist/locales/${each}/cluster.${end}`));
    const documents = ['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json'];
    const examples = [
      'examples/compose.yaml',
      ...exampleFiles(clusterFolder).map(({ name }) => `examples/${name}.json`),
    ];
    const built = ['dist/cluster.html', 'dist/cluster.js', ...locales];
    assert.deepEqual(files.sort(), [...documents, ...examples, ...built].sort());
  });

  it('holds no secret, no source map, and not the folder that it was built in', () => {
    for (const file of files) {
      assert.doesNotMatch(text(file), /sourceMappingURL|-----BEGIN [A-Z ]*PRIVATE KEY/, file);
      assert.ok(!text(file).includes(repository), file);
    }
  });

  it('has a README with which one who has nothing else can begin', () => {
    const readme = text('README.md');
    for (const needed of [manifest.name, main.name, 'appendonly yes', 'maxmemory-policy noeviction', 'Test connection'])
      assert.ok(readme.includes(needed), needed);
    // It stands alone on npm's page.
    for (const { target } of linksOf('README.md', readme)) assert.ok(files.includes(target), target);
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

  describe('its examples', () => {
    const examples = exampleFiles(clusterFolder);
    const [{ definition }] = registeredTypes(text('dist/cluster.html')) as [ReturnType<typeof registeredTypes>[number]];

    it('are for nodes of Node-RED, of the main package and its own, whose cluster is one that it names', () => {
      assert.ok(examples.length > 0);
      for (const { name, nodes, counterparts } of examples) {
        assert.deepEqual(counterparts, [], name);
        const clusters = nodes.filter(({ type }) => type === 'dataconnect-cluster');
        assert.equal(clusters.length, 1, name);
        for (const cluster of clusters) {
          const { id, type, ...stored } = cluster;
          assert.deepEqual(Object.keys(stored).sort(), Object.keys(definition.defaults!).sort(), `${id} ${type}`);
          assert.deepEqual(clusterProblems(stored), []);
        }
        const connections = nodes.filter(({ type }) => type === 'dataconnect-connection');
        assert.deepEqual(new Set(connections.map(({ cluster }) => cluster)), new Set(clusters.map(({ id }) => id)));
      }
    });

    it('have Redis, which forgets nothing, and two Node-RED for docker compose', () => {
      const services = (parseYaml(text('examples/compose.yaml')) as { services: Record<string, Service> }).services;
      const { redis, ...nodeReds } = services;
      const command = redis!.command!.join(' ');
      for (const needed of ['--appendonly yes', '--maxmemory-policy noeviction', 'requirepass'])
        assert.ok(command.includes(needed), needed);
      // Nobody from outside reaches it, and its password comes from the environment.
      assert.equal(redis!.ports, undefined);
      assert.match(redis!.environment!.REDIS_PASSWORD!, /^\$\{REDIS_PASSWORD:\?/);
      const names = Object.keys(nodeReds);
      assert.deepEqual(names, ['node-red-1', 'node-red-2']);
      const [first, second] = Object.values(nodeReds) as [Service, Service];
      assert.deepEqual(first.environment, second.environment);
      assert.match(first.environment!.NODE_RED_CREDENTIAL_SECRET!, /^\$\{NODE_RED_CREDENTIAL_SECRET:\?/);
      for (const name of [manifest.name, main.name]) assert.ok(first.build!.dockerfile_inline.includes(name), name);
      assert.equal(new Set([first, second].flatMap(({ ports }) => ports!)).size, 2);
    });
  });

  it('registers its type so that the flow library can read it', () => {
    const [{ type, definition }, ...more] = registeredTypes(text('dist/cluster.html')) as [
      ReturnType<typeof registeredTypes>[number],
    ];
    assert.deepEqual([type, definition.category, more], ['dataconnect-cluster', 'config', []]);
    assert.deepEqual(Object.keys(definition.defaults!), ['name', ...Object.keys(clusterDefaults)]);
  });
});

/** The reader that mocha has for its own settings. */
const { load: parseYaml } = createRequire(require.resolve('mocha/package.json'))('js-yaml') as {
  load(text: string): unknown;
};

/** Of docker compose, as far as it is looked at. */
interface Service {
  build?: { dockerfile_inline: string };
  command?: string[];
  environment?: Record<string, string>;
  ports?: string[];
}
