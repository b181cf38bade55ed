import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import manifest from '../../package.json';
import { linksOf } from '../docs/documents';
import { packageFiles, repository } from '../package-files';
import { pageOf, setNames, typesOf } from './set-pages';

/** The Node-RED library marks a package with more. */
const MOST_DEPENDENCIES = 6;
/** The editor loads the html of all packages in one answer. */
const LARGEST_HTML = 300 * 1024;

/** The emulator, minified. */
const LARGEST_PRACTICE = 128 * 1024;
const INVENTED_STORE = 'Place Laurier';

describe('the package that npm publishes', () => {
  let files: string[];
  before(async () => {
    files = await packageFiles();
  });
  const text = (file: string) => readFileSync(path.join(repository, file), 'utf8');
  const sets = Object.entries(manifest['node-red'].nodes);

  it('holds what a user needs and nothing else', () => {
    const expected = /^(dist|resources|examples|docs)\/|^(README\.md|LICENSE|CHANGELOG\.md|package\.json)$/;
    assert.deepEqual(
      files.filter((file) => !expected.test(file)),
      [],
    );
    for (const file of ['README.md', 'LICENSE', 'CHANGELOG.md', 'package.json']) assert.ok(files.includes(file), file);
  });

  it('holds no source, test, source map or secret', () => {
    assert.deepEqual(
      files.filter((file) => /\.tsx?$|\.map$|(^|\/)test|\.env|\.pem$|\.key$/.test(file)),
      [],
    );
    for (const file of files.filter((each) => /\.(js|html|json|md)$/.test(each))) {
      assert.doesNotMatch(text(file), /sourceMappingURL|-----BEGIN [A-Z ]*PRIVATE KEY/, file);
      assert.ok(!text(file).includes(repository), `${file} names the folder it was built in`);
    }
  });

  it('has every document and picture that its documents lead to, but for tests and how to change it', () => {
    const readable = files.filter((file) => file.endsWith('.md'));
    assert.ok(readable.includes('docs/errors.md'));
    const lost = readable.flatMap((file) => linksOf(file, text(file)).filter(({ target }) => !files.includes(target)));
    assert.deepEqual(
      lost.filter(({ target }) => !/^test\/|^CONTRIBUTING\.md$/.test(target)),
      [],
    );
  });

  it('has the code, the page and the English texts of every node set', () => {
    for (const [set, code] of sets) {
      const locale = (extension: string) => `dist/locales/en-US/${set}.${extension}`;
      for (const file of [code, code.replace(/\.js$/, '.html'), locale('json'), locale('html')]) {
        assert.ok(files.includes(file), `the set ${set} has no ${file}`);
      }
    }
  });

  it('defines every node type once, with its icon beside the set', () => {
    const seen = new Map<string, string>();
    for (const set of setNames) {
      for (const { type, definition } of typesOf(set)) {
        assert.ok(!seen.has(type), `${type} is in the sets ${seen.get(type)} and ${set}`);
        seen.set(type, set);
        if (definition.category === 'config') continue;
        assert.ok(files.includes(`dist/icons/${definition.icon}`), `${type} has no icon dist/icons/${definition.icon}`);
        assert.equal(definition.inputs, 1, type);
      }
    }
    assert.ok(seen.has('dataconnect-connection'));
  });

  it('adds little to the start of the editor', () => {
    const all = setNames.reduce((sum, set) => sum + Buffer.byteLength(pageOf(set)), 0);
    assert.ok(all < LARGEST_HTML, `the pages of all sets are ${all} bytes together`);
  });

  it('asks for few other packages, and for every one it loads', () => {
    const declared = Object.keys(manifest.dependencies);
    assert.ok(declared.length <= MOST_DEPENDENCIES, declared.join(', '));
    const loaded = files
      .filter((file) => file.startsWith('dist/') && file.endsWith('.js'))
      .flatMap((file) => loads(text(file)));
    assert.deepEqual(
      [...new Set(loaded)].filter((name) => !declared.includes(name)),
      [],
    );
  });

  it('has practice data in a file of its own, which the runtime names and does not hold', () => {
    assert.ok(files.includes('dist/practice.js'));
    const size = Buffer.byteLength(text('dist/practice.js'));
    assert.ok(size < LARGEST_PRACTICE, `dist/practice.js has ${size} bytes`);
    const holders = files.filter(
      (file) => /^(dist|resources)\/.*\.js$/.test(file) && text(file).includes(INVENTED_STORE),
    );
    assert.deepEqual(holders, ['dist/practice.js']);
  });

  it('loads nothing from elsewhere in the browser', () => {
    for (const file of files.filter((each) => /\.html$|^resources\//.test(each))) {
      assert.doesNotMatch(text(file), /<script[^>]+src=["'](https?:)?\//, file);
      assert.doesNotMatch(text(file), /<link[^>]+href=["'](https?:)?\//, file);
    }
  });
});

/** Names of the packages that a bundle requires or imports; Node's own modules and the package's own files left out. */
function loads(code: string): string[] {
  const names = [...code.matchAll(/\b(?:require|import)\(\s*["']([^"'.][^"']*)["']\s*\)/g)].map((match) => match[1]!);
  const packages = names.map((name) => /^(@[^/]+\/)?[^/]+/.exec(name)![0]);
  return packages.filter((name) => !name.startsWith('node:') && !isBuiltin(name));
}
