import assert from 'node:assert/strict';
import type { Browser, Locator, Page } from 'playwright-core';
import { assertAccessible } from './accessibility';
import { fieldOf, showTab } from './dataconnect-dialogs';
import { deployFlows } from './deploy-flows';
import { type EditorNode, EditorPage } from './editor-page';
import { themes } from './lines';
import { isTrouble } from './node-red-process';
import { sharedChromium } from './shared-chromium';
import { type SharedNodeRed, sharedNodeRed } from './shared-node-red';
import { weakContrasts } from './weak-contrasts';

const flows = [
  { id: 'tab', type: 'tab', label: 'Output fields' },
  { id: 'connection', type: 'dataconnect-connection', credentials: { username: 'nobody' } },
  {
    ...{ id: 'allowing', type: 'dataconnect-connection', credentials: { username: 'nobody' } },
    ...{ fileFolder: '/data/reports', companyId: '42', timeZone: 'UTC' },
  },
  node('filed', 'dataconnect-activation-gross-profit', {
    connection: 'allowing',
    output: { mode: 'file' },
    params: { StartDate: fixed('2026-03-01'), StopDate: fixed('2026-03-31'), Response: fixed('Csv') },
  }),
  node('workbook', 'dataconnect-list-stores', { connection: 'allowing', params: { Response: fixed('Excel') } }),
  node('mailed', 'dataconnect-list-stores', {
    connection: 'allowing',
    params: { Response: fixed('Csv.Email'), 'Email.To': fixed('a@b.example') },
  }),
  node('dated', 'dataconnect-activation-gross-profit', { wires: [['answers']] }),
  node('totals', 'dataconnect-sales-by-employee'),
  node('list', 'dataconnect-list-stores'),
  node('metrix', 'dataconnect-performance-metrix'),
  node('unconfirmed', 'dataconnect-customer-delta'),
  node('request', 'dataconnect-request', { path: '/lists/stores' }),
  { id: 'answers', type: 'debug', z: 'tab', name: 'answers', wires: [] },
  { id: 'progress', type: 'debug', z: 'tab', name: 'progress', wires: [] },
];

/** Labels of the Output tab's fields of each node when nothing was set. */
const shownAtFirst: Record<string, string[]> = {
  dated: ['Send on', 'Wait for the flow', 'Longest wait', 'Property', 'Windows', 'Method', 'Path'],
  list: ['Send on', 'Wait for the flow', 'Longest wait', 'Property', 'Method', 'Path'],
  request: ['Send on', 'Wait for the flow', 'Longest wait', 'Property', 'Method'],
};

