/** What of our dialogs, panels and sidebar a person cannot read: the one rule of what counts as cut off. */
import type { Page } from 'playwright-core';

/**
 * Texts of ours that are wider or higher than what shows them, options and placeholders that do not fit, and texts and
 * controls that leave their dialog or lie over others. Of dialogs that lie over each other the upper one is looked at.
 * @returns a line for each, empty where all is whole
 */
export function cutOff(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`(() => {
    const trays = [...document.querySelectorAll('.red-ui-tray')];
    const isLooked = (root) => root.checkVisibility() && (!root.closest('.red-ui-tray') || root.closest('.red-ui-tray') === trays.at(-1));
    return [...new Set([...document.querySelectorAll('${OURS}')].filter(isLooked).flatMap(${CUT_OFF_IN}))];
  })()`);
}

/** What is ours on the page. */
const OURS = '.dataconnect-form, .dataconnect-cluster, .dataconnect-panel, .dataconnect-sidebar';
/** What has to hold it: a dialog, a panel that lies over a dialog, the sidebar. */
const BOUNDS = '.red-ui-tray-body-wrapper, .red-ui-popover-panel, #red-ui-sidebar';
/** What may be scrolled sideways: tables of records, texts that keep their lines. */
const SIDEWAYS = '.dataconnect-preview-region, .dataconnect-sql';
/** Of values, however long, the beginning is shown. */
const VALUES = 'td, .dataconnect-names span';
/** Fields whose placeholder repeats the name that stands whole before them. */
const REPEATING = '.dataconnect-columns input';

/** Runs in the page, for each of what is ours. A pixel is a matter of rounding. */
const CUT_OFF_IN = `(root) => {
  const found = [];
  const say = (why, element, text) => found.push(why + ': ' + text.trim().slice(0, 60) + ' <' + (element.closest('[class]')?.className ?? '') + '>');
  const boxOf = (element) => element.getBoundingClientRect();
  const styles = new Map();
  const styleOf = (element) => {
    if (!styles.has(element)) {
      const { display, overflowX, overflowY } = getComputedStyle(element);
      styles.set(element, { display, overflowX, overflowY });
    }
    return styles.get(element);
  };
  const isShown = (element) => element.checkVisibility({ visibilityProperty: true });
  const fitsAcross = (inner, outer) => inner.left >= outer.left - 1 && inner.right <= outer.right + 1;
  const fitsDown = (inner, outer) => inner.top >= outer.top - 1 && inner.bottom <= outer.bottom + 1;
  const bounds = root.closest('${BOUNDS}') ?? root;
  const pieces = [];

  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const element = node.parentElement;
    if (!node.data.trim() || element.closest('option, textarea') || !isShown(element)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    if (box.width === 0) continue;
    pieces.push({ element, text: node.data, box });
    if (!element.closest('${VALUES}')) lookAtText(element, node.data, box);
  }
  const controls = [...root.querySelectorAll('input, select, textarea, button')].filter(isShown);
  for (const control of controls) lookAtControl(control);
  lookAtOptions(controls.filter(({ tagName }) => tagName === 'SELECT'));
  lookForOverlaps();
  return found;

  function lookAtText(element, text, box) {
    const region = element.closest('${SIDEWAYS}');
    let block = element;
    while (styleOf(block).display === 'inline') block = block.parentElement;
    if (!fitsAcross(box, boxOf(block))) say('wider than its box', element, text);
    for (let outer = element; outer !== root.parentElement && outer !== region; outer = outer.parentElement) {
      const { overflowX, overflowY } = styleOf(outer);
      if (overflowX !== 'visible' && !fitsAcross(box, boxOf(outer))) return say('cut at the side', element, text);
      if (/hidden|clip/.test(overflowY) && !fitsDown(box, boxOf(outer))) return say('cut above or below', element, text);
    }
    if (!region && !fitsAcross(box, boxOf(bounds))) say('outside', element, text);
  }

  function lookAtControl(control) {
    const box = boxOf(control);
    if (box.width === 0) return;
    const name = control.getAttribute('aria-label') || control.id || control.textContent;
    if (control.tagName !== 'BUTTON') pieces.push({ element: control, text: name, box });
    if (!fitsAcross(box, boxOf(bounds))) say('outside', control, name);
    if (control.placeholder && control.value === '' && !control.matches('${REPEATING}')) lookAtPlaceholder(control);
  }

  /** Each beside a copy that is as wide as its widest option; all at once, for the page is laid out anew each time. */
  function lookAtOptions(selects) {
    const copies = selects.map((select) => select.cloneNode(true));
    for (const [index, copy] of copies.entries()) {
      copy.style.cssText = 'position: absolute; visibility: hidden; width: max-content; min-width: 0; max-width: none';
      selects[index].after(copy);
    }
    const wide = selects.filter((select, index) => copies[index].offsetWidth > select.offsetWidth + 1);
    for (const copy of copies) copy.remove();
    for (const select of wide) {
      say('option wider than its list', select, [...select.options].map(({ text }) => text).join(' | '));
    }
  }

  function lookAtPlaceholder(input) {
    const style = getComputedStyle(input);
    const pen = document.createElement('canvas').getContext('2d');
    pen.font = style.font;
    const room = input.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    if (pen.measureText(input.placeholder).width > room + 1) say('placeholder wider than its field', input, input.placeholder);
  }

  function lookForOverlaps() {
    const inView = pieces.map((piece) => ({ ...piece, box: seenOf(piece) })).filter(({ box }) => box);
    for (const [index, one] of inView.entries()) {
      for (const other of inView.slice(index + 1)) {
        const width = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
        const height = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
        if (width <= 2 || height <= 3) continue;
        if (one.element.contains(other.element) || other.element.contains(one.element)) continue;
        // The head of a table stays while its rows go on below it.
        if (one.element.closest('table') && other.element.closest('table')) continue;
        say('lies over "' + other.text.trim().slice(0, 40) + '"', one.element, one.text);
      }
    }
  }

  /** The part that is scrolled into view; undefined where none is. */
  function seenOf({ element, box }) {
    let { left, top, right, bottom } = box;
    for (let outer = element.parentElement; outer && outer !== document.body; outer = outer.parentElement) {
      if (styleOf(outer).overflowY === 'visible') continue;
      const clip = boxOf(outer);
      [left, right] = [Math.max(left, clip.left), Math.min(right, clip.right)];
      [top, bottom] = [Math.max(top, clip.top), Math.min(bottom, clip.bottom)];
    }
    return right - left > 1 && bottom - top > 1 ? { left, top, right, bottom } : undefined;
  }
}`;
