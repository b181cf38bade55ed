/**
 * Takes the README's pictures anew, in a real editor and against the emulator: `npx tsx test/docs/take-pictures.ts`.
 * Look at them before you commit them.
 */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { launchChromium } from '../browser/chromium';
import { addFilter } from '../browser/dataconnect-dialogs';
import { EditorPage } from '../browser/editor-page';
import { startScratchNodeRed } from '../browser/scratch-node-red';
import { startEmulator } from '../emulator';
import { repository } from '../package-files';
import { layDownExamples } from '../playground/example-flows';

const FOLDER = path.join(repository, 'docs', 'pictures');
const SIZE = { width: 1280, height: 720 };

async function takePictures(): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  const [emulator, nodeRed, browser] = await Promise.all([startEmulator(), startScratchNodeRed(), launchChromium()]);
  try {
    await layDownExamples(nodeRed, emulator);
    const editor = await EditorPage.open(browser, nodeRed.url);
    await editor.page.setViewportSize(SIZE);
    await takeFlow(editor);
    await takeDialog(editor);
  } finally {
    await browser.close();
    await nodeRed.stop();
    await emulator.close();
  }
}

/** The first flow with its records in the debug sidebar. */
async function takeFlow(editor: EditorPage): Promise<void> {
  await editor.openDebugSidebar();
  await editor.pressButton(await editor.nodeOfType('inject'));
  const message = editor.debugMessages.first();
  await message.waitFor();
  // The list, its first ten records, the first of them.
  for (const level of [0, 1, 2]) await message.locator('.red-ui-debug-msg-object-handle').nth(level).click();
  await message.getByText('ProductSKU').first().waitFor();
  await editor.settled();
  await editor.page.screenshot({ path: path.join(FOLDER, 'first-flow.png') });
}

/** The dialog of an endpoint node with two filters. */
async function takeDialog(editor: EditorPage): Promise<void> {
  await editor.openDialog(await editor.nodeOfType('dataconnect-availability'));
  await addFilter(editor.page, 'ProductNames', 'iPhone XS Max 128 GB');
  await editor.settled();
  await editor.page.screenshot({ path: path.join(FOLDER, 'dialog.png') });
}

takePictures().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
