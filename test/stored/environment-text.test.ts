import assert from 'node:assert/strict';
import { isEnvironmentText, unresolvedEnvironment } from '../../nodes/stored/environment-text';

describe('text that stands for an environment variable', () => {
  it('is what Node-RED replaces, in both of its forms', () => {
    assert.equal(unresolvedEnvironment('\x24{NOPE}'), 'NOPE');
    assert.equal(unresolvedEnvironment('$(NOPE)'), 'NOPE');
    assert.equal(unresolvedEnvironment('\x24{my-store.id}'), 'my-store.id');
    assert.ok(isEnvironmentText('\x24{A}'));
  });

  it('is nothing else', () => {
    for (const value of [
      '',
      '$',
      '\x24{}',
      '\x24{A B}',
      'x\x24{A}',
      '\x24{A} ',
      '$A',
      5,
      null,
      undefined,
      {},
      ['\x24{A}'],
    ]) {
      assert.equal(unresolvedEnvironment(value), undefined, String(value));
    }
  });
});
