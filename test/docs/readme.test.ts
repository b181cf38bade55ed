import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import manifest from '../../package.json';
import { exampleFiles } from '../examples/example-files';
import { repository } from '../package-files';
import { anchorOf, documents, headingsOf, linksOf, textOf } from './documents';
import { generatedDocuments, withSections } from './generated-sections';

/** A README that is longer is not read. */
const LONGEST_README = 16 * 1024;

describe('the README', () => {
  it('is as long as a person reads', () => {
    assert.ok(Buffer.byteLength(textOf('README.md')) <= LONGEST_README);
  });

  it('names a test for every promise', () => {
    const [, promises = ''] = textOf('README.md').split('## What it promises');
    const rows = promises
      .split('\n## ')[0]!
      .split('\n')
      .filter((line) => line.startsWith('| **'));
    assert.ok(rows.length >= 7);
    for (const row of rows) assert.match(row, /\]\(test\/[\w/.-]+\.test\.ts\)/, row);
  });

  it('states the promise of going on in one sentence, word for word as its document does', () => {
    const own = (text: string) => text.replaceAll(/\]\([^)]*\)/g, ']');
    const [, sentence = ''] = /## The promise\n\n\*\*(.+)\*\*\n/.exec(textOf('docs/incremental.md')) ?? [];
    assert.match(sentence, /^[^.]+; not covered are [^.]+\.$/);
    assert.ok(own(textOf('README.md')).includes(own(sentence)));
  });

  it('names every example, by its folder and with each word of its name', () => {
    const rows = textOf('README.md')
      .split('\n')
      .filter((line) => line.startsWith('| '));
    for (const { name } of exampleFiles().filter(({ generated }) => !generated)) {
      const [folder, example] = name.split('/').map((part) => part.replace(/^\d+ /, ''));
      const named = rows.filter((row) => row.startsWith(`| ${folder}: `)).join(' ');
      const missing = example!.split(' ').filter((word) => !named.includes(word));
      assert.deepEqual(missing, [], name);
    }
  });

  it('leads to every document for users', () => {
    const targets = linksOf('README.md', textOf('README.md')).map(({ target }) => target);
    assert.deepEqual(
      documents.filter((file) => file !== 'README.md' && !targets.includes(file)),
      [],
    );
  });
});

describe('the documents', () => {
  for (const file of generatedDocuments) {
    it(`${file} has the tables that follow from the code (npm run docs)`, () => {
      assert.equal(textOf(file), withSections(file, textOf(file)));
    });
  }

  it('are told apart from ones that lack an endpoint', () => {
    const without = textOf('docs/endpoints.md').replace(/^\| Product availability.*\n/m, '');
    assert.notEqual(without, textOf('docs/endpoints.md'));
    assert.notEqual(without, withSections('docs/endpoints.md', without));
  });

  it('say which marks they lack', () => {
    assert.throws(() => withSections('docs/errors.md', '# Empty'), /docs\/errors\.md must have the marks/);
  });

  it('name only commands there are', () => {
    const scripts: string[] = Object.keys(manifest.scripts);
    const named = documents.flatMap((file) => [
      ...textOf(file).matchAll(/npm (?:run )?(start|test|(?<=run )[\w-]+(?::[\w-]+)*)/g),
    ]);
    assert.ok(named.length > 0);
    for (const [command, script] of named) assert.ok(scripts.includes(script!), command);
  });

  for (const file of documents) {
    it(`${file} leads to files and headings that are there`, () => {
      const problems = linksOf(file, textOf(file)).filter(({ target, anchor }) => {
        if (!existsSync(path.join(repository, target))) return true;
        return anchor !== undefined && !headingsOf(textOf(target)).map(anchorOf).includes(anchor);
      });
      assert.deepEqual(problems, []);
    });
  }
});
