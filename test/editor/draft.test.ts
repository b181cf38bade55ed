import assert from 'node:assert/strict';
import { readDraft, responseOf, writeDraft } from '../../nodes/editor/draft';
import { editorNode } from './stand-in';

describe('closing a dialog with Done', () => {
  const unchanged: Record<string, Record<string, unknown>> = {
    'a new node': { params: {}, sending: {}, path: '', output: {} },
    'a node that stores nothing': {},
    'a node with values': {
      params: { StopDate: { type: 'fixed', value: 'today' }, StartDate: { type: 'msg', value: 'from' } },
      sending: { method: 'POST', body: 'json' },
      path: '/other',
      output: { mode: 'batches', batchSize: 500 },
    },
    'a node that stores defaults': {
      output: { mode: 'all', batchSize: 1000, property: 'payload', dates: 'text', progress: false },
      windows: { kind: 'auto', count: 1 },
      flow: { wait: 'auto', seconds: 30 },
      outputs: 1,
    },
    'a node that tells of its progress': { output: { progress: true }, outputs: 2, windows: { kind: 'week' } },
  };
  for (const [what, stored] of Object.entries(unchanged)) {
    it(`leaves ${what} as it was`, () => {
      const node = editorNode('dataconnect-sales-by-employee', stored);
      const before = JSON.stringify(node);
      writeDraft(node, readDraft(node));
      assert.equal(JSON.stringify(node), before);
    });
  }

  it('stores what was set, and nothing that is blank', () => {
    const node = editorNode('dataconnect-sales-by-employee', { params: {}, sending: {}, output: {} });
    const draft = readDraft(node);
    draft.params.set('StartDate', { type: 'fixed', value: 'today' });
    draft.params.set('StopDate', { type: 'fixed', value: '' });
    draft.output.mode = 'each';
    writeDraft(node, draft);
    assert.deepEqual(node.params, { StartDate: { type: 'fixed', value: 'today' } });
    assert.deepEqual([node.output, node.sending], [{ mode: 'each' }, {}]);
  });

  it('has a second output exactly while progress messages are sent', () => {
    const node = editorNode('dataconnect-list-stores', { output: {}, outputs: 1 });
    const draft = readDraft(node);
    draft.output.progress = true;
    writeDraft(node, draft);
    assert.equal(node.outputs, 2);
    delete draft.output.progress;
    writeDraft(node, draft);
    assert.equal(node.outputs, 1);
  });

  it('does not touch what the node holds while the dialog is open', () => {
    const node = editorNode('dataconnect-list-stores', { output: {} });
    readDraft(node).output.mode = 'each';
    assert.deepEqual(node.output, {});
  });
});

describe('the response a node asks for', () => {
  const response = (stored: object) =>
    responseOf(readDraft(editorNode('dataconnect-list-stores', stored as never)).params);
  it('is Json unless it says otherwise, and unknown when a message says', () => {
    assert.equal(response({}), 'Json');
    assert.equal(response({ params: { Response: { type: 'fixed', value: 'Csv' } } }), 'Csv');
    assert.equal(response({ params: { Response: { type: 'msg', value: 'form' } } }), undefined);
    assert.equal(response({ params: { Response: { type: 'fixed', value: 'Parquet' } } }), undefined);
  });
});
