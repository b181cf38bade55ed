import assert from 'node:assert/strict';
import { asTree, matching } from '../../nodes/editor/choice-tree';

const categories = [
  { value: '101010', label: 'Android', parent: '1010' },
  { value: '10', label: 'Phones' },
  { value: '1010', label: 'Smart phones', parent: '10' },
  { value: '1020', label: 'Feature phones', parent: '10' },
  { value: '20', label: 'Cases', parent: '99' },
];
const lines = (choices: ReturnType<typeof asTree>) => choices.map(({ depth, label }) => '  '.repeat(depth) + label);

describe('a list of live values', () => {
  it('shows children below their parents, and what has no known parent on top', () => {
    assert.deepEqual(lines(asTree(categories)), [
      'Phones',
      '  Smart phones',
      '    Android',
      '  Feature phones',
      'Cases',
    ]);
  });

  it('keeps what is above a match', () => {
    assert.deepEqual(lines(matching(asTree(categories), 'android')), ['Phones', '  Smart phones', '    Android']);
    assert.deepEqual(lines(matching(asTree(categories), 'feature')), ['Phones', '  Feature phones']);
    assert.deepEqual(lines(matching(asTree(categories), '20')), ['Phones', '  Feature phones', 'Cases']);
    assert.deepEqual(matching(asTree(categories), 'nothing'), []);
  });

  it('wants every word of the search', () => {
    assert.deepEqual(lines(matching(asTree(categories), 'phones smart')), ['Phones', '  Smart phones']);
  });

  it('shows every row once, whatever the parents say', () => {
    const odd = [
      { value: '1', label: 'own parent', parent: '1' },
      { value: '2', label: 'ring a', parent: '3' },
      { value: '3', label: 'ring b', parent: '2' },
      { value: '2', label: 'same value' },
    ];
    assert.deepEqual(
      lines(asTree(odd))
        .map((line) => line.trim())
        .sort(),
      ['own parent', 'ring a', 'ring b', 'same value'],
    );
  });
});
