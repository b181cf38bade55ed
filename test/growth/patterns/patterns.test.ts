import assert from 'node:assert/strict';
import path from 'node:path';
import { patternsIn, patternsOf } from './list-patterns';
import { slowPattern } from './slow-pattern';

const nodes = path.join(__dirname, '../../../nodes');

/** `file /pattern/flags` and why it may stay although its shape is slow. */
const ALLOWED = new Map<string, string>([
  [
    'catalogue/label.ts /[A-Z]{2,}s(?![a-z])|[A-Z]{2,}(?![a-z])|[A-Z]?[a-z]+|[A-Z]|\\d+/g',
    'names of our own catalogue, at build and in the dialog',
  ],
  ['catalogue/label.ts /[A-Z].*[A-Z]/', 'a word of a name of our own catalogue'],
  ['catalogue/texts.ts /^([A-Z]+[a-z]+[A-Z]|[A-Z]{2,}[a-z]{2,})\\w*$/', 'a text of our own catalogue'],
  [
    'secrets/finding/secret-forms.ts /^(\\p{L}[\\p{Ll}\\p{M}]*|\\p{Lu}*)([\\s_-]\\p{L}+)*$/u',
    'of texts below 20 characters; each part begins with a sign that none holds',
  ],
  ['client/sign-in/token-endpoint.ts /\\/+$/', 'the address that a person set'],
  ['client/url.ts /\\/+$/', 'the address that a person set'],
  ['build/error-help.ts /__(\\w+?)__/g', 'a sentence of our own, at build'],
  ['errors.ts /__(\\w+?)__/g', 'a sentence of our own'],
  ['runtime/evaluate-source.ts /\\$\\{([^}]+)\\}/g', 'a text of the flow, in which Node-RED searches the same way'],
  ['secrets/finding/unescape.ts //', 'a copy of a pattern that is written above it'],
]);

describe('the regular expressions of the package', () => {
  const all = patternsIn(nodes).map((each) => ({ ...each, name: `${each.file} /${each.source}/${each.flags}` }));

  it('take no longer than the text they read, whatever it is', () => {
    const slow = all.flatMap(({ name, line, source, flags }) => {
      if (ALLOWED.has(name)) return [];
      const reason = source === '' ? 'is put together, so that nobody can tell' : slowPattern(source, flags);
      return reason ? [`${name} in line ${line} ${reason}`] : [];
    });
    assert.deepEqual(slow, []);
  });

  it('are excused only where they are', () => {
    const names = new Set(all.map(({ name }) => name));
    assert.deepEqual(
      [...ALLOWED.keys()].filter((name) => !names.has(name)),
      [],
    );
  });
});

describe('a pattern that can stop Node-RED', () => {
  for (const [pattern, reason] of [
    // What stood in content-check.ts: 270 bytes of comments stopped the process for minutes.
    [/^(<\?xml[^>]*>\s*)?(<!--[\s\S]*?-->\s*)*<(!doctype\s+html|html)[\s>]/i, 'repeats what repeats'],
    [/(a+)*b/, 'repeats what repeats'],
    [/^(\s*x)*$/, 'repeats what repeats'],
    [/^(?:a{1,3})+$/, 'repeats what repeats'],
    [/^(?=(a*)*b)/, 'repeats what repeats'],
    [/^((?:x|y+)z){0,200}$/, 'repeats what repeats'],
    [/^(a|ab?)*$/, 'repeats branches that share characters'],
    [/^(?:\w|\d)+$/, 'repeats branches that share characters'],
    [/^a*a*$/, 'has two repetitions that share characters'],
    [/^\s*,?\s*$/, 'has two repetitions that share characters'],
    [/^[-+]?(\d*)\.?(\d*)$/, 'has two repetitions that share characters'],
    [/^.*,.*;$/, 'has two repetitions that share characters'],
    [/^\w+(?=\d*x)/, 'has two repetitions that share characters'],
    [/^(?:a*|b)a*c/, 'has two repetitions that share characters'],
    [/\s+$/, 'repeats where a search begins anew'],
    [/<[^>]*>/g, 'repeats where a search begins anew'],
    [/^[\s]*x/m, 'repeats where a search begins anew'],
    [/x(?=\s*y)|\n+z/, 'repeats where a search begins anew'],
  ] as const) {
    it(`is known by its shape: ${pattern}`, () => assert.equal(slowPattern(pattern.source, pattern.flags), reason));
  }

  for (const pattern of [
    /^\s+/,
    /\s+/g,
    /^\w+$/,
    /^\d+\.\d+$/,
    /^(?:x?y)*$/,
    /^(?:<[^>]|[^<])*$/,
    /<[^<>]*>/g,
    /^\s*\S+\s*$/,
    /^[ \t]*x/m,
    /^a{1,50}a{1,50}$/,
    /^\p{L}+[^\p{L}]*$/u,
    /^("?)x+\1$/,
    /\u{1F600}+[\]\\]\x41\cA?/u,
    /\s*x/y,
  ]) {
    it(`is told from a good one: ${pattern}`, () =>
      assert.equal(slowPattern(pattern.source, pattern.flags), undefined));
  }

  it('is found wherever it is written', () => {
    const text = [
      'const a = b / c / d; // /comment+/',
      'const e = `/text+/ \u0024{f.replace(/one+/g, "}")} /text+/`;',
      "if (x) return /two[/]+/u.test('/text+/');",
      'const g = new RegExp(h), i = [/three\\//];',
    ].join('\n');
    assert.deepEqual(
      patternsOf(text, 'x').map(({ line, source, flags }) => [line, source, flags]),
      [
        [2, 'one+', 'g'],
        [3, 'two[/]+', 'u'],
        [4, '', ''],
        [4, 'three\\/', ''],
      ],
    );
  });
});
