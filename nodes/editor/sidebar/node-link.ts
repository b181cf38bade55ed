/** The node of a run, by the name that people know it by; a click shows where it stands. */
import { element } from '../element';
import type { Words } from '../words';

/** A node that may be gone. */
export interface Linked {
  /** Id in the editor. */
  place: string;
  type: string;
  name: string;
}

/** As it is called now, else as it was at the time of the run. */
export function linkedName({ place, type, name }: Linked): string {
  const node = RED.nodes.node(place);
  if (node && typeof node.name === 'string' && node.name !== '') return node.name;
  if (name !== '') return name;
  const known = RED.nodes.getType(type)?.paletteLabel;
  return (typeof known === 'function' ? known.call(RED.nodes.getType(type)) : known) || type;
}

/** @param say told in words where there is nothing to show */
export function nodeLink(linked: Linked, words: Words, say: (text: string) => void): HTMLButtonElement {
  const text = linkedName(linked);
  const title = words('sidebar.show-node');
  const link = element('button', { type: 'button', class: 'dataconnect-node-link', title, text });
  link.addEventListener('click', () => {
    if (RED.nodes.node(linked.place)) RED.view.reveal(linked.place);
    else say(words('sidebar.node-gone'));
  });
  return link;
}
