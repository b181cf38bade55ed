/** What axe finds in our dialogs, panels and sidebar, that would keep a person out who cannot see or use a mouse. */
import assert from 'node:assert/strict';
import { source } from 'axe-core';
import type { EditorPage } from './editor-page';
import { nodeRedVersion } from './node-red-process';

/** A class tells what is ours, and all that stands in it is: we chose the widgets of Node-RED's that we put there. */
const OURS = '[class*="dataconnect-"]';

/** Node-RED's own have its name in their id, and ours in it only where a widget made them for us. */
const NODE_REDS = '[id^="red-ui-"]:not([id*="dataconnect"])';

/** Node-RED 4.1 has no dark theme of its own; of 5 it is a class. */
const DARK = 'nr-theme-dark';

/**
 * Asserts that axe has nothing serious to say of what is ours and in view, whichever theme is chosen.
 * @param what is open, in a word
 */
export async function assertAccessible({ page }: EditorPage, what: string): Promise<void> {
  if (!(await page.evaluate('typeof axe === "object"'))) await page.evaluate(source);
  const faults = await page.evaluate<string[]>(`(async () => {
    const within = (selector) => [...document.querySelectorAll(selector)].filter((each) => each.parentElement.closest('${OURS}'));
    const outermost = [...document.querySelectorAll('${OURS}')].filter((each) => !each.parentElement.closest('${OURS}'));
    const find = async (theme, options) => {
      const context = { include: outermost, exclude: within('${NODE_REDS}') };
      const { violations } = await axe.run(context, { resultTypes: ['violations'], preload: false, ...options });
      const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
      return serious.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => [theme, id, html, failureSummary].join(' ')));
    };
    // Node-RED's body has no height of its own, and axe takes for hidden what a page without height holds.
    document.body.style.minHeight = '100vh';
    const { classList } = document.documentElement;
    const isDark = classList.contains('${DARK}');
    const faults = await find(isDark ? 'dark' : 'light', {});
    if (${nodeRedVersion.startsWith('4.')}) return faults;
    // Colours are all that the other theme changes.
    classList.toggle('${DARK}');
    const others = await find(isDark ? 'light' : 'dark', { runOnly: ['color-contrast'] });
    classList.toggle('${DARK}');
    return [...faults, ...others];
  })()`);
  assert.deepEqual(faults, [], what);
}
