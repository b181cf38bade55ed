/** The Node-RED editor as a person uses it: with mouse and keyboard. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { recordOutput } from '../secrets/transcript';
import { leavePage, takePage } from './page-stock';

const SCREENSHOTS = path.join(__dirname, 'screenshots');
/**
 * Node-RED fills the trees of its sidebars in steps, scrolls to a line of them 200 ms later, and stumbles over one that
 * was made anew meanwhile or is not there yet; version 5 shows tips in a sidebar that is not there yet.
 */
const NODE_REDS_OWN =
  /reading '(?:label|checkbox)'\)\s+at (?:V\S+\.select \()?\S+\/red\/red\.min\.js|cannot call methods on editableList prior to initialization|reading 'html'\)\s+at a \(\S+\/red\/red\.min\.js|reading 'offset'\)\s+at \S+\.reveal \(\S+\/red\/red\.min\.js/;

export interface EditorNode {
  id: string;
  /** The node's group in the drawing. */
  group: Locator;
}

export interface EditorOpening {
  /** Language tag; without one, that of the browser. */
  language?: string;
  /** Called before the page is loaded. */
  prepare?: (page: Page) => Promise<void>;
}

export class EditorPage {
  private constructor(
    readonly page: Page,
    /** What the page reported as uncaught errors and as errors on its console. */
    private readonly faults: string[],
  ) {}

  /** Opens the editor, and records all that the page receives: answers, web socket frames, console. */
  static async open(
    browser: Browser,
    url: string,
    colorScheme: 'light' | 'dark' = 'light',
    { language, prepare }: EditorOpening = {},
  ): Promise<EditorPage> {
    const page = await takePage(browser, {
      colorScheme,
      // Node-RED 5 keeps the choice of its user settings here, and follows the system only when it is asked to.
      stored: { 'view-dark-theme': 'auto', ...(language && { 'editor-language': language }) },
      isForOne: prepare !== undefined,
    });
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(String(error.stack ?? error)));
    page.on('console', (line) => {
      recordOutput('page', line.text());
      if (line.type() === 'error') faults.push(line.text());
    });
    page.on('response', async (response) => {
      if (!/json|text\/plain/.test(response.headers()['content-type'] ?? '')) return;
      const body = await response.text().catch(() => '');
      // Apart: many addresses have the same long body behind them, which the transcript keeps once.
      recordOutput('admin', `${response.status()} ${response.url()}`);
      recordOutput('admin', body);
    });
    page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => recordOutput('status', payload)));
    await prepare?.(page);
    await page.goto(url);
    await isLoaded(page);
    return new EditorPage(page, faults);
  }

  /** Shows it in the other theme, where Node-RED has one. */
  async paint(colorScheme: 'light' | 'dark'): Promise<void> {
    await this.page.emulateMedia({ colorScheme });
  }

  /** Loads the page once more, in a language. */
  async reloadIn(language: string): Promise<void> {
    await this.page.evaluate((tag) => localStorage.setItem('editor-language', tag), language);
    await this.page.reload();
    await isLoaded(this.page);
  }

  /** @returns the faults since the last call, but for that of Node-RED's own */
  takeFaults(): string[] {
    return this.faults.splice(0).filter((fault) => !NODE_REDS_OWN.test(fault));
  }

  async close(): Promise<void> {
    await leavePage(this.page);
  }

  /** @param name file name without extension; the folder is not part of the repository */
  async screenshot(name: string): Promise<void> {
    mkdirSync(SCREENSHOTS, { recursive: true });
    await this.page.screenshot({ path: path.join(SCREENSHOTS, `${name}.png`) });
  }

  /** Looks for a node in the palette and drags it to a place of the canvas. */
  async drag(type: string, x: number, y: number): Promise<EditorNode> {
    const search = this.page.locator('#red-ui-palette-search input');
    await search.fill(type);
    const node = await this.dragFromPalette(type, x, y);
    await search.fill('');
    return node;
  }

  /** Drags a node from where the palette has it. */
  async dragFromPalette(type: string, x: number, y: number): Promise<EditorNode> {
    const before = await this.nodeIds();
    const entry = this.page.locator(`.red-ui-palette-node[data-palette-type="${type}"]`);
    await entry.scrollIntoViewIfNeeded();
    const canvas = (await this.page.locator('#red-ui-workspace-chart').boundingBox())!;
    await this.moveMouse(await middleOf(entry), { x: canvas.x + x, y: canvas.y + y });
    const id = (await this.nodeIds()).find((each) => !before.includes(each));
    if (!id) throw new Error(`Dragging ${type} onto the canvas made no node.`);
    return this.node(id);
  }

  /** The first node of a type that the flows have. */
  async nodeOfType(type: string): Promise<EditorNode> {
    const id = await this.page.evaluate<string>(`RED.nodes.filterNodes({ type: ${JSON.stringify(type)} })[0].id`);
    return this.node(id);
  }

  node(id: string): EditorNode {
    return { id, group: this.page.locator(`[id="${id}"]`) };
  }

  /** Draws a wire from the first output of one node to the input of another. */
  async wire(from: EditorNode, to: EditorNode): Promise<void> {
    const output = from.group.locator('.red-ui-flow-port-output .red-ui-flow-port').first();
    const input = to.group.locator('.red-ui-flow-port-input .red-ui-flow-port');
    await this.moveMouse(await middleOf(output), await middleOf(input));
  }

  /** Opens a node's dialog with a double click. */
  async openDialog(node: EditorNode): Promise<void> {
    const { x, y } = await middleOf(node.group.locator('.red-ui-flow-node'));
    await this.page.mouse.dblclick(x, y);
    await this.page.locator('#node-dialog-ok').waitFor();
    await this.settled();
    // Node-RED moves the focus into the dialog some time after it has come; keys pressed before that go astray.
    await this.page.waitForFunction("document.activeElement.closest('.red-ui-tray-body')");
  }

  /** Opens a node's dialog without the mouse, for nodes that are not in view. */
  async openDialogOf(node: EditorNode): Promise<void> {
    await this.page.evaluate(`RED.editor.edit(RED.nodes.node(${JSON.stringify(node.id)}))`);
    await this.page.locator('#node-dialog-ok').waitFor();
    await this.settled();
  }

  /** Lets dialogs appear and go at once, with no sliding. */
  async stopAnimations(): Promise<void> {
    await this.page.addStyleTag({ content: '* { transition: none !important; animation: none !important; }' });
    await this.page.evaluate('jQuery.fx.off = true');
  }

  /** Closes the dialog on top with Done, Add or Update. */
  async closeDialog(): Promise<void> {
    const tray = this.page.locator('.red-ui-tray').last();
    const dialog = await tray.elementHandle();
    await tray.locator('.red-ui-tray-toolbar button.primary').click();
    await this.page.waitForFunction((element) => !element?.isConnected, dialog);
    await this.settled();
  }

  /** Presses Deploy and waits until Node-RED has said that it is done. */
  async deploy(): Promise<void> {
    const deployed = this.page.waitForResponse(
      (answer) => /\/flows$/.test(answer.url()) && answer.request().method() === 'POST',
    );
    await this.page.locator('#red-ui-header-button-deploy').click();
    const answer = await deployed;
    if (!answer.ok()) throw new Error(`Deploying was answered with ${answer.status()}: ${await answer.text()}`);
    // The button rests while it deploys, too; the marks of changes go with the answer.
    await this.page.waitForFunction(
      "!RED.nodes.dirty() && !RED.nodes.filterNodes({}).some(({ changed }) => changed) && document.querySelector('#red-ui-header-button-deploy.disabled')",
    );
  }

  /** Presses a node's own button, as that of an inject node. */
  async pressButton(node: EditorNode): Promise<void> {
    await node.group.locator('.red-ui-flow-node-button-button').click();
  }

  /** Opens the debug sidebar; messages that come later are in `debugMessages`. */
  async openDebugSidebar(): Promise<void> {
    await this.page.evaluate("RED.sidebar.show('debug')");
    await this.page.locator('.red-ui-debug-content-list').waitFor();
  }

  get debugMessages(): Locator {
    return this.page.locator('.red-ui-debug-msg');
  }

  /** True while a node carries the blue dot of an undeployed change. */
  async isChanged(node: EditorNode): Promise<boolean> {
    return this.page.evaluate<boolean>(`RED.nodes.node(${JSON.stringify(node.id)}).changed === true`);
  }

  /** Waits until trays have stopped sliding. */
  async settled(): Promise<void> {
    await this.page.waitForFunction(`jQuery(':animated').length === 0 && !document.getAnimations()
      .some((animation) => animation instanceof CSSTransition && animation.playState === 'running')`);
  }

  private nodeIds(): Promise<string[]> {
    return this.page.evaluate<string[]>(
      '(() => { const ids = []; RED.nodes.eachNode((node) => { ids.push(node.id); }); return ids; })()',
    );
  }

  private async moveMouse(from: Point, to: Point): Promise<void> {
    const { mouse } = this.page;
    await mouse.move(from.x, from.y);
    await mouse.down();
    await mouse.move(to.x, to.y, { steps: 12 });
    await mouse.up();
  }
}

async function isLoaded(page: Page): Promise<void> {
  await page.locator('#red-ui-palette .red-ui-palette-node').first().waitFor();
  await page.locator('#red-ui-loading-progress').waitFor({ state: 'hidden' });
}

interface Point {
  x: number;
  y: number;
}

async function middleOf(locator: Locator): Promise<Point> {
  const box = await locator.boundingBox();
  if (!box) throw new Error(`${locator} is not on the page.`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}
