/** A panel of Node-RED's below a field. */
import { element } from './element';
import { meansDone, widget } from './red';

export interface PanelPlace {
  /** The panel opens below this, as wide as it. */
  anchor: HTMLElement;
  /** Where the keyboard goes when the panel closes. */
  opener: HTMLElement;
}

/**
 * Opens a panel that Escape closes, and the Tab key at either end, and Node-RED's key for Done with the dialog.
 * @param onKey takes every other key
 * @returns closes it
 */
export function openPanel(
  content: HTMLElement,
  { anchor, opener }: PanelPlace,
  onKey: (event: KeyboardEvent) => void,
): () => void {
  const ends = [0, 1].map(() => element('span', { tabindex: '0' }));
  const panel = RED.popover.panel(widget(content));
  const close = () => {
    panel.hide();
    opener.focus();
  };
  content.addEventListener('keydown', (event) => {
    event.stopPropagation();
    if (event.key !== 'Escape' && !meansDone(event)) return onKey(event);
    event.preventDefault();
    close();
    if (meansDone(event)) RED.actions.invoke('core:confirm-edit-tray');
  });
  for (const end of ends) end.addEventListener('focus', close);
  content.prepend(ends[0]!);
  content.append(ends[1]!);
  panel.container[0]!.style.width = `${Math.max(280, anchor.offsetWidth)}px`;
  panel.show({ target: widget(anchor), align: 'right', onclose: () => {} });
  place(panel.container[0]!, content, anchor);
  // Done may be pressed in the dialog, too, by keys: Node-RED moves the focus there when the dialog has come.
  widget(anchor).on('remove', () => panel.hide());
  return close;
}

/** Pixels of the panel's border, above and below. */
const FRAME = 2;

/** Lower than this nobody can choose from it. */
const LEAST_HEIGHT = 120;

/**
 * Below the field, or above it where there is more room: Node-RED's own place may lie over the field, and over the
 * footer of the dialog.
 */
function place(container: HTMLElement, content: HTMLElement, anchor: HTMLElement): void {
  const field = anchor.getBoundingClientRect();
  const dialog = anchor.closest('.red-ui-tray');
  const edge = (part: string) => dialog?.querySelector(part)?.getBoundingClientRect();
  const below = (edge('.red-ui-tray-footer')?.top ?? window.innerHeight) - field.bottom;
  const above = field.top - (edge('.red-ui-tray-body-wrapper')?.top ?? 0);
  const wanted = content.offsetHeight + FRAME;
  const isBelow = wanted <= below || below >= above;
  const height = Math.max(LEAST_HEIGHT, Math.min(wanted, isBelow ? below : above));
  container.style.top = `${isBelow ? field.bottom : field.top - height}px`;
  content.style.maxHeight = `${height - FRAME}px`;
}
