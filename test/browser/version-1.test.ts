import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import stored from '../stored/version-1.json';
import { openAndClose, openAndCloseConnection } from './dataconnect-dialogs';
import { deployFlows } from './deploy-flows';
import { EditorPage } from './editor-page';
import { sharedChromium } from './shared-chromium';
import { type SharedNodeRed, sharedNodeRed } from './shared-node-red';

describe('a flow that version 1 stored, in the editor', () => {
  let nodeRed: SharedNodeRed;
  let browser: Browser;
  let editor: EditorPage;
  before(async () => {
    [nodeRed, browser] = await Promise.all([sharedNodeRed(), sharedChromium()]);
    await deployFlows(nodeRed.url, stored);
    editor = await EditorPage.open(browser, nodeRed.url);
    await editor.stopAnimations();
  });
  after(async () => {
    await editor?.close();
  });

  for (const { id, type } of stored.filter((node) => node.type.startsWith('dataconnect-'))) {
    it(`is not changed by a look at ${id}, and exported to the byte`, async () => {
      const look = type === 'dataconnect-connection' ? openAndCloseConnection : openAndClose;
      assert.equal(await look(editor.page, id), false);
      const exported = await editor.page.evaluate<object>(
        `RED.nodes.createExportableNodeSet([RED.nodes.node('${id}')]).find((node) => node.id === '${id}')`,
      );
      assert.equal(JSON.stringify(exported), JSON.stringify(stored.find((node) => node.id === id)));
    });
  }
});
