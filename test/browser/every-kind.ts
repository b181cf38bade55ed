/** A way through every kind of dialog, panel and list of ours, for tests that look at all of them. */
import { groupOf, showTab, testConnection } from './dataconnect-dialogs';
import type { EditorPage } from './editor-page';

/** Called when something is in view. @param kind what it is, as a name of a file */
type Look = (kind: string) => Promise<void>;

/** A report with long names and many columns. */
const LONG_NAMES = 'dataconnect-charge-back-summary';
/** Dialogs that no report has. */
const OTHERS = ['dataconnect-request', 'dataconnect-records-to-sql', 'dataconnect-check-up', 'dataconnect-confirm'];
const TABS = ['response', 'output', 'incremental', 'columns', 'preview', 'parameters'] as const;

/** The types that are opened with a value in none of their fields. */
export const OPENED_BLANK = ['dataconnect-availability', 'dataconnect-sales-by-invoice', 'dataconnect-request'];

/** The flows have a node of each type, with a connection to an emulator, and at least one run is over. */
export async function showEveryKind(editor: EditorPage, look: Look): Promise<void> {
  await tabs(editor, look);
  await withPanels(editor, look);
  await tried(editor, look);
  for (const type of OTHERS) {
    await editor.openDialogOf(await editor.nodeOfType(type));
    await look(type);
    await leave(editor, 'node-dialog');
  }
  await sidebar(editor, look);
}

async function tabs(editor: EditorPage, look: Look): Promise<void> {
  await editor.openDialogOf(await editor.nodeOfType(LONG_NAMES));
  for (const tab of TABS) {
    await showTab(editor.page, tab);
    if (tab === 'columns') await editor.page.locator('.dataconnect-columns > li').first().waitFor();
    await look(`report-${tab}`);
  }
  await leave(editor, 'node-dialog');
}

/** Period and Stores, with what opens beside them. */
async function withPanels(editor: EditorPage, look: Look): Promise<void> {
  const { page } = editor;
  await editor.openDialogOf(await editor.nodeOfType('dataconnect-sales-by-invoice'));
  const [period, stores] = [groupOf(page, 'StartDate'), groupOf(page, 'LocationTypeIDs')];
  await period.locator('select').first().selectOption('words');
  await period.locator('input').first().fill('lastt week');
  await look('period-words');
  await period.locator('select').first().selectOption('dates');
  await period.locator('.dataconnect-date button').first().click();
  await page.locator('.dataconnect-examples').waitFor();
  await look('period-dates');
  await page.keyboard.press('Escape');
  await stores.locator('select').first().selectOption('0:Store');
  await stores.locator('.dataconnect-pick button:visible').first().click();
  for (const row of [1, 2]) await page.locator('.dataconnect-choices > li').nth(row).click();
  await look('stores-picking');
  await page.keyboard.press('Escape');
  for (const group of [period, stores]) await group.locator('.dataconnect-switch').click();
  await look('advanced');
  await page.locator('.dataconnect-tab > button:has(.fa-plus)').click();
  await page.locator('.dataconnect-choices > li').first().waitFor();
  await look('filters');
  await page.keyboard.press('Escape');
  await leave(editor, 'node-dialog');
}

/** Records, requests, and the connection with its test and check-up. */
async function tried(editor: EditorPage, look: Look): Promise<void> {
  const { page } = editor;
  await editor.openDialogOf(await editor.nodeOfType('dataconnect-availability'));
  await showTab(page, 'preview');
  await page.locator('.dataconnect-preview-buttons > button').nth(0).click();
  await page.locator('.dataconnect-preview tbody > tr').first().waitFor();
  await look('preview-records');
  await page.locator('.dataconnect-preview-buttons > button').nth(1).click();
  await page.locator('.dataconnect-request summary').first().click();
  await look('preview-requests');
  await page.locator('#node-input-btn-connection-edit').click();
  await page.locator('.red-ui-tray [data-action="test-connection"]').waitFor();
  await page.locator('.dataconnect-limits > summary').click();
  await page.locator('[data-action="check-up"]').click();
  await page.locator('[data-action="ask"]').waitFor();
  await look('check-up');
  await testConnection(page);
  await look('connection');
  await page.locator('select:has(option[value="practice"])').selectOption('practice');
  await look('connection-practice');
  await page.locator('select:has(option[value="practice"])').selectOption('custom');
  await page.locator('#node-config-input-password').fill('wrong');
  await testConnection(page);
  await look('connection-refused');
  await leave(editor, 'node-config-dialog');
  await leave(editor, 'node-dialog');
}

async function sidebar({ page }: EditorPage, look: Look): Promise<void> {
  await page.evaluate("RED.sidebar.show('dataconnect')");
  await page.locator('.dataconnect-sidebar [data-state]').first().waitFor();
  await page.locator('.dataconnect-sidebar .dataconnect-test button').first().click();
  await page.locator('.dataconnect-sidebar .dataconnect-verdict').waitFor();
  await look('sidebar');
  await page.evaluate("RED.sidebar.show('info')");
}

/** Closes the dialog on top with Cancel. */
async function leave({ page }: EditorPage, dialog: 'node-dialog' | 'node-config-dialog'): Promise<void> {
  const tray = await page.locator('.red-ui-tray').last().elementHandle();
  await page.locator(`#${dialog}-cancel`).click();
  await page.waitForFunction((element) => !element?.isConnected, tray);
}
