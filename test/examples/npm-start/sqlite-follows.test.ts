import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../../browser/chromium';
import { EditorPage } from '../../browser/editor-page';
import { startScratchNodeRed } from '../../browser/scratch-node-red';
import { isSqliteInstalled } from '../../counterparts/install';
import { COUNTERPARTS, linkCounterparts } from '../../counterparts/link';
import { type Emulator, startEmulator } from '../../emulator';
import type { FlowNode } from '../../flows/node-red';
import { layDownExamples } from '../../playground/example-flows';

describe('the SQLite examples, whose node is installed while a person already works in the editor', () => {
  let emulator: Emulator;
  let nodeRed: Awaited<ReturnType<typeof startScratchNodeRed>>;
  let browser: Browser;
  let editor: EditorPage;
  before(async function () {
    if (!isSqliteInstalled()) return this.skip();
    const others = COUNTERPARTS.filter((counterpart) => counterpart !== 'sqlite');
    [emulator, nodeRed, browser] = await Promise.all([
      startEmulator(),
      startScratchNodeRed((directory) => linkCounterparts(directory, others)),
      launchChromium(),
    ]);
  });
  after(async () => {
    await browser?.close();
    await nodeRed?.stop();
    await emulator?.close();
  });

  const layDown = (before?: readonly string[]) => {
    const { serviceUrl, tokenUrl, credentials } = emulator;
    const places = { serviceUrl, tokenUrl, mailPort: 1, fileFolder: nodeRed.userDirectory };
    const links = { inbox: '', dashboard: '', database: '', emulator: '', files: '' };
    return layDownExamples({ nodeRed, places, credentials, links }, before);
  };
  const flows = async () => (await (await fetch(new URL('flows', nodeRed.url))).json()) as FlowNode[];
  const tabs = async () => (await flows()).filter(({ type }) => type === 'tab').map(({ label }) => String(label));
  let first: Awaited<ReturnType<typeof layDown>>;

  it('are left out at first, with the reason, and all other flows run', async () => {
    first = await layDown();
    const [left] = first.leftOut.filter(({ example }) => /SQLite/.test(example.name));
    assert.match(left?.why ?? '', /sqlite.* is not installed \(yet\)/);
    assert.ok(!(await tabs()).some((label) => /SQLite/.test(label)));
    assert.ok(!nodeRed.log.some((line) => line.includes('Waiting for missing types')));
  });

  it('come in without a new start, and take nothing from what the person has drawn and not deployed', async () => {
    editor = await EditorPage.open(browser, nodeRed.url);
    const drawn = await editor.drag('inject', 300, 600);
    linkCounterparts(nodeRed.userDirectory, ['sqlite']);
    await nodeRed.addPackage('node-red-node-sqlite');
    await editor.page.locator('.red-ui-palette-node[data-palette-type="sqlite"]').waitFor();
    const logged = nodeRed.log.length;
    const second = await layDown(first.examples);
    assert.deepEqual(
      nodeRed.log.slice(logged).filter((line) => line.includes('Stopping flows')),
      [],
      'flows that ran were stopped',
    );
    assert.ok(!second.leftOut.some(({ example }) => /SQLite/.test(example.name)));
    const labels = await tabs();
    assert.equal(labels[1], 'First flow');
    assert.equal(labels[labels.indexOf('Daily sales into SQLite') + 1]?.startsWith('Nightly load'), true);
    await editor.page.getByText('The flows on the server have been updated').waitFor();
    await editor.screenshot(`sqlite-follows-${nodeRed.version}`);
    assert.equal(await drawn.group.count(), 1);
    assert.equal(await editor.isChanged(drawn), true);
  });

  it('and what the person drew is deployed beside them', async () => {
    const { page } = editor;
    await page.locator('#red-ui-header-button-deploy').click();
    await page.getByRole('button', { name: /merge/i }).click();
    await editor.settled();
    await editor.deploy();
    const deployed = await flows();
    assert.ok(deployed.some(({ label }) => label === 'Daily sales into SQLite'));
    assert.ok(deployed.some(({ type, y }) => type === 'inject' && Number(y) > 500));
    // With 409 Node-RED says that the flows on the server are newer, which opens the dialog.
    assert.deepEqual(
      editor.takeFaults().filter((fault) => !fault.includes('409 (Conflict)')),
      [],
    );
  });
});
