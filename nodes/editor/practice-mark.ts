import { element, iconOf } from './element';

/** Says, where nobody overlooks it, that what is shown is invented. */
export function practiceMark(text: string): HTMLElement {
  return element('div', { class: 'dataconnect-practice', role: 'note' }, iconOf('flask'), element('span', { text }));
}
