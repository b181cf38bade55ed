import assert from 'node:assert/strict';
import { readPaths, writePaths } from '../../nodes/parameters/path-list';

describe('the paths of a connection', () => {
  it('are read as a person writes them', () => {
    const paths = readPaths(' availability = /inventory/availability,version=/v1/ping , ');
    assert.deepEqual(
      [...paths!],
      [
        ['availability', '/inventory/availability'],
        ['version', '/v1/ping'],
      ],
    );
    assert.deepEqual([...readPaths(writePaths(paths!))!], [...paths!]);
    assert.deepEqual([...readPaths('')!], []);
  });

  for (const text of [
    'availability',
    '=/x',
    'availability=',
    'availability=x',
    'availability=/a/../b',
    'availability=/a?b=c',
    'Availability=/a',
    'version=/a, version=/b',
    'version=//evil.test/x',
  ]) {
    it(`are none as ${JSON.stringify(text)}`, () => assert.equal(readPaths(text), undefined));
  }
});
