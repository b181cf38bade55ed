/** How long Node-RED's server and its editor take to start, with our types and with others. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../browser/chromium';
import { linkPackage } from '../browser/installed-package';
import { type NodeRedProcess, startNodeRed } from '../browser/node-red-process';
import { installEmptyTypes, typeCount } from './empty-types';
import { type Start, TYPES, type Types } from './order';
import { median } from './samples';

/** Pages that are opened per round after the first, which warms the server up. */
const PAGES = 6;

/**
 * A library of 3.5 MB that Node-RED fetches for diagrams in the help when the flows are there. It takes longer to run
 * than all our types, before or after the loading screen goes: that is a matter of chance.
 */
const DIAGRAMS = '*/mermaid.min.js*';

/** Opens the editors in turns, each page in a browser that has nothing of it in its cache. */
export async function measureStarts(rounds: number): Promise<Map<Types, Start>> {
  const samples = new Map(TYPES.map((types) => [types, { server: [] as number[], editor: [] as number[] }]));
  const browser = await launchChromium();
  try {
    for (let round = 1; round <= rounds; round++) {
      for (const [types, { server, editor }] of await measureRound(browser)) {
        samples.get(types)!.server.push(server);
        samples.get(types)!.editor.push(...editor);
        const pages = editor.map((time) => Math.round(time)).join(', ');
        console.log(`editor ${round}/${rounds}  ${types}: server ${Math.round(server)} ms, editor ${pages} ms`);
      }
    }
  } finally {
    await browser.close();
  }
  return new Map(
    [...samples].map(([types, { server, editor }]) => [types, { server: median(server), editor: median(editor) }]),
  );
}

async function measureRound(browser: Browser): Promise<Map<Types, { server: number; editor: number[] }>> {
  const running = new Map<Types, { server: number; editor: number[]; nodeRed: NodeRedProcess }>();
  try {
    for (const types of TYPES) running.set(types, await startWith(types));
    for (let page = 0; page <= PAGES; page++) {
      // There and back, so that no page always comes after the same other one.
      for (const [types, { nodeRed, editor }] of page % 2 === 0 ? running : [...running].reverse()) {
        const time = await openEditor(browser, nodeRed.url, types === 'none' ? 1 : typeCount);
        if (page > 0) editor.push(time);
      }
    }
    return running;
  } finally {
    for (const { nodeRed } of running.values()) await nodeRed.stop();
  }
}

async function startWith(types: Types): Promise<{ server: number; editor: number[]; nodeRed: NodeRedProcess }> {
  const userDirectory = mkdtempSync(path.join(tmpdir(), 'dataconnect-start-'));
  if (types === 'ours') linkPackage(userDirectory);
  else if (types === 'empty') installEmptyTypes(userDirectory);
  else writeFileSync(path.join(userDirectory, 'package.json'), '{}');
  const begun = performance.now();
  const nodeRed = await startNodeRed({ userDirectory, port: 0, logLevel: 'info' });
  const server = performance.now() - begun;
  const remove = () => rmSync(userDirectory, { recursive: true, force: true, maxRetries: 5 });
  return { server, editor: [], nodeRed: { ...nodeRed, stop: () => nodeRed.stop().finally(remove) } };
}

/** @param least types in the palette */
async function openEditor(browser: Browser, url: string, least: number): Promise<number> {
  const context = await browser.newContext({ viewport: { width: 1600, height: 1000 } });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.setBlockedURLs', { urls: [DIAGRAMS] });
  await page.addInitScript(watchForEditor, least);
  await page.goto(url, { waitUntil: 'commit' });
  const ready = await page.waitForFunction(() => (window as Watched).editorReady);
  const time = (await ready.jsonValue())!;
  await context.close();
  return time;
}

type Watched = Window & { editorReady?: number };

/** Runs in the page before its own scripts. */
function watchForEditor(least: number): void {
  const watching = setInterval(() => {
    const loading = document.querySelector<HTMLElement>('#red-ui-loading-progress');
    const entries = document.querySelectorAll('#red-ui-palette .red-ui-palette-node').length;
    if (entries < least || !loading || loading.style.display !== 'none') return;
    clearInterval(watching);
    (window as Watched).editorReady = performance.now();
  }, 5);
}
