import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import manifest from '../../package.json';
import { repository } from '../package-files';
import { withSections } from './readme-sections';

const documents = ['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md'];
const text = (file: string) => readFileSync(path.join(repository, file), 'utf8');

describe('the README', () => {
  it('has the tables that follow from the code (npm run docs)', () => {
    assert.equal(text('README.md'), withSections(text('README.md')));
  });

  it('is told apart from one that lacks an endpoint', () => {
    const readme = text('README.md').replace(/^\| Product availability.*\n|^\| Availability.*\n/m, '');
    assert.notEqual(readme, withSections(readme));
  });

  it('says which marks it lacks', () => {
    assert.throws(() => withSections('# Empty'), /made by npm run docs/);
  });

  it('names a test for every promise', () => {
    const [, promises = ''] = text('README.md').split('## What it promises');
    const rows = promises
      .split('\n## ')[0]!
      .split('\n')
      .filter((line) => line.startsWith('| **'));
    assert.ok(rows.length >= 7);
    for (const row of rows) assert.match(row, /\]\(test\/[\w/.-]+\.test\.ts\)/, row);
  });

  it('names only commands there are', () => {
    const scripts: string[] = Object.keys(manifest.scripts);
    const named = documents.flatMap((file) => [...text(file).matchAll(/npm (?:run )?(start|test|(?<=run )[\w:-]+)/g)]);
    for (const [command, script] of named) assert.ok(scripts.includes(script!), command);
  });
});

describe('the documents', () => {
  for (const file of documents) {
    it(`${file} leads to files that are there`, () => {
      const links = [...text(file).matchAll(/\]\((?!https?:|#|mailto:)([^)#]+)(?:#[^)]*)?\)/g)].map(
        (match) => match[1]!,
      );
      const missing = links.filter((link) => !existsSync(path.join(repository, decodeURIComponent(link))));
      assert.deepEqual(missing, []);
    });

    it(`${file} leads to headings that are there`, () => {
      const headings = [...text(file).matchAll(/^#+ (.+)$/gm)].map((match) => anchorOf(match[1]!));
      const anchors = [...text(file).matchAll(/\]\(#([^)]+)\)/g)].map((match) => match[1]!);
      assert.deepEqual(
        anchors.filter((anchor) => !headings.includes(anchor)),
        [],
      );
    });
  }
});

/** As GitHub makes it from a heading. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} -]/gu, '')
    .replaceAll(' ', '-');
}
