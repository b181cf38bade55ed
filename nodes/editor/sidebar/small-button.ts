import { button } from '../element';

/** @param failed told in words when it does not work */
export function smallButton(
  label: string,
  icon: string,
  press: () => Promise<void>,
  failed: (text: string) => void,
): HTMLButtonElement {
  let isBusy = false;
  // One that is disabled would lose the focus.
  const made = button(label, icon, () => {
    if (isBusy) return;
    isBusy = true;
    press()
      .catch((error: unknown) => failed(error instanceof Error ? error.message : String(error)))
      .finally(() => {
        isBusy = false;
      });
  });
  made.classList.add('red-ui-button-small');
  return made;
}
