/** Our dialogs as a person fills them in. */
import type { Locator, Page } from 'playwright-core';
import type { Emulator } from '../emulator';

/** In the dialog of an endpoint node: presses the button that adds a connection. */
export async function addConnection(page: Page): Promise<void> {
  await page.locator('#node-input-btn-connection-add').click();
  await page.locator('[data-action="test-connection"]').waitFor();
}

/** Fills in the dialog of the connection node, for the emulator and a user with name and password. */
export async function fillConnection(page: Page, emulator: Emulator): Promise<void> {
  const { username, password, clientId, clientSecret } = emulator.credentials;
  await page.locator('#node-config-input-name').fill('Emulator');
  await page.locator('select:has(option[value="custom"])').selectOption('custom');
  await page.locator('input[data-field="serviceUrl"]').fill(emulator.serviceUrl);
  await page.locator('input[data-field="tokenUrl"]').fill(emulator.tokenUrl);
  for (const [name, value] of Object.entries({ username, password, clientId, clientSecret })) {
    await page.locator(`#node-config-input-${name}`).fill(value);
  }
}

/** Presses "Test connection" in the dialog on top. @returns the verdict and the lines of the layers, once they are there */
export async function testConnection(page: Page): Promise<{ ok: boolean; text: string }> {
  const dialog = page.locator('.red-ui-tray').last();
  await dialog.locator('[data-action="test-connection"]').click();
  await dialog.locator('.dataconnect-test-result > .dataconnect-verdict').waitFor();
  const ok = (await dialog.locator('.dataconnect-verdict.dataconnect-layer-ok').count()) === 1;
  return { ok, text: (await dialog.locator('.dataconnect-test-result').textContent()) ?? '' };
}

/** In the dialog of an endpoint node: adds a filter from the list and types its value. */
export async function addFilter(page: Page, name: string, value: string): Promise<void> {
  await page.locator('.dataconnect-tab > button:has(.fa-plus)').click();
  await page.locator('.dataconnect-search').fill(name);
  await page.locator(`.dataconnect-choices [data-value="${name}"]`).click();
  const field = fieldOf(page, name);
  await field.locator('.red-ui-typedInput-input').fill(value);
  await field.locator('.red-ui-typedInput-input').blur();
}

/** The field of a parameter, with its label, value and note. */
export function fieldOf(page: Page, parameter: string): Locator {
  return page.locator(`.dataconnect-field[data-parameter="${parameter}"]`);
}

/** The control for several parameters, this one among them: the period, the stores. */
export function groupOf(page: Page, parameter: string): Locator {
  return page.locator(`.dataconnect-field[data-group~="${parameter}"]`);
}

/** Shows the field of a parameter that a control stands for. */
export async function showAdvanced(page: Page, parameter: string): Promise<void> {
  await groupOf(page, parameter).locator('.dataconnect-switch[aria-expanded="false"]').click();
  await fieldOf(page, parameter).locator('.red-ui-typedInput-input').waitFor();
}

/** Shows one of the tabs of an endpoint's dialog. Node-RED takes two clicks in a row, on whatever tabs, for a double one. */
export async function showTab(
  page: Page,
  tab: 'parameters' | 'response' | 'output' | 'incremental' | 'columns' | 'preview',
): Promise<void> {
  const link = page.locator(`a[href="#dataconnect-${tab}"]`);
  const isShown = () => link.evaluate((each) => each.parentElement?.classList.contains('active') === true);
  do await link.click();
  while (!(await isShown()));
}

/**
 * Opens a node's dialog, shows each of its tabs and presses Done, all by script: for a round through all nodes.
 * @returns true when the node is marked as changed afterwards
 */
export function openAndClose(page: Page, nodeId: string): Promise<boolean> {
  return page.evaluate<boolean>(`(async () => {
    const until = async (isSo) => {
      for (const end = Date.now() + 60_000; !isSo(); ) {
        if (Date.now() > end) throw new Error('Waited too long for: ' + isSo);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    };
    const node = RED.nodes.node(${JSON.stringify(nodeId)});
    RED.editor.edit(node);
    // Node-RED moves the focus into a dialog that is all open; one that is closed before makes it stumble.
    await until(() => document.querySelector('.red-ui-tray')?.contains(document.activeElement));
    for (const tab of ['response', 'output', 'preview', 'parameters']) {
      jQuery('a[href="#dataconnect-' + tab + '"]').trigger('click');
    }
    jQuery('#node-dialog-ok').trigger('click');
    await until(() => !document.querySelector('.red-ui-tray'));
    return node.changed === true;
  })()`);
}

/** Opens a connection's dialog and presses Update, by script. @returns true when it is marked as changed afterwards */
export function openAndCloseConnection(page: Page, id: string): Promise<boolean> {
  return page.evaluate<boolean>(`(async () => {
    const until = async (isSo) => {
      for (const end = Date.now() + 60_000; !isSo(); ) {
        if (Date.now() > end) throw new Error('Waited too long for: ' + isSo);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    };
    RED.editor.editConfig('', 'dataconnect-connection', ${JSON.stringify(id)});
    await until(() => document.querySelector('.dataconnect-test') && document.querySelector('.red-ui-tray')?.contains(document.activeElement));
    jQuery('#node-config-dialog-ok').trigger('click');
    await until(() => !document.querySelector('.red-ui-tray'));
    return RED.nodes.node(${JSON.stringify(id)}).changed === true;
  })()`);
}
