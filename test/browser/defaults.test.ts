import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import connectionWords from '../../locales/en-US/connection.json';
import dialogWords from '../../locales/en-US/dialog.json';
import { nodeProperties, settingKey } from '../../nodes/stored/stored-node';
import { type Promised, promisedOfConnection, promisedOfNode } from '../stored/promised';
import { showTab } from './dataconnect-dialogs';
import { deployFlows } from './deploy-flows';
import { EditorPage } from './editor-page';
import { sharedChromium } from './shared-chromium';
import { type SharedNodeRed, sharedNodeRed } from './shared-node-red';

/** What the row of a setting shows: what stands in its field, or behind it where it is blank, and its choices. */
interface Shown {
  value: string;
  placeholder: string;
  choices: string[];
}

describe('a dialog that opens for a node of which nothing is stored', () => {
  let nodeRed: SharedNodeRed;
  let browser: Browser;
  let editor: EditorPage;
  before(async () => {
    [nodeRed, browser] = await Promise.all([sharedNodeRed(), sharedChromium()]);
    const { version } = nodeProperties;
    const node = {
      type: 'dataconnect-sales-by-employee',
      version,
      z: 'tab',
      x: 200,
      connection: 'connection',
      wires: [],
    };
    await deployFlows(nodeRed.url, [
      { id: 'tab', type: 'tab', label: 'Defaults' },
      { id: 'connection', type: 'dataconnect-connection' },
      { id: 'node', ...node, y: 60 },
    ]);
    editor = await EditorPage.open(browser, nodeRed.url);
    await editor.stopAnimations();
  });
  after(async () => {
    await editor?.close();
  });

  it('shows what is promised of each of its settings', async () => {
    await editor.openDialogOf(editor.node('node'));
    await showTab(editor.page, 'output');
    for (const [name, promised] of Object.entries(promisedOfNode)) {
      // The list of columns is a table of its own (columns.test.ts).
      if (name === 'columns.list') continue;
      // The number of windows stands in the row of their kind.
      const shown = await shownOf(
        editor.page,
        name === 'windows.count'
          ? ['windows-kind', 'input']
          : [settingKey(name).replace('dialog.', ''), 'input, select'],
        dialogWords,
      );
      assertShown(name, promised, shown);
    }
    await editor.closeDialog();
  });

  it('shows what is promised of the connection', async () => {
    await editor.page.evaluate("RED.editor.editConfig('', 'dataconnect-connection', 'connection')");
    await editor.page.locator('.dataconnect-row label', { hasText: connectionWords.environment! }).waitFor();
    for (const [name, promised] of Object.entries(promisedOfConnection)) {
      if (name === 'tls' || name === 'proxy' || name === 'cluster') continue;
      assertShown(name, promised, await shownOf(editor.page, [name, 'input, select'], connectionWords));
    }
    await editor.closeDialog();
  });
});

function assertShown(
  name: string,
  { byDefault, choices }: Promised,
  { value, placeholder, choices: offered }: Shown,
): void {
  if (choices) assert.deepEqual(offered, choices, name);
  // What stands in a blank field says what blank means.
  if (String(byDefault) === '') assert.equal(value, '', name);
  else assert.equal(value || placeholder, String(byDefault), name);
}

/** @param key of the label in the row, and the field in it */
function shownOf(
  page: Page,
  [key, field]: readonly [string, string],
  words: Readonly<Record<string, string>>,
): Promise<Shown> {
  return page.evaluate<Shown>(`(() => {
    const label = [...document.querySelectorAll('.dataconnect-row label')].find((each) => each.textContent === ${JSON.stringify(words[key])});
    if (!label) throw new Error(${JSON.stringify(`no row has the label of ${key}: ${words[key]}`)});
    const field = label.closest('.dataconnect-row').querySelector(${JSON.stringify(field)});
    const value = field.type === 'checkbox' ? String(field.checked) : field.value;
    const choices = [...(field.options ?? [])].map((option) => option.value);
    return { value, placeholder: field.type === 'text' ? field.placeholder : '', choices };
  })()`);
}
