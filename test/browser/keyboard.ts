/** A person without a mouse: presses keys, and must see at every stop where they are. */
import assert from 'node:assert/strict';
import type { ElementHandle, Locator } from 'playwright-core';
import type { EditorPage } from './editor-page';

/** More stops than any dialog has. */
const MOST_STOPS = 200;

/** What is seen of a stop, in the page; empty where it is not ours or nothing is wrong. */
const FAULT_OF_FOCUS = `(() => {
  const active = document.activeElement;
  const isOpen = document.querySelector('.red-ui-tray') !== null;
  if (active === document.body) return isOpen ? 'The focus is lost.' : '';
  if (!active.parentElement.closest('[class*="dataconnect-"]')) return '';
  const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(active);
  if (outlineStyle === 'none' || parseFloat(outlineWidth) < 2) return 'No focus is seen on ' + active.outerHTML;
  const numbers = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const brightness = (colour) => {
    const [red, green, blue] = numbers(colour).map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  let behind = active.parentElement;
  while (numbers(getComputedStyle(behind).backgroundColor)[3] === 0) behind = behind.parentElement;
  const [dark, light] = [outlineColor, getComputedStyle(behind).backgroundColor].map(brightness).sort((one, other) => one - other);
  const contrast = (light + 0.05) / (dark + 0.05);
  return contrast < 3 ? 'The focus has a contrast of ' + contrast.toFixed(1) + ' on ' + active.outerHTML : '';
})()`;

export class Keyboard {
  constructor(readonly editor: EditorPage) {}

  /** @throws AssertionError where the focus is lost or not seen, before or after */
  async press(...keys: string[]): Promise<void> {
    const { page } = this.editor;
    for (const key of keys) {
      await page.keyboard.press(key);
      assert.equal(await page.evaluate(FAULT_OF_FOCUS), '', `after ${key}`);
    }
  }

  /** Takes the place of what the field has. */
  async write(text: string): Promise<void> {
    await this.press('Control+a');
    await this.editor.page.keyboard.type(text);
  }

  /** Goes to a choice with the arrow keys. @param value of the option */
  async choose(value: string): Promise<void> {
    const { page } = this.editor;
    const places = await page.evaluate<[number, number]>(
      `[document.activeElement.selectedIndex, [...document.activeElement.options].findIndex(({ value }) => value === ${JSON.stringify(value)})]`,
    );
    const steps = places[1] - places[0];
    for (let step = 0; step < Math.abs(steps); step++) await this.press(steps > 0 ? 'ArrowDown' : 'ArrowUp');
    assert.equal(await page.evaluate('document.activeElement.value'), value);
  }

  /** Goes on to a control. @param key `Tab`, or `Shift+Tab` for the way back */
  async goTo(target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
    const element = await target.elementHandle();
    for (let stops = 0; stops < MOST_STOPS; stops++) {
      if (await this.#isAt(element!)) return;
      await this.press(key);
    }
    throw new Error(`${key} does not lead to ${target}.`);
  }

  /** Waits until the focus is there: what moved it may have waited for the server. */
  async isAt(target: Locator): Promise<void> {
    const element = await target.elementHandle();
    await this.editor.page.waitForFunction((each) => each === document.activeElement, element);
  }

  /** Goes through all that a part holds, from its first control or the stop before it, and asserts that every control in view is a stop. */
  async walkThrough(part: Locator): Promise<void> {
    const unseen = await part.evaluateHandle(
      (root) =>
        new Set(
          [
            ...root.querySelectorAll<HTMLElement>('button, input, select, textarea, summary, a[href], [tabindex="0"]'),
          ].filter((each) => each.checkVisibility() && each.tabIndex >= 0),
        ),
    );
    const look = () =>
      part.evaluate((root, set) => {
        set.delete(document.activeElement as HTMLElement);
        return root.contains(document.activeElement);
      }, unseen);
    await look();
    for (let stops = 0; stops < MOST_STOPS; stops++) {
      await this.press('Tab');
      if (!(await look())) break;
    }
    assert.deepEqual(await unseen.evaluate((set) => [...set].map((each) => each.outerHTML)), []);
  }

  /** Runs an action of Node-RED's list of actions. */
  async act(label: string): Promise<void> {
    const { page } = this.editor;
    await page.keyboard.press('Control+Shift+P');
    await page.keyboard.type(label);
    await page.locator('#red-ui-actionList li.selected').getByText(label).waitFor();
    await page.keyboard.press('Enter');
  }

  #isAt(element: ElementHandle): Promise<boolean> {
    return element.evaluate((each) => each === document.activeElement);
  }
}
