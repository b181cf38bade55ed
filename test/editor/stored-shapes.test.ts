import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkOutput, checkParams, checkPath } from '../../nodes/editor/check-node';
import { connectionProblem, readConnectionValues, writeConnectionValues } from '../../nodes/editor/connection-values';
import { readDraft, writeDraft } from '../../nodes/editor/draft';
import type { FieldProblem } from '../../nodes/parameters/problem';
import { connectionFieldNames, readStoredConnection } from '../../nodes/stored/stored-connection';
import { groupNames, placeOf, readStoredNode, settingNames } from '../../nodes/stored/stored-node';
import { editorNode, words } from './stand-in';

const anything = fc.oneof(
  fc.jsonValue() as fc.Arbitrary<unknown>,
  fc.constantFrom<unknown>('\x24{NAME}', 'all', 'batches', 'auto', 'day', 'POST', 'true', '5', 5, 0, true, ''),
);
const groups = groupNames.map((group) => {
  const names = settingNames.map(placeOf).filter(([each]) => each === group);
  const fields = names.map(([, name]) => [name, anything] as const);
  return [group, fc.oneof(anything, fc.record(Object.fromEntries(fields), { requiredKeys: [] }))] as const;
});
const parameters = fc.dictionary(
  fc.constantFrom('QuantityMin', 'ProductNames', 'Response', 'Unknown'),
  fc.oneof(anything, fc.record({ type: anything, value: anything }, { requiredKeys: [] })),
);
const anyNode = fc.record(
  { ...Object.fromEntries(groups), params: fc.oneof(anything, parameters), path: anything },
  { requiredKeys: [] },
) as fc.Arbitrary<Record<string, unknown>>;
const anyConnection = fc.record(Object.fromEntries(connectionFieldNames.map((name) => [name, anything])), {
  requiredKeys: [],
}) as fc.Arbitrary<Record<string, unknown>>;

describe('whatever is stored, the dialog', () => {
  it('calls wrong what a run refuses to read', () => {
    fc.assert(
      fc.property(anyNode, (stored) => {
        const node = editorNode('dataconnect-availability', stored);
        const verdicts = [
          checkOutput.call(node, stored.output, {}),
          checkParams.call(node, stored.params, {}),
          checkPath.call(node, stored.path, {}),
        ];
        const final = readStoredNode(stored).faults.filter(({ kind }) => kind !== 'environment-not-set');
        if (final.length > 0) assert.ok(verdicts.some((verdict) => verdict !== true));
        if (readStoredNode({ ...stored, params: {}, path: '' }).faults.length === 0) {
          const { property } = readStoredNode(stored).settings.output;
          assert.ok(verdicts[0] === true || property !== '', JSON.stringify(verdicts[0]));
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('calls the fields of a connection wrong that a run refuses to read', () => {
    fc.assert(
      fc.property(anyConnection, (stored) => {
        const faults: FieldProblem[] = [];
        readStoredConnection(stored, faults);
        for (const { kind, facts } of faults) {
          if (kind === 'environment-not-set') continue;
          assert.ok(connectionProblem(facts.field as 'environment', stored as never, words), JSON.stringify(facts));
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('writes nothing when it is closed with Done', () => {
    fc.assert(
      fc.property(anyNode, anyConnection, (stored, connection) => {
        const node = editorNode('dataconnect-availability', stored);
        const before = JSON.stringify(node);
        writeDraft(node, readDraft(node));
        assert.equal(JSON.stringify(node), before);
        const config = editorNode('dataconnect-connection', connection);
        const configBefore = JSON.stringify(config);
        writeConnectionValues(config, readConnectionValues(config));
        assert.equal(JSON.stringify(config), configBefore);
      }),
      { numRuns: 2000 },
    );
  });
});
