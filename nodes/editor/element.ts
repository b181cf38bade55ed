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
  made.addEventListener('click', onClick);
  return made;
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
