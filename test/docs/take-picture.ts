/** How each kind of picture is taken. */
import type { Browser, Page } from 'playwright-core';
import { addFilter, showTab, testConnection } from '../browser/dataconnect-dialogs';
import { EditorPage } from '../browser/editor-page';
import type { Picture, Shown } from './pictures';
import type { Scene } from './scene';

interface Camera {
  scene: Scene;
  browser: Browser;
  /** Where the picture goes. */
  file: string;
}

const SIZE = { width: 1280, height: 720 };
const MARGIN = 40;
/** In the head of the page. */
const NOWHERE = { x: 640, y: 16 };

export async function take(picture: Picture, camera: Camera): Promise<void> {
  const { shows, colors = 'light' } = picture;
  switch (shows.view) {
    case 'mail':
      await mailed(picture, camera);
      return takeMail(picture, camera);
    case 'dashboard':
      await press(picture, camera);
      return takeDashboard(shows, picture, camera);
    default: {
      const editor = await EditorPage.open(camera.browser, camera.scene.nodeRed.url, colors);
      await editor.page.setViewportSize(picture.size ?? SIZE);
      await showFlow(editor, camera.scene);
      if (shows.view === 'debug') await editor.openDebugSidebar();
      if (shows.view === 'canvas') await showNothingBeside(editor);
      await press(picture, camera);
      await takeEditor(shows, editor, camera);
      return editor.close();
    }
  }
}

async function press({ press: labels }: Picture, { scene }: Camera): Promise<void> {
  for (const label of labels) await scene.example.press(scene.example.button(label));
}

/** Presses the buttons and waits until a mail has gone out. */
async function mailed(picture: Picture, camera: Camera): Promise<void> {
  const { example } = camera.scene;
  const from = example.socket.events.length;
  const senders = example.file.nodes.filter(({ type }) => type === 'e-mail').map(({ id }) => id);
  await press(picture, camera);
  await Promise.race(senders.map((id) => example.statusGone(id, from)));
}

async function showFlow({ page }: EditorPage, { example }: Scene): Promise<void> {
  const tab = example.file.nodes.find(({ type }) => type === 'tab')!;
  await page.evaluate(`RED.workspaces.show(${JSON.stringify(tab.id)})`);
}

/** Closes palette and sidebar, so that the whole flow is in view. */
async function showNothingBeside({ page }: EditorPage): Promise<void> {
  await page.setViewportSize({ width: 1600, height: 1200 });
  for (const part of ['palette', 'sidebar']) await page.evaluate(`RED.menu.setSelected('menu-item-${part}', false)`);
  await page.locator('#red-ui-sidebar').waitFor({ state: 'hidden' });
}

