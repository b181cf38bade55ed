import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { endpointById } from '../../nodes/catalogue';
import { type Emulator, startEmulator } from '../emulator';
import { setNames, typesOf } from '../package/set-pages';
import { assertAccessible } from './accessibility';
import { cutOff } from './cut-off';
import { openAndClose } from './dataconnect-dialogs';
import { connectionTo, deployFlows } from './deploy-flows';
import { EditorPage } from './editor-page';
import { OPENED_BLANK, showEveryKind } from './every-kind';
import { shareOf, theme } from './lines';
import { nodeRedVersion } from './node-red-process';
import { sharedChromium } from './shared-chromium';
import { type SharedNodeRed, sharedNodeRed } from './shared-node-red';

/** Beside English, with a question of the check-up. */
const OTHER_LANGUAGES = [
  ['fr', 'Ce que StopDate comprend'],
  ['es-ES', 'Qué incluye StopDate'],
] as const;
const SMALL_WINDOW = { width: 1024, height: 700 };
/** Others are where they are filled in. */
const LOOKED_BY_AXE = /^report-(response|output|parameters)$|^dataconnect-request$/;
const PICTURED = /^report|period-dates|stores|preview|^connection$|sidebar/;

describe('the dialogs of all nodes', () => {
  const nodes = setNames.flatMap(nodesOf);
  let emulator: Emulator;
  let nodeRed: SharedNodeRed;
  let browser: Browser;
  let editor: EditorPage;
  before(async () => {
    [emulator, nodeRed, browser] = await Promise.all([startEmulator(), sharedNodeRed(), sharedChromium()]);
    await deployFlows(nodeRed.url, [
      connectionTo(emulator, { name: 'Emulator', version: 1 }),
      ...setNames.map((set) => ({ id: tabOf(set), type: 'tab', label: set })),
      ...nodes,
      {
        id: 'go',
        type: 'inject',
        z: tabOf('inventory'),
        x: 60,
        y: 20,
        props: [],
        wires: [nodesOf('inventory').map(({ id }) => id)],
      },
    ]);
    editor = await EditorPage.open(browser, nodeRed.url);
    await editor.stopAnimations();
  });
  after(async () => {
    await editor?.close();
    await emulator?.close();
  });

  for (const { id, type } of shareOf(nodes)) {
    it(`${type} opens, and closing it with Done changes nothing`, async () => {
      assert.equal(await openAndClose(editor.page, id), false);
      assert.deepEqual(editor.takeFaults(), []);
    });
  }

  it('are whole in a small window', async () => {
    await fetch(new URL('inject/go', nodeRed.url), { method: 'POST' });
    await editor.page.setViewportSize(SMALL_WINDOW);
    await showEveryKind(editor, async (kind) => assert.deepEqual(await cutOff(editor.page), [], kind));
    assert.deepEqual(editor.takeFaults(), []);
  });

  for (const [language, question] of shareOf(OTHER_LANGUAGES)) {
    it(`are whole in ${language} too, and pictured in ${theme}`, async () => {
      const other = await EditorPage.open(browser, nodeRed.url, theme, { language });
      await other.page.setViewportSize(SMALL_WINDOW);
      await other.stopAnimations();
      await showEveryKind(other, async (kind) => {
        if (PICTURED.test(kind)) await other.screenshot(`${kind}-${nodeRedVersion}-${language}-${theme}`);
        assert.deepEqual(await cutOff(other.page), [], kind);
        if (LOOKED_BY_AXE.test(kind)) await assertAccessible(other, kind);
        if (kind === 'check-up') assert.equal(await other.page.getByText(question, { exact: true }).count(), 1);
      });
      assert.deepEqual(other.takeFaults(), []);
      await other.close();
    });
  }
});

/** A value for every parameter, as a person writes it who writes a flow by hand: numbers, switches, blanks, spaces. */
function writtenByHand(type: string): Record<string, unknown> {
  const parameters = endpointById(type.replace(/^dataconnect-/, ''))?.parameters ?? [];
  const values = parameters.map(({ name, choices }, place) => {
    const value = choices?.[place % choices.length]?.value ?? [5, ' x ', true, ''][place % 4];
    return [name, place % 3 === 0 ? { type: 'fixed', value } : value];
  });
  return Object.fromEntries(values);
}

/** The nodes of a set on a tab of their own: Node-RED 5 stumbles over an outline that it fills in several steps. */
function nodesOf(set: string): { id: string; type: string }[] {
  const inPalette = typesOf(set).filter(({ definition }) => definition.category !== 'config');
  return inPalette.map(({ type }, place) => {
    const where = { z: tabOf(set), x: 200 + (place % 4) * 300, y: 60 + Math.floor(place / 4) * 60 };
    const params = OPENED_BLANK.includes(type) ? {} : writtenByHand(type);
    return { id: `a-${type}`, type, name: '', connection: 'connection', params, ...where };
  });
}

/** One of the sets is called as the connection is. */
function tabOf(set: string): string {
  return `tab-${set}`;
}
