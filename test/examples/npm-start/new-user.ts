/** What a person does at the editor, and nothing a person could not do: import an example, press its buttons, look. */
import type { Page } from 'playwright-core';
import type { EditorNode, EditorPage } from '../../browser/editor-page';
import { EditorSocket } from '../../flows/editor-socket';

const PACKAGE = '@dataconnect-nodes/node-red-dataconnect';

interface ImportedNode {
  id: string;
  type: string;
  name: string;
  chartType?: string;
}

export class NewUser {
  private constructor(
    readonly editor: EditorPage,
    readonly socket: EditorSocket,
  ) {}

  static async at(editor: EditorPage, editorUrl: string): Promise<NewUser> {
    await editor.openDebugSidebar();
    return new NewUser(editor, await EditorSocket.open(editorUrl));
  }

  /** Menu → Import → Examples, and Deploy. @param places the folders of the dialog and the example */
  async imports(...places: string[]): Promise<ImportedExampleTab> {
    const { page } = this.editor;
    await page.locator('#red-ui-header-button-sidemenu').click();
    await page.locator('#red-ui-header-button-sidemenu-submenu').getByText('Import', { exact: true }).click();
    const dialog = page.locator('.ui-dialog', { has: page.locator('#red-ui-clipboard-dialog') });
    await dialog.getByText('Examples', { exact: true }).first().click();
    for (const place of ['flows', PACKAGE, ...places]) await unfold(page, place);
    await page.locator('#red-ui-clipboard-dialog-ok').click();
    // The tab of npm start has the same nodes.
    await page.getByRole('button', { name: 'Import copy' }).click();
    await dialog.waitFor({ state: 'hidden' });
    // It is the last of the tabs. Where another program has the inbox's usual port, the nodes of npm start know the other.
    const nodes = await page.evaluate<ImportedNode[]>(`(() => {
      const tab = RED.nodes.getWorkspaceOrder().at(-1);
      RED.workspaces.show(tab);
      const mails = RED.nodes.filterNodes({ type: 'e-mail' });
      const { port } = mails.find(({ z }) => z !== tab) ?? {};
      for (const mail of mails.filter(({ z }) => z === tab)) mail.port = port;
      return RED.nodes.filterNodes({ z: tab }).map(({ id, type, name, chartType }) => ({ id, type, name, chartType }));
    })()`);
    const from = this.socket.events.length;
    await this.editor.deploy();
    return new ImportedExampleTab(this, nodes, from);
  }

  async close(): Promise<void> {
    await this.socket.close();
  }
}

export class ImportedExampleTab {
  constructor(
    readonly user: NewUser,
    readonly nodes: readonly ImportedNode[],
    /** Where the events stood when it was deployed. */
    readonly from: number,
  ) {}

  /** @param name what the node is called, or its type where it has no name */
  node(name: string): EditorNode {
    const found = this.nodes.find((node) => node.name === name || (!node.name && node.type === name));
    if (!found) throw new Error(`The example has no node "${name}".`);
    return this.user.editor.node(found.id);
  }

  chart(kind: string): EditorNode {
    return this.user.editor.node(this.nodes.find(({ chartType }) => chartType === kind)!.id);
  }

  /** Presses the button at the left of an inject node. @returns where the events stood */
  async press(button: string): Promise<number> {
    const from = this.user.socket.events.length;
    await this.user.editor.pressButton(this.node(button));
    return from;
  }

  /** Waits until a debug node prints. @returns what it shows in the sidebar */
  async printed(debug: string, from: number): Promise<string> {
    const { id } = this.node(debug);
    const { data } = await this.user.socket.first((event) => event.topic === 'debug' && event.data?.id === id, from);
    return String(data?.msg);
  }

  /** Waits until the run of one of our nodes has ended well. */
  async ended(name: string, from: number): Promise<void> {
    const { id } = this.node(name);
    await this.user.socket.first(({ topic, data }) => topic === `status/${id}` && data?.fill === 'green', from);
  }

  /** Waits until the status under a node is gone, as that of an e-mail node is when its mail is sent. */
  async statusGone(name: string, from: number): Promise<void> {
    const { id } = this.node(name);
    await this.user.socket.first(({ topic, data }) => topic === `status/${id}` && !data?.text, from);
  }
}

/** A folder of the library is opened, an example is chosen. */
async function unfold(page: Page, place: string): Promise<void> {
  const label = page
    .locator('#red-ui-clipboard-dialog-import-tab-examples .red-ui-treeList-label')
    .filter({ has: page.locator('.red-ui-treeList-label-text').getByText(place, { exact: true }) });
  await label.waitFor();
  // `flows` is open from the start.
  if ((await label.locator('xpath=..').getAttribute('class'))?.includes('expanded')) return;
  await label.click();
}
