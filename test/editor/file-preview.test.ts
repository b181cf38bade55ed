import assert from 'node:assert/strict';
import { endpointById } from '../../nodes/catalogue';
import type { DialogContext } from '../../nodes/editor/dialog-context';
import { readDraft } from '../../nodes/editor/draft';
import { filePreview } from '../../nodes/editor/file-preview';
import { editorNode } from './stand-in';

describe('the file that a dialog foresees', () => {
  const stored = { output: { mode: 'file', file: '{report}' }, params: { Response: { type: 'fixed', value: 'Csv' } } };

  /** Of a dialog with nothing but a node and its connection. */
  function foreseen(environment: string): string | undefined {
    const context = {
      endpoint: endpointById('list-stores'),
      draft: readDraft(editorNode('dataconnect-list-stores', stored)),
      connection: () => editorNode('dataconnect-connection', { environment, fileFolder: '/data/reports' }),
      zone: () => 'UTC',
    };
    return filePreview(context as unknown as DialogContext);
  }

  it('is below the allowed folder, and marked where all of it is invented', () => {
    assert.equal(foreseen('production'), '/data/reports/Stores.csv');
    assert.equal(foreseen('practice'), '/data/reports/practice-Stores.csv');
  });
});
