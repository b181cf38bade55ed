import assert from 'node:assert/strict';
import { cleanText, unseenCharacter } from '../../nodes/parameters/clean-text';

describe('pasted text', () => {
  it('is taken without what nobody sees around it', () => {
    for (const around of [' ', '\n', '\t', '\u00a0', '\u200b', '\u200d', '\ufeff', '\u00ad', '\u2028', ' \u200e\r\n']) {
      assert.equal(cleanText(`${around}user${around}`), 'user', JSON.stringify(around));
    }
    assert.equal(cleanText(' \u200b\t'), '');
    assert.equal(cleanText('two words'), 'two words');
  });

  it('is known by what nobody sees inside of it', () => {
    assert.equal(unseenCharacter('1\u200b2'), 'U+200B');
    assert.equal(unseenCharacter('1\t2'), 'U+0009');
    assert.equal(unseenCharacter('x\u{e0041}'), 'U+E0041');
    assert.equal(unseenCharacter('x\u3164'), 'U+3164');
    for (const text of ['', 'two words', 'é', '日本', '👩‍👩‍👧', 'می‌خواهم'])
      assert.equal(unseenCharacter(text), undefined, text);
  });

  it('takes time by its length, however much is cut', () => {
    assert.equal(cleanText(`${' '.repeat(1e6)}x${' '.repeat(1e6)}`), 'x');
  });
});
