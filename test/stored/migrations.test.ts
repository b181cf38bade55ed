import assert from 'node:assert/strict';
import { checkOutput, checkParams, checkPath } from '../../nodes/editor/check-node';
import { readConnectionValues, versionProblem, writeConnectionValues } from '../../nodes/editor/connection-values';
import { readDraft, setOrClear, writeDraft } from '../../nodes/editor/draft';
import { editorLibrary } from '../../nodes/editor/editor-library';
import type { FieldProblem } from '../../nodes/parameters/problem';
import { readConnection } from '../../nodes/runtime/connection/connection-settings';
import { connectionSteps, migrate, newestVersion, nodeSteps, type Step } from '../../nodes/stored/migrations';
import { connectionVersion, readStoredConnection, stopDateOf } from '../../nodes/stored/stored-connection';
import { nodeProperties, readStoredNode } from '../../nodes/stored/stored-node';
import { editorNode, words } from '../editor/stand-in';

/** What later releases might do: a property gets a place of its own, then a number another unit. */
const steps: readonly Step[] = [
  ({ chunk, ...node }) => ({ ...node, output: { mode: 'batches', batchSize: chunk } }),
  (node) => {
    const output = node.output as { batchSize: number };
    return { ...node, output: { ...output, batchSize: output.batchSize * 10 } };
  },
];
const connectionOf1 = { environment: 'sandbox', retries: '5' };
const toRc: readonly Step[] = [
  ({ environment, ...rest }) => ({ ...rest, environment: environment === 'sandbox' ? 'rc' : environment }),
];

const garbage = [0, -1, 1.5, '', 'one', null, {}, [1], true, Number.NaN, '1e0'];

describe('a connection of the first version', () => {
  const read = (stored: object) => stopDateOf(readStoredConnection(stored, []).stopDate);

  it('did not know what StopDate is taken for where it stored what all began with', () => {
    for (const stored of [{}, { version: 1 }, { stopDate: 'inclusive' }])
      assert.deepEqual(read(stored), { stopDate: 'inclusive', knowsStopDate: false });
    for (const stopDate of ['exclusive', 'instant'])
      assert.deepEqual(read({ stopDate }), { stopDate, knowsStopDate: true });
    assert.deepEqual(read({ version: 2, stopDate: 'inclusive' }), { stopDate: 'inclusive', knowsStopDate: true });
    assert.deepEqual(read({ version: 2 }), { stopDate: 'inclusive', knowsStopDate: false });
  });
});

describe('a stored version', () => {
  it('is the first where a flow has none, and that of this release in a new node', () => {
    assert.equal(migrate({ chunk: 5 }, steps, [])?.version, 3);
    assert.deepEqual(
      [nodeProperties.version, connectionVersion],
      [newestVersion(nodeSteps), newestVersion(connectionSteps)],
    );
  });

  it('leads through every step that is missing, in order, and through no other', () => {
    const faults: FieldProblem[] = [];
    const from = (stored: object) => migrate({ ...stored }, steps, faults);
    assert.deepEqual(from({ version: 1, chunk: 5 }), { version: 3, output: { mode: 'batches', batchSize: 50 } });
    assert.deepEqual(from({ version: '2', output: { batchSize: 5 } }), { version: 3, output: { batchSize: 50 } });
    assert.deepEqual(from({ version: 3, output: { batchSize: 5 } }), { version: 3, output: { batchSize: 5 } });
    assert.deepEqual(faults, []);
  });

  it('leaves the object of Node-RED as it is', () => {
    const stored = Object.freeze({ chunk: 5, output: Object.freeze({}) });
    migrate(stored, steps, []);
    assert.deepEqual(stored, { chunk: 5, output: {} });
  });

  for (const version of [4, 99, ...garbage]) {
    it(`is refused and not guessed at: ${JSON.stringify(version)}`, () => {
      const { faults, settings, params } = readStoredNode(
        { version, params: { A: 'x' }, output: { mode: 'each' } },
        steps,
      );
      assert.deepEqual(
        faults.map(({ kind, facts }) => [kind, facts.field, facts.newest]),
        [['version-unknown', 'version', 3]],
      );
      assert.deepEqual([settings.output.mode, params.size], ['all', 0]);
    });
  }

  it('of a connection that is refused leads to no host, and its secrets to none', () => {
    const none = { tls: undefined, proxy: { kind: 'none' } } as const;
    const credentials = { username: 'u', password: 'p', clientId: 'c', clientSecret: 's' };
    for (const version of [connectionVersion + 1, ...garbage]) {
      const { settings, problems } = readConnection({ version, environment: 'production' }, credentials, none);
      assert.deepEqual(
        problems.map(({ kind }) => kind),
        ['version-unknown'],
        String(version),
      );
      assert.deepEqual(
        [settings.serviceUrl, settings.tokenUrl, settings.access.reveal().authentication],
        ['', '', { kind: 'password', username: '', password: '', clientId: '', clientSecret: '' }],
      );
    }
  });
});

