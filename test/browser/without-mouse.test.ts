import assert from 'node:assert/strict';
import { type Emulator, endForPeople, startEmulator } from '../emulator';
import { groupOf } from './dataconnect-dialogs';
import { EditorPage } from './editor-page';
import { Keyboard } from './keyboard';
import { isTrouble, nodeRedVersion } from './node-red-process';
import { type ScratchNodeRed, startScratchNodeRed } from './scratch-node-red';
import { sharedChromium } from './shared-chromium';

/** Each of the suites that run this shows the dialogs in one of the two themes. */
const theme = nodeRedVersion.startsWith('4') ? 'light' : 'dark';

/** From an empty flow to records, over the controls of ours on the way; at each stop the focus must be seen. */
describe('a person who has no mouse', () => {
  let emulator: Emulator;
  /** Of its own: the sidebar shows the runs of others as well. */
  let nodeRed: ScratchNodeRed;
  let editor: EditorPage;
  let keyboard: Keyboard;
  before(async () => {
    const worldEnd = endForPeople(Date.now());
    const [started, scratch, browser] = await Promise.all([
      startEmulator({ worldEnd }),
      startScratchNodeRed(),
      sharedChromium(),
    ]);
    [emulator, nodeRed] = [started, scratch];
    editor = await EditorPage.open(browser, nodeRed.url, theme);
    await editor.stopAnimations();
    keyboard = new Keyboard(editor);
  });
  after(async () => {
    await editor?.close();
    await nodeRed?.stop();
    await emulator?.close();
  });

  it('adds nodes, wires them, and opens a dialog', async () => {
    await addNodes(keyboard);
    await openDialog(keyboard);
  });

  it('makes a connection, tests it, and asks how the service behaves', () => makeConnection(keyboard, emulator));

  it('chooses a period and stores', async () => {
    await choosePeriod(keyboard);
    await chooseStores(keyboard);
  });

  it('goes through every tab', () => goThroughTabs(keyboard));

  it('ticks, renames and moves columns', () => shapeColumns(keyboard));

  it('previews, and reads what would be sent', () => preview(keyboard));

  it('deploys, runs, and finds the run in the sidebar', async () => {
    const { page } = editor;
    await page.keyboard.press('Control+Enter');
    await page.locator('.red-ui-tray').waitFor({ state: 'detached' });
    await runAndLook(keyboard);
    assert.deepEqual(editor.takeFaults(), []);
    assert.deepEqual(nodeRed.log.filter(isTrouble), []);
  });
});

/** The order of the wires is that of the nodes in the flow. */
async function addNodes(keyboard: Keyboard): Promise<void> {
  const { page } = keyboard.editor;
  for (const [typed, label] of [
    ['inject', 'inject'],
    ['sales by location', 'Sales by location'],
    ['debug', 'debug'],
  ] as const) {
    await keyboard.act('Add a node by keyboard');
    await page.locator('#red-ui-type-search-input:focus').waitFor();
    await page.keyboard.type(typed);
    await page.locator('#red-ui-type-search li:visible').first().getByText(label).waitFor();
    await page.keyboard.press('Enter');
    await page.locator('#red-ui-type-search').waitFor({ state: 'hidden' });
  }
  await page.keyboard.press('Control+a');
  await keyboard.act('Wire Series Of Nodes');
  await page.waitForFunction('RED.nodes.filterLinks({}).length === 2');
}

async function openDialog({ editor: { page } }: Keyboard): Promise<void> {
  await page.keyboard.press('Escape');
  const selected = () => page.evaluate<string | undefined>('RED.view.selection().nodes?.[0].type');
  for (let presses = 0; (await selected()) !== 'dataconnect-sales-by-location' && presses < 3; presses++) {
    await page.keyboard.press('ArrowRight');
  }
  await page.keyboard.press('Enter');
  await page.locator('#node-dialog-ok').waitFor();
  await page.waitForFunction("document.activeElement.closest('.red-ui-tray-body')");
}