async function takeEditor(shows: Shown, editor: EditorPage, { file }: Camera): Promise<void> {
  const { page } = editor;
  if (shows.view === 'debug') await unfoldFirstRecord(editor, shows.column);
  if (shows.view === 'dialog') {
    await editor.openDialog(await editor.nodeOfType(shows.type));
    if (shows.filter) await addFilter(page, shows.filter.parameter, shows.filter.value);
  }
  if (shows.view === 'output') {
    const node = await editor.nodeOfType(shows.type);
    const connection = `RED.nodes.node(RED.nodes.node(${JSON.stringify(node.id)}).connection)`;
    await page.evaluate(`${connection}.fileFolder = ${JSON.stringify(shows.folder)}`);
    await editor.openDialog(node);
    await showTab(page, 'output');
  }
  if (shows.view === 'columns') {
    await editor.openDialog(await editor.nodeOfType(shows.type));
    await showTab(page, 'columns');
    await page.locator('.dataconnect-columns > li').first().waitFor();
    await page.locator('select:visible:has(option[value="mask"])').first().selectOption('mask');
  }
  if (shows.view === 'incremental') {
    await editor.openDialog(await editor.nodeOfType(shows.type));
    await showTab(page, 'incremental');
    await page.locator('.dataconnect-next-run .dataconnect-line').first().waitFor();
  }
  if (shows.view === 'preview') {
    await editor.openDialog(await editor.nodeOfType(shows.type));
    await showTab(page, 'preview');
    await page.locator('.dataconnect-preview-buttons > button').first().click();
    await page.locator('.dataconnect-preview tbody > tr').first().waitFor();
  }
  if (shows.view === 'check-up') {
    await editor.openDialog(await editor.nodeOfType(shows.type));
    await page.locator('#node-input-btn-connection-edit').click();
    await page.locator('[data-action="check-up"]').click();
    await page.locator('[data-action="ask"]').click();
    await page.locator('.dataconnect-check-up .dataconnect-verdict').waitFor();
    const stopDate = page.locator('.dataconnect-questions > li', { hasText: 'StopDate includes' });
    await stopDate.locator('summary').click();
    await stopDate.scrollIntoViewIfNeeded();
  }
  if (shows.view === 'sidebar') {
    await page.evaluate("RED.sidebar.show('dataconnect')");
    await page.locator('.dataconnect-sidebar [data-state="failed"]').nth(2).waitFor();
  }
  if (shows.view === 'practice') {
    await editor.openDialog(await editor.nodeOfType(shows.type));
    await page.locator('#node-input-btn-connection-edit').click();
    await page.locator('select:has(option[value="practice"])').selectOption('practice');
    await testConnection(page);
  }
  // What the mouse rests on may say its name over other things.
  await page.mouse.move(NOWHERE.x, NOWHERE.y);
  await page.locator('.red-ui-popover:not(.red-ui-popover-panel)').first().waitFor({ state: 'hidden' });
  await editor.settled();
  const clip = shows.view === 'canvas' ? await aroundNodes(page) : undefined;
  await page.screenshot({ path: file, ...(clip && { clip }) });
}

async function unfoldFirstRecord(editor: EditorPage, column: string): Promise<void> {
  const message = editor.debugMessages.first();
  await message.waitFor();
  // The list, its first ten records, the first of them.
  for (const level of [0, 1, 2]) await message.locator('.red-ui-debug-msg-object-handle').nth(level).click();
  await message.getByText(column).first().waitFor();
}

async function aroundNodes(page: Page): Promise<{ x: number; y: number; width: number; height: number }> {
  const boxes = await Promise.all(
    (await page.locator('.red-ui-flow-node-group').all()).map((node) => node.boundingBox()),
  );
  const placed = boxes.filter((box) => box !== null);
  const chart = (await page.locator('#red-ui-workspace-chart').boundingBox())!;
  const x = Math.max(chart.x, Math.min(...placed.map((box) => box.x)) - MARGIN);
  const y = Math.max(chart.y, Math.min(...placed.map((box) => box.y)) - MARGIN);
  const right = Math.max(...placed.map((box) => box.x + box.width)) + MARGIN;
  const bottom = Math.max(...placed.map((box) => box.y + box.height)) + MARGIN;
  return { x, y, width: right - x, height: bottom - y };
}

async function takeDashboard(
  { page: path }: Extract<Shown, { view: 'dashboard' }>,
  { size, colors = 'light' }: Picture,
  { scene, browser, file }: Camera,
): Promise<void> {
  const page = await browser.newPage({ viewport: size ?? SIZE, colorScheme: colors });
  await page.goto(new URL(`dashboard/${path}`, scene.nodeRed.url).href);
  await page.locator('canvas').first().waitFor();
  await page.waitForLoadState('networkidle');
  await page.screenshot({ path: file, animations: 'disabled' });
  await page.close();
}

async function takeMail({ size, colors = 'light' }: Picture, { scene, browser, file }: Camera): Promise<void> {
  const mail = scene.mails.at(-1);
  if (!mail?.html) throw new Error(`${scene.example.file.name} sent no mail with HTML.`);
  const page = await browser.newPage({ viewport: size ?? SIZE, colorScheme: colors });
  await page.setContent(mail.html);
  await page.screenshot({ path: file });
  await page.close();
}
