/** Builds DOM without html: text goes through `textContent`, so nothing that a service or a file says becomes markup. */

/** @param properties attributes; `class` and `text` by these names, undefined ones are left out */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Readonly<Record<string, string | undefined>> = {},
  ...children: Array<Node | string>
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined) continue;
    if (key === 'text') made.textContent = value;
    else made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

/** A button in Node-RED's look. */
export function button(label: string, icon: string, onClick: () => void): HTMLButtonElement {
  const made = element('button', { type: 'button', class: 'red-ui-button' }, iconOf(icon), ` ${label}`);
  made.addEventListener('click', () => {
    if (!isBusy(made)) onClick();
  });
  return made;
}

/** While a button is busy a press has no effect. It is not disabled: the keyboard would lose its place. */
export function setBusy(target: HTMLButtonElement, busy: boolean): void {
  target.classList.toggle('disabled', busy);
  if (busy) target.setAttribute('aria-disabled', 'true');
  else target.removeAttribute('aria-disabled');
}

function isBusy(target: HTMLButtonElement): boolean {
  return target.getAttribute('aria-disabled') === 'true';
}

/** Before something goes that the keyboard may be in: its place is the other one then. */
export function passFocus(from: HTMLElement, to: HTMLElement): void {
  if (from.contains(document.activeElement)) to.focus();
}

/** A small button that has an icon only; its label is read aloud and shown on hover. */
export function iconButton(label: string, icon: string, onClick: () => void): HTMLButtonElement {
  const made = element(
    'button',
    { type: 'button', class: 'dataconnect-icon-button', title: label, 'aria-label': label },
    iconOf(icon),
  );
  made.addEventListener('click', onClick);
  return made;
}

/** @param icon a Font Awesome 4 name without `fa-` */
export function iconOf(icon: string): HTMLElement {
  return element('i', { class: `fa fa-${icon}`, 'aria-hidden': 'true' });
}