async function makeConnection(keyboard: Keyboard, emulator: Emulator): Promise<void> {
  const { page } = keyboard.editor;
  const { username, password, clientId, clientSecret } = emulator.credentials;
  await keyboard.goTo(page.locator('#node-input-btn-connection-add'));
  await page.keyboard.press('Enter');
  const test = page.locator('[data-action="test-connection"]');
  await test.waitFor();
  await page.waitForFunction("document.activeElement.closest('.red-ui-tray:last-child .red-ui-tray-body')");
  await keyboard.goTo(page.locator('select:has(option[value="custom"])'));
  await keyboard.choose('custom');
  const fields = { serviceUrl: emulator.serviceUrl, tokenUrl: emulator.tokenUrl };
  for (const [name, value] of Object.entries(fields)) {
    await keyboard.goTo(page.locator(`input[data-field="${name}"]`));
    await keyboard.write(value);
  }
  for (const [name, value] of Object.entries({ username, password, clientId, clientSecret })) {
    await keyboard.goTo(page.locator(`#node-config-input-${name}`));
    await keyboard.write(value);
  }
  // Its package is not installed here.
  assert.equal(await page.locator('#node-config-input-cluster').isVisible(), false);
  await keyboard.goTo(test);
  await keyboard.press('Enter');
  await page.locator('.dataconnect-verdict.dataconnect-layer-ok').waitFor();
  await keyboard.isAt(test);
  await checkUp(keyboard);
  await keyboard.goTo(page.locator('.dataconnect-limits > summary'));
  await keyboard.press('Enter');
  await keyboard.walkThrough(page.locator('.dataconnect-limits'));
  await keyboard.goTo(page.locator('#node-config-dialog-ok'), 'Shift+Tab');
  await page.keyboard.press('Enter');
  await keyboard.isAt(page.locator('#node-input-btn-connection-add'));
}

async function checkUp(keyboard: Keyboard): Promise<void> {
  const { page } = keyboard.editor;
  const action = (name: string) => page.locator(`[data-action="${name}"]`);
  await keyboard.goTo(action('check-up'));
  await keyboard.press('Enter');
  await action('ask').waitFor();
  await keyboard.isAt(action('ask'));
  await keyboard.press('Enter');
  await page.locator('.dataconnect-check-up .dataconnect-verdict').waitFor();
  await keyboard.isAt(page.locator('.dataconnect-questions'));
  await keyboard.press('Tab', 'Enter');
  assert.equal(await page.locator('.dataconnect-questions details[open]').count(), 1);
  await keyboard.goTo(page.locator('.dataconnect-check-up .dataconnect-buttons button').last());
  await keyboard.press('Enter');
  await keyboard.isAt(action('check-up'));
}

/** Arrow keys go over words and dates, whose fields come and leave the keyboard where it is. */
async function choosePeriod(keyboard: Keyboard): Promise<void> {
  const { page } = keyboard.editor;
  const period = groupOf(page, 'StartDate');
  const choice = period.locator('select').first();
  await keyboard.goTo(choice);
  await keyboard.press('End');
  await keyboard.isAt(choice);
  assert.equal(await choice.inputValue(), 'dates');
  await keyboard.press('Tab', 'Tab');
  const calendar = period.locator('.dataconnect-date button').first();
  await keyboard.isAt(calendar);
  for (const leave of ['Escape', 'Shift+Tab'] as const) {
    await keyboard.press('Enter');
    await keyboard.isAt(page.locator('.dataconnect-examples > button').first());
    // Before the words there are the button and the parts of the date.
    for (let presses = 0; (await page.locator('.dataconnect-panel').isVisible()) && presses < 9; presses++) {
      await keyboard.press(leave);
    }
    await keyboard.isAt(calendar);
  }
  await keyboard.press('Enter');
  await keyboard.isAt(page.locator('.dataconnect-examples > button').first());
  await keyboard.press('ArrowDown', 'Enter');
  await keyboard.isAt(calendar);
  assert.equal(await period.getByRole('textbox', { name: 'From', exact: true }).inputValue(), 'yesterday');
  assert.equal(await page.locator('#node-dialog-ok').count(), 1);
  await keyboard.goTo(choice, 'Shift+Tab');
  await keyboard.choose('yesterday');
}

async function chooseStores(keyboard: Keyboard): Promise<void> {
  const { page } = keyboard.editor;
  const stores = groupOf(page, 'LocationTypeIDs');
  const choice = stores.locator('select').first();
  await keyboard.goTo(choice);
  await keyboard.choose('0:Store');
  const pick = stores.getByLabel('Pick a value for Which');
  await keyboard.goTo(pick);
  await keyboard.press('Enter');
  await page.locator('.dataconnect-choices > li').nth(2).waitFor();
  await keyboard.isAt(page.locator('.dataconnect-search'));
  await keyboard.press('Enter', 'ArrowDown', 'Enter', 'Tab');
  await keyboard.isAt(pick);
  const remove = stores.locator('.dataconnect-names button');
  assert.equal(await remove.count(), 2);
  await keyboard.goTo(remove.last());
  await keyboard.press('Enter');
  await keyboard.isAt(stores.locator('.dataconnect-pick input:visible'));
  await keyboard.goTo(choice, 'Shift+Tab');
  await keyboard.choose('');
}

