import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  groupNames,
  nodeFields,
  nodeProperties,
  placeOf,
  readStoredNode,
  type SettingName,
  settingNames,
  storedSetting,
} from '../../nodes/stored/stored-node';
import { promisedOfNode } from './promised';

const faultsOf = (stored: object) => readStoredNode(stored).faults.map(({ kind, facts }) => `${facts.field}: ${kind}`);

describe('what an endpoint node stores', () => {
  it('has its defaults where it is absent', () => {
    const { params, settings, faults, path, connection } = readStoredNode({ version: nodeProperties.version });
    assert.deepEqual([connection, path, params.size, faults], ['', '', 0, []]);
    for (const [name, { byDefault }] of Object.entries(promisedOfNode)) {
      assert.deepEqual(storedSetting(settings, name as SettingName), byDefault, name);
    }
  });

  it('is taken as it stands, numbers and switches in letters too', () => {
    const { settings, faults } = readStoredNode({
      output: { mode: 'batches', batchSize: '500', progress: 'true' },
      windows: { kind: 'week', count: '2' },
      flow: { wait: 'auto', seconds: '0.5' },
    });
    assert.deepEqual(faults, []);
    assert.deepEqual([settings.output.batchSize, settings.output.progress], [500, true]);
    assert.deepEqual([settings.windows, settings.flow.seconds], [{ kind: 'week', count: 2, share: 'off' }, 0.5]);
  });

  it('has no part in what nobody sees around a path or property', () => {
    const { path, settings } = readStoredNode({ path: ' /lists/stores\u200b', output: { property: '\u200brows ' } });
    assert.deepEqual([path, settings.output.property], ['/lists/stores', 'rows']);
  });

  it('takes a value that stands alone for a fixed one', () => {
    const params = { A: 3, B: 'x', C: false, D: { value: 7 }, E: { type: 'msg', value: 'from' }, F: [101, 102] };
    const read = readStoredNode({ params });
    assert.deepEqual(read.faults, []);
    assert.deepEqual(
      [...read.params].map(([name, { type, value }]) => [name, type, value]),
      [
        ['A', 'fixed', '3'],
        ['B', 'fixed', 'x'],
        ['C', 'fixed', 'false'],
        ['D', 'fixed', '7'],
        ['E', 'msg', 'from'],
        ['F', 'fixed', '101,102'],
      ],
    );
  });

  for (const [what, stored, fault] of [
    ['a choice that is none', { output: { mode: 'rows' } }, 'output.mode: not-a-choice'],
    ['a choice in other letters', { sending: { method: 'post' } }, 'sending.method: not-a-choice'],
    ['a blank choice', { windows: { kind: '' } }, 'windows.kind: not-a-choice'],
    ['a number for a choice', { flow: { wait: 0 } }, 'flow.wait: not-a-choice'],
    ['no body', { sending: { body: null } }, 'sending.body: not-a-choice'],
    ['a kind of date', { output: { dates: 'iso' } }, 'output.dates: not-a-choice'],
    ['a switch that is neither', { sending: { override: 1 } }, 'sending.override: not-boolean'],
    ['batches of none', { output: { mode: 'batches', batchSize: 0 } }, 'output.batchSize: field-not-a-number'],
    ['batches of less', { output: { mode: 'batches', batchSize: -1 } }, 'output.batchSize: field-not-a-number'],
    ['batches of letters', { output: { mode: 'batches', batchSize: 'abc' } }, 'output.batchSize: field-not-a-number'],
    ['blank batches', { output: { mode: 'batches', batchSize: '' } }, 'output.batchSize: field-not-a-number'],
    ['batches of all', { output: { mode: 'batches', batchSize: 1e9 } }, 'output.batchSize: field-not-a-number'],
    ['a list for a number', { output: { batchSize: [5] } }, 'output.batchSize: field-not-a-number'],
    ['windows of none', { windows: { kind: 'day', count: 0 } }, 'windows.count: field-not-a-number'],
    ['no wait at all', { flow: { seconds: 0 } }, 'flow.seconds: field-not-a-number'],
    ['a property that is no text', { output: { property: 5 } }, 'output.property: field-not-text'],
    ['a path that is no text', { path: 5 }, 'path: field-not-text'],
    ['no path', { path: null }, 'path: field-not-text'],
    ['a connection that is no id', { connection: {} }, 'connection: field-not-text'],
    ['no sending', { sending: null }, 'sending: field-not-a-group'],
    ['a list for output', { output: [] }, 'output: field-not-a-group'],
    ['text for windows', { windows: 'day' }, 'windows: field-not-a-group'],
    ['a number for flow', { flow: 30 }, 'flow: field-not-a-group'],
    ['no parameters', { params: null }, 'params: field-not-a-group'],
    ['a source that is none', { params: { A: { type: 'message', value: 'x' } } }, 'params.A.type: not-a-choice'],
    ['a value that is none', { params: { A: { type: 'fixed', value: null } } }, 'params.A: field-not-text'],
    ['nothing for a parameter', { params: { A: null } }, 'params.A: field-not-text'],
    ['an item with a comma in it', { params: { A: ['x,y'] } }, 'params.A: field-not-text'],
    ['a variable that is not set', { output: { mode: '\x24{NOPE}' } }, 'output.mode: environment-not-set'],
    ['a group that is not set', { output: '\x24{NOPE}' }, 'output: environment-not-set'],
    ['a path with a character nobody sees', { path: '/lists/\u200bstores' }, 'path: unseen-character'],
    ['a path that is not set', { path: '\x24{NOPE}' }, 'path: environment-not-set'],
    ['a source that is not set', { params: { A: { type: '$(NOPE)' } } }, 'params.A.type: environment-not-set'],
  ] as const) {
    it(`is refused with ${what}`, () => assert.deepEqual(faultsOf(stored), [fault]));
  }

  it('may hold any number where the choice beside it has no use for one', () => {
    assert.deepEqual(faultsOf({ output: { mode: 'all', batchSize: 0 }, windows: { kind: 'none', count: 0 } }), []);
    assert.deepEqual(faultsOf({ flow: { wait: 'always', seconds: 0 } }), []);
  });

  it('is judged where a variable may give its number a meaning', () => {
    const stored = { output: { mode: '\x24{MODE}', batchSize: 'abc' } };
    assert.ok(faultsOf(stored).includes('output.batchSize: field-not-a-number'));
  });

  it('is read or refused, whatever it is', () => {
    const anything = fc.jsonValue() as fc.Arbitrary<unknown>;
    const fields = groupNames.map((group) => {
      const names = settingNames.map(placeOf).filter(([each]) => each === group);
      const record = fc.record(Object.fromEntries(names.map(([, name]) => [name, anything])), { requiredKeys: [] });
      return [group, fc.oneof(anything, record)] as const;
    });
    const stored = fc.record(
      { ...Object.fromEntries(fields), params: anything, path: anything, connection: anything },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(stored, (node) => {
        const { settings, params, faults } = readStoredNode(node);
        for (const name of settingNames) {
          assert.equal(nodeFields[name].read(storedSetting(settings, name)).kind, 'value', name);
        }
        for (const { value } of params.values()) assert.equal(typeof value, 'string');
        for (const { facts } of faults) assert.equal(typeof facts.field, 'string');
      }),
      { numRuns: 3000 },
    );
  });
});
