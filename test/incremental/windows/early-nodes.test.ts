import assert from 'node:assert/strict';
import { earlyWorkOf } from '../../../nodes/incremental/windows/early-nodes';
import { shapes } from '../../flows/window-shapes';

/** Nobody can know it of a node of a stranger. */
const UNKNOWN = 'a node that calls done before its work';

/** The sequence is whole here; the settings of the node do not show that it always is. */
const WHOLE = 'a switch that repairs sequences';

describe('nodes that are done before their work', () => {
  const places = { server: 'http://127.0.0.1:1', nobody: 'http://127.0.0.1:1', folder: '' };
  for (const { name, nodes, tooEarly } of shapes) {
    const isFound = name === WHOLE || (tooEarly !== undefined && tooEarly !== UNKNOWN);
    it(`are ${isFound ? '' : 'not '}found in ${name}`, () => {
      const works = nodes(places).flatMap((node) => earlyWorkOf(node) ?? []);
      assert.equal(works.length > 0, isFound);
    });
  }

  it('are no trigger without a second message, no reply by TCP', () => {
    assert.equal(earlyWorkOf({ type: 'trigger', op2type: 'nul' }), undefined);
    assert.equal(earlyWorkOf({ type: 'tcp out', beserver: 'reply' }), undefined);
  });
});