describe('the Output tab', () => {
  let nodeRed: SharedNodeRed;
  let browser: Browser;
  let editor: EditorPage;
  let page: Page;
  before(async () => {
    [nodeRed, browser] = await Promise.all([sharedNodeRed(), sharedChromium()]);
    await deployFlows(nodeRed.url, flows);
    editor = await EditorPage.open(browser, nodeRed.url);
    page = editor.page;
    await editor.stopAnimations();
  });
  after(async () => {
    await editor?.close();
  });

  const openOutput = async (id: string): Promise<EditorNode> => {
    const opened = editor.node(id);
    await editor.openDialogOf(opened);
    await showTab(page, 'output');
    return opened;
  };
  const stored = (id: string) => page.evaluate<Record<string, unknown>>(exported(id));

  for (const [id, labels] of Object.entries(shownAtFirst)) {
    it(`shows only what applies to ${id}`, async () => {
      await openOutput(id);
      assert.deepEqual(await visibleLabels(page), labels);
      await editor.closeDialog();
      assert.equal(await editor.isChanged(editor.node(id)), false);
    });
  }

  it('takes windows, waiting and progress, and shows them again', async () => {
    const dated = await openOutput('dated');
    await rowOf(page, 'Send on').locator('select').selectOption('batches');
    await rowOf(page, 'Windows').locator('select').selectOption('week');
    await rowOf(page, 'Windows').locator('input').fill('2');
    await rowOf(page, 'Longest wait').locator('input').fill('90');
    await page.getByLabel('Stop the run when a node behind fails').check();
    await page.getByLabel('Progress messages on a second output').check();
    await editor.screenshot(`output-set-${nodeRed.version}`);
    await editor.closeDialog();
    const { windows, flow, output, outputs } = await stored('dated');
    assert.deepEqual(
      { windows, flow, output, outputs },
      {
        windows: { kind: 'week', count: 2 },
        flow: { seconds: 90 },
        output: { mode: 'batches', progress: true },
        outputs: 2,
      },
    );
    await editor.deploy();
    await openOutput('dated');
    assert.equal(await rowOf(page, 'Windows').locator('select').inputValue(), 'week');
    assert.equal(await rowOf(page, 'Windows').locator('input').inputValue(), '2');
    assert.equal(await rowOf(page, 'Longest wait').locator('input').inputValue(), '90');
    assert.ok(await page.getByLabel('Stop the run when a node behind fails').isChecked());
    assert.ok(await page.getByLabel('Progress messages on a second output').isChecked());
    await editor.closeDialog();
    assert.equal(await editor.isChanged(dated), false);
  });

  it('judges a path and a property as a run does', async () => {
    await openOutput('list');
    const judged = async (label: string, typed: string) => {
      await rowOf(page, label).locator('input').fill(typed);
      return rowOf(page, label).locator('.dataconnect-row-note').textContent();
    };
    assert.equal(await judged('Path', '/a//b'), 'Path contains an empty segment ("//").');
    assert.equal(await judged('Path', '/a b'), '');
    assert.match((await judged('Property', 'a b'))!, /^msg\.a b is not a property of the message/);
    assert.equal(await judged('Property', 'a["b c"]'), '');
    await judged('Path', '');
    await judged('Property', '');
    await editor.closeDialog();
  });

  it('keeps the wires of the answers when progress is switched on and off', async () => {
    const [source, target] = ['dated', 'progress'];
    await page.evaluate(
      `RED.nodes.addLink({ source: RED.nodes.node('${source}'), sourcePort: 1, target: RED.nodes.node('${target}') })`,
    );
    assert.deepEqual((await stored('dated')).wires, [['answers'], ['progress']]);
    await switchProgress(false);
    assert.deepEqual((await stored('dated')).wires, [['answers']]);
    await page.evaluate('RED.history.pop()');
    assert.deepEqual((await stored('dated')).wires, [['answers'], ['progress']]);
    await switchProgress(false);
    await switchProgress(true);
    assert.deepEqual((await stored('dated')).wires, [['answers'], []]);
  });

  const switchProgress = async (isOn: boolean) => {
    await openOutput('dated');
    await page.getByLabel('Progress messages on a second output').setChecked(isOn);
    await editor.closeDialog();
  };

  it('closes unchanged, and so does its connection, though a hand-written flow leaves out what is blank', async () => {
    const list = await openOutput('list');
    await page.locator('#node-input-btn-connection-edit').click();
    await page.locator('[data-action="test-connection"]').waitFor();
    await editor.closeDialog();
    await editor.closeDialog();
    assert.equal(await editor.isChanged(list), false);
    assert.equal(await editor.isChanged(editor.node('connection')), false);
  });

  it('says what windows make of totals', async () => {
    await openOutput('totals');
    const windows = rowOf(page, 'Windows');
    assert.match(await textOf(windows), /never cut on their own/);
    assert.equal(await windows.locator('input').isVisible(), false);
    await windows.locator('select').selectOption('month');
    assert.match(await textOf(windows), /totals per window/);
    assert.equal(await windows.locator('input').isVisible(), true);
    await windows.locator('select').selectOption('none');
    assert.doesNotMatch(await textOf(windows), /totals/);
    await editor.closeDialog();
  });

  it('refuses numbers that make no sense, in words', async () => {
    const dated = await openOutput('dated');
    await rowOf(page, 'Windows').locator('select').selectOption('day');
    await rowOf(page, 'Windows').locator('input').fill('0');
    assert.match(await textOf(rowOf(page, 'Windows')), /must be a number from 1 to 366, not "0"/);
    await rowOf(page, 'Longest wait').locator('input').fill('soon');
    assert.match(await textOf(rowOf(page, 'Longest wait')), /must be a number from 0.001 to 86400, not "soon"/);
    await editor.closeDialog();
    assert.equal(await page.evaluate(`RED.nodes.node('${dated.id}').valid`), false);
  });

  describe('of an answer that goes to a file', () => {
    const file = () => rowOf(page, 'File');
    const preview = async (pattern: string) => {
      await file().locator('input').fill(pattern);
      return textOf(file());
    };

    it('shows what the file would be called while its name is typed', async () => {
      const filed = await openOutput('filed');
      assert.match(await textOf(file()), /Becomes \/data\/reports\/.+ \d{4}-\d\d-\d\d\.csv/);
      assert.match(
        await preview('{company}/{start} to {stop}/{report}.csv'),
        /Becomes \/data\/reports\/42\/2026-03-01 to 2026-03-31\/[^/]+\.csv/,
      );
      await rowOf(page, 'If it is there').locator('select').selectOption('number');
      await editor.screenshot(`output-file-${nodeRed.version}`);
      await assertAccessible(editor, 'a file that is written');
      await editor.closeDialog();
      assert.deepEqual((await stored('filed')).output, {
        mode: 'file',
        file: '{company}/{start} to {stop}/{report}.csv',
        exists: 'number',
      });
      assert.equal(await page.evaluate(`RED.nodes.node('${filed.id}').valid`), true);
    });

    it('says what is wrong with a name, as a run does', async () => {
      const filed = await openOutput('filed');
      for (const [pattern, said] of [
        ['{reprot}', /no place \{reprot\}\. Did you mean \{report\}/],
        ['{xyz}', /It knows \{report\}, \{company\}/],
        ['../x', /must stay in the allowed folder/],
        ['/etc/x', /must stay in the allowed folder/],
        ['a\\b', /cannot have the character/],
        ['a//b', /without a name/],
        ['x.', /begins or ends with a dot/],
      ] as const) {
        assert.match(await preview(pattern), said, pattern);
      }
      await editor.closeDialog();
      assert.equal(await page.evaluate(`RED.nodes.node('${filed.id}').valid`), false);
      await openOutput('filed');
      await preview('{start}/{report}');
      await editor.closeDialog();
    });

    it('says where the folder is to be allowed', async () => {
      const dated = await openOutput('dated');
      await rowOf(page, 'Send on').locator('select').selectOption('file');
      assert.match(await textOf(file()), /allows no folder for files: open it/);
      await editor.closeDialog();
      assert.equal(await page.evaluate(`RED.nodes.node('${dated.id}').valid`), false);
      await openOutput('dated');
      await rowOf(page, 'Send on').locator('select').selectOption('all');
      await editor.closeDialog();
    });

    it('is offered for a workbook, and not for what goes out by e-mail', async () => {
      await openOutput('workbook');
      const mode = rowOf(page, 'Send on').locator('select');
      assert.equal(await mode.inputValue(), 'buffer');
      const offered = await mode
        .locator('option:not([hidden])')
        .evaluateAll((all) => all.map((each) => each.textContent));
      assert.deepEqual(offered, ['the answer as a Buffer', 'to a file']);
      await mode.selectOption('file');
      assert.match(await textOf(file()), /\.xlsx/);
      assert.deepEqual((await visibleLabels(page)).slice(0, 3), ['Send on', 'File', 'If it is there']);
      await editor.closeDialog();
      await openOutput('mailed');
      assert.ok(!(await visibleLabels(page)).includes('Send on'));
      await editor.closeDialog();
    });
  });

  it('can be read: no note of a dialog has less contrast than 4.5 to 1', async () => {
    for (const colorScheme of themes) {
      await editor.paint(colorScheme);
      for (const id of ['totals', 'unconfirmed', 'filed']) {
        await editor.openDialogOf(editor.node(id));
        await showTab(page, 'output');
        await editor.screenshot(`output-${id}-${nodeRed.version}-${colorScheme}`);
        assert.deepEqual(await page.evaluate<string[]>(weakContrasts), [], colorScheme);
        await showTab(page, 'response');
        assert.deepEqual(await page.evaluate<string[]>(weakContrasts), [], colorScheme);
        await editor.closeDialog();
      }
    }
  });

  it('shows the fields that a report of the endpoint needs', async () => {
    await editor.openDialogOf(editor.node('metrix'));
    await page.getByRole('button', { name: 'Performance Group Report' }).click();
    for (const name of ['DateAsOf', 'PerformanceGroupID', 'TopN', 'TopCriteria', 'ByWho']) {
      assert.ok(await fieldOf(page, name).isVisible(), name);
    }
    await editor.screenshot(`reports-${nodeRed.version}`);
    await assertAccessible(editor, 'several reports of one endpoint');
    await editor.closeDialog();
    assert.equal(await editor.isChanged(editor.node('metrix')), false);
  });

  it('has seen no error in the browser nor in the log', () => {
    assert.deepEqual(editor.takeFaults(), []);
    assert.deepEqual(nodeRed.log.filter(isTrouble), []);
  });
});

/** Without its required parameters, which Node-RED would ask about at every deploy. */
function node(id: string, type: string, more: object = {}): object {
  const place = { z: 'tab', x: 200, y: 100, wires: [[]] };
  return { id, type, connection: 'connection', sending: { anyway: true }, ...place, ...more };
}

function fixed(value: string): object {
  return { type: 'fixed', value };
}

function rowOf(page: Page, label: string): Locator {
  return page.locator('.dataconnect-row').filter({ has: page.getByText(label, { exact: true }) });
}

async function textOf(row: Locator): Promise<string> {
  return (await row.textContent()) ?? '';
}

/** Labels on the left of the rows of the tab that is shown. */
async function visibleLabels(page: Page): Promise<string[]> {
  const labels = await page.locator('.dataconnect-tab:visible .dataconnect-row:visible > label').allInnerTexts();
  return labels.filter((label) => label !== '');
}

/** A node as it goes into the flow file. */
function exported(id: string): string {
  return `RED.nodes.createExportableNodeSet([RED.nodes.node('${id}')])[0]`;
}
