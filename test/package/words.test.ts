import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { repository } from '../package-files';

/** Words of former days, as they stand in the names of files, and the word there is for it (CONTRIBUTING.md, Words). */
const FORMER: Readonly<Record<string, string>> = {
  lane: 'connection pool',
  pace: 'throttle',
  'time-out': 'timeout',
  'look-up': 'lookup',
  'plan-run': 'make plan',
  'flow-passage': 'delivery',
  'flow-watch': 'delivery tracker',
  'shared-flight': 'single flight',
  'careful-json': 'grammar',
  'json-shape': 'known rows',
  'rows-per-second': 'records per second',
  'ask-service': 'request',
  'ask-runtime': 'request',
};

/** @returns the former words in a text, whether `time-out`, `timeOut` or `TimeOuts` */
function formerWordsIn(text: string): string[] {
  const kebab = text.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
  return Object.keys(FORMER).filter((word) => new RegExp(`(?<![a-z])${word}s?(?![a-z])`).test(kebab));
}

describe('the words of the code', () => {
  const nodes = path.join(repository, 'nodes');
  // The catalogue says what the service says.
  const files = readdirSync(nodes, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && path.dirname(file) !== 'catalogue',
  );

  it('are those that the field has, one for each thing', () => {
    assert.ok(files.length > 150);
    const former = files.flatMap((file) =>
      formerWordsIn(`${file}\n${readFileSync(path.join(nodes, file), 'utf8')}`).map(
        (word) => `${file}: "${word}" is called "${FORMER[word]}"`,
      ),
    );
    assert.deepEqual(former, []);
  });

  it('are found in whatever way they are written', () => {
    const written = ['const connectTimeOut = 1', 'class Lanes {}', '/** A look-up. */', "'./time-outs'", 'FlowWatch'];
    for (const text of written) assert.equal(formerWordsIn(text).length, 1, text);
    for (const text of ['timeout', 'a plane', 'it looks up', 'space', 'planes'])
      assert.deepEqual(formerWordsIn(text), []);
  });
});
