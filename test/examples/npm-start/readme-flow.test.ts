import assert from 'node:assert/strict';
import type { Browser, Locator } from 'playwright-core';
import { launchChromium } from '../../browser/chromium';
import { type EditorNode, EditorPage } from '../../browser/editor-page';
import { textOf } from '../../docs/documents';
import { startedPlayground } from './shared-playground';

/** A step of the README: what is said, and the words that it marks. */
interface Step {
  text: string;
  bold: string[];
  italic: string[];
  code: string[];
}

/** Does what the README says, with the names that it gives: a label that is another than it says is not found. */
describe("the README's first flow in five minutes, in the editor of npm start", () => {
  const steps = stepsOf('## A first flow in five minutes');
  let browser: Browser;
  let editor: EditorPage;
  /** By the names that the README gives them. */
  const nodes = new Map<string, EditorNode>();
  before(async () => {
    const [{ process }, launched] = await Promise.all([startedPlayground(), launchChromium()]);
    browser = launched;
    editor = await EditorPage.open(browser, process.address('Node-RED'));
  });
  after(() => browser?.close());

  it('has no node among its examples that the editor marks as not configured', async () => {
    const marked = await editor.page.evaluate<string[]>(`(() => {
      const names = [];
      RED.nodes.eachNode((node) => node.valid || names.push(node.id));
      RED.nodes.eachConfig((node) => node.valid || names.push(node.id));
      return names;
    })()`);
    assert.deepEqual(marked, []);
  });

  it('has the five steps that are done here', () => assert.equal(steps.length, 5));

  it('1: drag three nodes onto an empty tab and wire them', async () => {
    const [, second] = nodesOf(steps[0]!);
    const [word] = steps[0]!.italic;
    assert.equal(steps[0]!.bold.at(-1), '+');
    await editor.page.locator('.red-ui-tab-button.red-ui-tabs-add a').click();
    await editor.page.locator('#red-ui-palette-search input').fill(word!);
    assert.ok(await paletteNode(second!).isVisible(), `"${word}" does not find ${second}.`);
    for (const [index, name] of nodesOf(steps[0]!).entries()) {
      const type = await paletteNode(name).getAttribute('data-palette-type');
      nodes.set(name, await editor.drag(type!, 150 + 260 * index, 200));
    }
    const [first, middle, last] = nodesOf(steps[0]!).map((name) => nodes.get(name)!);
    await editor.wire(first!, middle!);
    await editor.wire(middle!, last!);
  });

  it('2: open the node, choose the connection, open it', async () => {
    const [name, field] = steps[1]!.bold;
    await editor.openDialog(nodes.get(name!)!);
    const row = tray().locator('.form-row:has(#node-input-connection)', { hasText: field! });
    assert.equal((await row.locator('option:checked').textContent())!.trim(), steps[1]!.italic[0]);
    assert.match(steps[1]!.text, /press the pencil/);
    await row.locator('a:has(.fa-pencil)').click();
    await editor.settled();
  });

  it('3: test the connection, and close its dialog', async () => {
    const [test, update] = steps[2]!.bold;
    await tray().getByRole('button', { name: test!, exact: true }).click();
    const verdict = tray().locator('.dataconnect-verdict');
    await verdict.waitFor();
    assert.match((await verdict.getAttribute('class')) ?? '', /dataconnect-layer-ok/);
    const layers = (await tray().locator('.dataconnect-test-result').textContent())!.toLowerCase();
    const [, ...named] = /from the (.*?) to the (.*?) that/.exec(steps[2]!.text)!;
    for (const layer of named) assert.ok(layers.includes(layer.toLowerCase()), `${layer} is not in: ${layers}`);
    await close(update!);
  });

  it('4: narrow the report, and deploy', async () => {
    const [tab, add, , done, deploy] = steps[3]!.bold;
    await tray().locator('.red-ui-tab-label, a').getByText(tab!, { exact: true }).click();
    await tray().getByRole('button', { name: add! }).click();
    await editor.page.locator('.dataconnect-choices').getByText(steps[3]!.italic[0]!, { exact: true }).click();
    await tray().locator('.dataconnect-field .red-ui-typedInput-input').last().fill(steps[3]!.code[0]!);
    await close(done!);
    assert.match((await editor.page.locator('#red-ui-header-button-deploy').textContent()) ?? '', new RegExp(deploy!));
    await editor.deploy();
  });

  it('5: press the button, and read the number of records and the records', async () => {
    const [first, middle] = nodesOf(steps[0]!).map((name) => nodes.get(name)!);
    assert.deepEqual(steps[4]!.bold, [nodesOf(steps[0]!)[0]]);
    await editor.openDebugSidebar();
    await editor.pressButton(first!);
    const status = middle!.group.locator('.red-ui-flow-node-status-label');
    await editor.page.waitForFunction(
      (label) => /^\d+ records$/.test(label?.textContent ?? ''),
      await status.elementHandle(),
    );
    const [, records] = /^(\d+) records$/.exec((await status.textContent())!)!;
    // Not the first message: other example flows of the same editor write there too.
    await editor.debugMessages
      .filter({ hasText: `array[${records}]` })
      .first()
      .waitFor();
    await editor.screenshot('readme-flow');
    assert.deepEqual(editor.takeFaults(), []);
  });

  const tray = () => editor.page.locator('.red-ui-tray').last();
  const paletteNode = (name: string): Locator =>
    editor.page
      .locator(
        // Ours have the words they are found by in lines behind the label.
        `.red-ui-palette-node[data-palette-label="${name}"], .red-ui-palette-node[data-palette-label^="${name}\\a "]`,
      )
      .first();
  const close = async (button: string) => {
    const dialog = await tray().elementHandle();
    await tray().locator('.red-ui-tray-toolbar').getByRole('button', { name: button, exact: true }).click();
    await editor.page.waitForFunction((element) => !element?.isConnected, dialog);
    await editor.settled();
  };
});

/** The three nodes that the first step names. */
function nodesOf({ bold }: Step): string[] {
  return bold.slice(0, 3);
}

function stepsOf(heading: string): Step[] {
  const [, section = ''] = textOf('README.md').split(`${heading}\n`);
  const lines = section
    .split('\n## ')[0]!
    .split('\n')
    .filter((line) => /^\d\. /.test(line));
  return lines.map((text) => {
    const marked = (pattern: RegExp) => [...text.matchAll(pattern)].map(([, word]) => word!);
    return {
      text,
      bold: marked(/\*\*(.+?)\*\*/g),
      italic: marked(/(?<!\*)\*([^*]+)\*(?!\*)/g),
      code: marked(/`(.+?)`/g),
    };
  });
}