/** One stop for all tabs; arrows and the ends of the row choose among them. */
async function goThroughTabs(keyboard: Keyboard): Promise<void> {
  const { page } = keyboard.editor;
  const tab = (name: string) => page.locator(`a[href="#dataconnect-${name}"]`);
  await keyboard.goTo(tab('parameters'), 'Shift+Tab');
  for (const [key, name] of [
    ['End', 'preview'],
    ['ArrowRight', 'parameters'],
    ['ArrowLeft', 'preview'],
    ['Home', 'parameters'],
    ['ArrowRight', 'response'],
    ['ArrowRight', 'output'],
    ['ArrowRight', 'incremental'],
  ] as const) {
    await keyboard.press(key);
    await keyboard.isAt(tab(name));
    await page.locator(`.dataconnect-tab[role="tabpanel"]:visible`).waitFor();
    if (key !== 'ArrowRight') continue;
    await keyboard.walkThrough(page.locator('.dataconnect-tab:visible'));
    await keyboard.goTo(tab(name), 'Shift+Tab');
  }
}

async function shapeColumns(keyboard: Keyboard): Promise<void> {
  const { page } = keyboard.editor;
  await keyboard.press('ArrowRight');
  const boxes = page.locator('.dataconnect-columns input[type="checkbox"]');
  await boxes.nth(2).waitFor();
  const names = () => page.locator('.dataconnect-column-name').allTextContents();
  const before = await names();
  await keyboard.goTo(boxes.first());
  await keyboard.press('Alt+ArrowDown', 'Space', 'Tab');
  assert.deepEqual((await names()).slice(0, 2), [before[1], before[0]]);
  assert.equal(await boxes.nth(1).isChecked(), false);
  await keyboard.write('other name');
  await keyboard.press('Tab', 'Tab', 'Enter');
  assert.deepEqual(await names(), before);
  await keyboard.editor.screenshot(`without-mouse-columns-${nodeRedVersion}`);
  await keyboard.goTo(page.getByRole('button', { name: 'As in the catalogue' }), 'Shift+Tab');
  await keyboard.press('Enter');
}

async function preview(keyboard: Keyboard): Promise<void> {
  const { page } = keyboard.editor;
  await keyboard.goTo(page.locator('a[href="#dataconnect-columns"]'), 'Shift+Tab');
  await keyboard.press('ArrowRight');
  const [run, dryRun] = [0, 1].map((place) => page.locator('.dataconnect-preview-buttons > button').nth(place));
  await keyboard.goTo(run!);
  await keyboard.press('Enter');
  await page.locator('.dataconnect-preview tbody tr').nth(2).waitFor();
  await keyboard.isAt(run!);
  await keyboard.press('Tab', 'Tab', 'ArrowDown');
  await keyboard.isAt(page.locator('.dataconnect-preview-region'));
  await keyboard.editor.screenshot(`without-mouse-preview-${nodeRedVersion}`);
  await keyboard.goTo(dryRun!, 'Shift+Tab');
  await keyboard.press('Enter');
  await page.locator('.dataconnect-request').first().waitFor();
  await keyboard.isAt(dryRun!);
  await keyboard.press('Tab', 'Enter');
  assert.equal(await page.locator('.dataconnect-request details[open]').count(), 1);
}

/** Deploys, presses the button of the inject node, and does with the run what the sidebar lets a person do. */
async function runAndLook(keyboard: Keyboard): Promise<void> {
  const { page } = keyboard.editor;
  await page.keyboard.press('Control+d');
  await page.locator('#red-ui-header-button-deploy.disabled').waitFor();
  await page.keyboard.press('ArrowLeft');
  await keyboard.act('Trigger Selected Nodes Action');
  await keyboard.act('Show the DataConnect runs');
  const sidebar = page.locator('.dataconnect-sidebar');
  await keyboard.isAt(sidebar);
  const ended = sidebar.locator('[data-state="records"]');
  await ended.first().waitFor();
  await keyboard.walkThrough(sidebar);
  const copy = sidebar.locator('.dataconnect-diagnostics-part button');
  const again = ended.last().locator('.dataconnect-actions button');
  await keyboard.goTo(again, 'Shift+Tab');
  await keyboard.press('Enter');
  await ended.nth(1).waitFor();
  await keyboard.isAt(again);
  await keyboard.goTo(sidebar.locator('.dataconnect-test button'), 'Shift+Tab');
  await keyboard.press('Enter');
  await sidebar.locator('.dataconnect-verdict').waitFor();
  await keyboard.goTo(copy, 'Shift+Tab');
  await keyboard.press('Enter');
  await sidebar.locator('textarea').waitFor();
  await keyboard.isAt(copy);
  await keyboard.editor.screenshot(`without-mouse-sidebar-${nodeRedVersion}`);
}
