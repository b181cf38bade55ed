import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ErrorCode, Facts, Phrase } from '../../nodes/errors';
import { DataConnectError } from '../../nodes/errors';
import { keptFailure, readFailure, sayFailure } from '../../nodes/runtime/progress/kept-failure';
import { translateBy, translateError } from '../../nodes/runtime/translate';

/** As a page in that language has it. */
function into(language: string) {
  const folder = path.join(__dirname, '..', '..', 'locales', language);
  return translateBy((key) => {
    const [file, name] = key.slice(key.indexOf(':') + 1).split('.');
    const texts = JSON.parse(readFileSync(path.join(folder, `${file}.json`), 'utf8')) as Record<string, string>;
    return texts[name!];
  });
}

/** Through a file and back. */
const kept = (error: DataConnectError, more: Phrase[] = []) =>
  readFailure(JSON.parse(JSON.stringify(keptFailure(error, more))))!;

describe('a failure that is kept', () => {
  const inFrench = into('fr');

  it('is said with what came of the batches before it', () => {
    const error = new DataConnectError('TIMEOUT', { path: '/x' });
    const text = sayFailure(kept(error, [{ phrase: 'handed-on-before', facts: { batches: 3 } }]), inFrench);
    assert.ok(text.startsWith(translateError(error, inFrench)));
    assert.match(text, / 3\. /);
  });

  it('is said in English where nothing else is known', () => {
    const error = new DataConnectError('AUTH_FAILED', { step: 'password', reason: { phrase: 'reason-token-refused' } });
    assert.equal(
      sayFailure(kept(error), () => undefined),
      error.message,
    );
  });

  it('keeps nothing that is not said, and not more of it than a person reads', () => {
    const facts: Facts = { path: '/x', host: 'h', detail: 'd'.repeat(100_000), secretly: 'unsaid' };
    const failure = kept(new DataConnectError('API_ERROR', facts), Array(1000).fill({ phrase: 'and-more' }));
    assert.equal('secretly' in failure.facts, false);
    assert.ok(JSON.stringify(failure).length < 5000, JSON.stringify(failure));
    assert.ok(sayFailure(failure, inFrench).length <= 2000);
  });

  it('is read whatever stands in the file', () => {
    let deep: unknown = { phrase: 'and-more' };
    for (let level = 0; level < 10_000; level++) deep = { phrase: 'and-more', facts: { count: deep } };
    const nonsense: unknown[] = [null, 7, 'x', [], {}, [null], { phrase: 'no such' }, { phrase: '__proto__' }];
    const strange = [
      ...nonsense,
      deep,
      { labels: 7 },
      { labels: [null, { key: 1 }] },
      { phrase: 'and-more', facts: 7 },
    ];
    for (const code of ['NETWORK', 'SIGNED_IN']) {
      for (const each of strange) {
        const failure = readFailure({ code, facts: { host: each, user: each, reason: [each] }, more: [each] });
        assert.equal(typeof sayFailure(failure!, inFrench), 'string');
      }
      for (const facts of nonsense) assert.equal(readFailure({ code, facts, more: facts })?.code, code);
    }
    for (const each of [...nonsense, { code: 'NO_SUCH' }, { code: 'toString' }, { code: 7 as never as ErrorCode }]) {
      assert.equal(readFailure(each), undefined);
    }
  });
});
