import assert from 'node:assert/strict';
import { citationProblems, citingFiles, textOf } from './documents';

/** A document that is not there, written so that this file does not cite it. */
const FOREIGN = `${'DESIGN'}.md`;

describe('what a comment rests on', () => {
  it('is in a document of this repository, in a section there is', () => {
    assert.deepEqual(
      citingFiles().flatMap((file) => citationProblems(file, textOf(file))),
      [],
    );
  });

  it('is looked for in every comment of the code', () => {
    const cited = citingFiles().filter(
      (file) => /^nodes\/.*\.ts$/.test(file) && textOf(file).includes('docs/api.md, '),
    );
    assert.ok(cited.length >= 15, cited.join(', '));
  });

  const wrong: [what: string, comment: string][] = [
    ['a document from elsewhere', `/** As ${FOREIGN} says. */`],
    ['a section that is not there', '/** Sent back (docs/api.md' + ', Biscuits). */'],
    ['a section named over two lines', '/**\n * Sent back (docs/api.md' + ',\n * Biscuits).\n */'],
    ['a document without its section', '/** Sent back (docs/api.' + 'md). */'],
    ['the number of an issue', `/** See issu${'e'} 11. */`],
  ];
  for (const [what, comment] of wrong) {
    it(`is not ${what}`, () => {
      assert.equal(citationProblems('nodes/client/session.ts', comment).length, 1);
    });
  }

  it('may be a section whose name is several words', () => {
    const comment = '/**\n * The older pair loses (docs/api.md' + ', Location\n * filter).\n */';
    assert.deepEqual(citationProblems('nodes/extract/location-filter.ts', comment), []);
  });
});
