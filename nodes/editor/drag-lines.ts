/** Lines of a list that are dragged into another order, as those of Node-RED's own lists. */
import { element, iconOf } from './element';
import { widget } from './red';

const HANDLE = 'dataconnect-handle';
const PLACE = 'dataconnect-drop-place';

/** @param title says what it is for; who cannot drag has buttons for the same, so that it is not read aloud */
export function dragHandle(title: string): HTMLElement {
  return element('span', { class: HANDLE, title, 'aria-hidden': 'true' }, iconOf('bars'));
}

/**
 * Lets lines be dragged by their handles, up and down alone; Escape leaves them where they were.
 * @param moved called when one has another place: it is there already
 */
export function letDragLines(list: HTMLElement, moved: (from: number, to: number) => void): void {
  const placeOf = (line: HTMLElement) => [...list.children].indexOf(line);
  /** Undefined while none is dragged, and where one goes back. */
  let from: number | undefined;
  const lines = widget(list);
  const leave = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    // The dialog would take it for its own.
    event.stopPropagation();
    event.preventDefault();
    from = undefined;
    lines.sortable('cancel');
  };
  lines.sortable({
    axis: 'y',
    handle: `.${HANDLE}`,
    placeholder: PLACE,
    forcePlaceholderSize: true,
    tolerance: 'pointer',
    start: (_event, { item }) => {
      from = placeOf(item[0]!);
      document.addEventListener('keydown', leave, true);
    },
    stop: (_event, { item }) => {
      document.removeEventListener('keydown', leave, true);
      const to = placeOf(item[0]!);
      if (from !== undefined && to !== from) moved(from, to);
      from = undefined;
    },
  });
}