describe('a node that version 1 stored', () => {
  it('goes on when the flow fails, as it did', () => {
    for (const flow of [undefined, {}, { wait: 'always' }]) {
      assert.equal(readStoredNode({ version: 1, flow }).settings.flow.stopOnFailure, false);
    }
    assert.equal(readStoredNode({ version: 2 }).settings.flow.stopOnFailure, true);
  });

  it('stays as it was as long as nobody changes it', () => {
    const stored = { version: 1, flow: { wait: 'always' }, params: {}, output: {} };
    const node = editorNode('dataconnect-list-stores', structuredClone(stored));
    writeDraft(node, readDraft(node));
    assert.deepEqual(node, editorNode('dataconnect-list-stores', stored));
    const draft = readDraft(node);
    setOrClear(draft, 'flow.stopOnFailure', true);
    writeDraft(node, draft);
    assert.deepEqual([node.version, node.flow], [2, { wait: 'always' }]);
  });
});

describe('a node that an older release stored', () => {
  const older = () =>
    editorNode('dataconnect-list-stores', { version: 1, chunk: 5, path: '/lists/stores', params: {} });

  it('runs and is shown as this release would have stored it', () => {
    assert.equal(readStoredNode(older() as object, steps).settings.output.batchSize, 50);
    assert.deepEqual(readDraft(older(), steps).output, { mode: 'batches', batchSize: 50 });
  });

  it('is not changed by a look at it', () => {
    const node = older();
    writeDraft(node, readDraft(node, steps), steps);
    assert.deepEqual(node, older());
  });

  it('is stored as this release does when a person changes it', () => {
    const node = older();
    const draft = readDraft(node, steps);
    setOrClear(draft, 'output.dates', 'date');
    writeDraft(node, draft, steps);
    const { version, output, path } = node;
    assert.deepEqual([version, output, path], [3, { mode: 'batches', batchSize: 50, dates: 'date' }, '/lists/stores']);
    assert.ok(!('chunk' in node));
    assert.deepEqual(readDraft(node, steps), draft);
  });

  it('is the same for a connection', () => {
    const faults: FieldProblem[] = [];
    const { environment, retries } = readStoredConnection(connectionOf1 as never, faults, toRc);
    assert.deepEqual([environment, retries, faults], ['rc', 5, []]);
    const node = editorNode('dataconnect-connection', connectionOf1);
    const values = readConnectionValues(node, toRc);
    assert.equal(values.environment, 'rc');
    writeConnectionValues(node, values, toRc);
    assert.equal(node.environment, 'sandbox');
    writeConnectionValues(node, { ...values, idleTimeout: '30' }, toRc);
    assert.deepEqual([node.version, node.environment, node.retries, node.idleTimeout], [2, 'rc', '5', 30]);
  });
});

describe('a node that a later release stored', () => {
  const version = newestVersion(nodeSteps) + 1;
  const later = () =>
    editorNode('dataconnect-sales-by-employee', { version, params: 'packed', output: { mode: 'new' } });
  const sentence = (newest: number) =>
    new RegExp(`stored as version ${newest + 1}, which this release does not know: it reads versions up to ${newest}`);

  it('is marked with that alone', () => {
    const node = later();
    assert.match(String(checkOutput.call(node, node.output, {})), sentence(nodeProperties.version));
    assert.deepEqual([checkParams.call(node, node.params, {}), checkPath.call(node, 5, {})], [true, true]);
  });

  it('is said so in the dialog, which writes nothing', () => {
    const node = later();
    const draft = readDraft(node);
    assert.equal(draft.fault?.kind, 'version-unknown');
    setOrClear(draft, 'output.mode', 'each');
    writeDraft(node, draft);
    assert.deepEqual(node, later());
  });

  it('is the same for a connection', () => {
    const stored = { version: connectionVersion + 1, environment: 'elsewhere', retries: 'many' };
    const node = editorNode('dataconnect-connection', stored);
    assert.match(String(editorLibrary.version.call(node, stored.version, {})), sentence(connectionVersion));
    assert.equal(editorLibrary.version.call(node, undefined, {}), true);
    const check = (editorLibrary as never as Record<string, typeof editorLibrary.version>).retries!;
    assert.equal(check.call(node, 'many', {}), true);
    assert.match(versionProblem(stored.version, words)!, sentence(connectionVersion));
    writeConnectionValues(node, { ...readConnectionValues(node), retries: '3' });
    assert.deepEqual(node, editorNode('dataconnect-connection', stored));
  });
});
