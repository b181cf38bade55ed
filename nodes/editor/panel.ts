/** A panel of Node-RED's below a field. */
import { meansDone, widget } from './red';

export interface PanelPlace {
  /** The panel opens below this, as wide as it. */
  anchor: HTMLElement;
  /** Where the keyboard goes when the panel closes. */
  opener: HTMLElement;
}

/**
 * Opens a panel that Escape closes, and Node-RED's key for Done with the dialog.
 * @param onKey takes every other key
 * @returns closes it
 */
export function openPanel(
  content: HTMLElement,
  { anchor, opener }: PanelPlace,
  onKey: (event: KeyboardEvent) => void,
): () => void {
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
  panel.container[0]!.style.width = `${Math.max(280, anchor.offsetWidth)}px`;
  panel.show({ target: widget(anchor), align: 'right', onclose: () => {} });
  // Done may be pressed in the dialog, too, by keys: Node-RED moves the focus there when the dialog has come.
  widget(anchor).on('remove', () => panel.hide());
  return close;
}
