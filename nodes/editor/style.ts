/** The look of the dialogs, in Node-RED's own colours: they follow its light, dark and custom themes. */
import css from './style.css';

const ID = 'dataconnect-style';

/** Puts the style into the page when the first dialog opens. */
export function applyStyle(): void {
  if (document.getElementById(ID)) return;
  const style = document.createElement('style');
  style.id = ID;
  style.textContent = css;
  document.head.append(style);
}
