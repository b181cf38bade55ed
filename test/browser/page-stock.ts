/**
 * Pages that are opened again and again. What a page has compiled of the editor it has at once when it loads it anew,
 * and that is half of the work of loading.
 */
import type { Browser, Page } from 'playwright-core';

export interface PageOpening {
  colorScheme: 'light' | 'dark';
  /** What its local storage holds from the start: nothing else is there. */
  stored: Record<string, string>;
  /** Of a page that what is done to it makes unfit for anybody else. */
  isForOne: boolean;
}

const VIEWPORT = { width: 1600, height: 1000 };

/** Blank pages by browser. */
const stock = new WeakMap<Browser, Page[]>();
/** How pages that are in use are left. */
const ways = new WeakMap<Page, () => Promise<void>>();

/** @returns a blank page that remembers nothing of what was opened in it before; `leavePage` gives it back */
export async function takePage(browser: Browser, { colorScheme, stored, isForOne }: PageOpening): Promise<Page> {
  const page = (isForOne ? undefined : stock.get(browser)?.pop()) ?? (await newPage(browser));
  await page.emulateMedia({ colorScheme });
  await page.setViewportSize(VIEWPORT);
  const remembered = await page.addInitScript((entries) => {
    for (const [name, value] of Object.entries(entries)) localStorage.setItem(name, value);
  }, stored);
  ways.set(page, async () => {
    if (isForOne) return page.context().close();
    page.removeAllListeners();
    await remembered.dispose();
    await page.evaluate('localStorage.clear(); sessionStorage.clear()');
    await page.goto('about:blank');
    // Where it stays: what is loaded next must not have it over a node.
    await page.mouse.move(0, 0);
    stock.set(browser, [...(stock.get(browser) ?? []), page]);
  });
  return page;
}

async function newPage(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ viewport: VIEWPORT });
  return context.newPage();
}

export async function leavePage(page: Page): Promise<void> {
  const leave = ways.get(page);
  ways.delete(page);
  await leave?.();
}
