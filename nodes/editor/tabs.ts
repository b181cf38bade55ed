/** Tabs inside a dialog: Node-RED's own, made usable with the keyboard. */
import { element } from './element';
import { widget } from './red';

/** One tab and what it shows. */
export interface Tab {
  id: string;
  label: string;
  content: { element: HTMLElement; activate(): void };
}

/** Each tab's content is activated when it is first shown: its fields are built and measured in the page. */
export function addTabs(container: HTMLElement, tabs: readonly Tab[]): void {
  const list = element('ul');
  container.append(element('div', { class: 'dataconnect-tabs' }, list), ...tabs.map(({ content }) => content.element));
  const activated = new Set<string>();
  const strip = RED.tabs.create({
    element: widget(list),
    onchange: ({ id }) => {
      markSelected(list, id);
      for (const tab of tabs) tab.content.element.hidden = tab.id !== id;
      const shown = tabs.find((tab) => tab.id === id);
      if (!shown || activated.has(id)) return;
      activated.add(id);
      shown.content.activate();
    },
  });
  for (const { id, label } of tabs) strip.addTab({ id, label });
  list.addEventListener('keydown', (event) => onKey(event, tabs, (id) => strip.activateTab(id)));
  labelForReaders(list, tabs);
  markSelected(list, tabs[0]!.id);
}

function markSelected(list: HTMLElement, id: string): void {
  for (const link of list.querySelectorAll('a[role="tab"]')) {
    const isSelected = link.getAttribute('href') === `#${id}`;
    link.setAttribute('aria-selected', String(isSelected));
    // One stop of the Tab key; arrows go to the others.
    link.setAttribute('tabindex', isSelected ? '0' : '-1');
  }
}

function onKey(event: KeyboardEvent, tabs: readonly Tab[], activate: (id: string) => void): void {
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  const place = tabs.findIndex(({ id }) => link?.getAttribute('href') === `#${id}`);
  const wanted = { ArrowRight: place + 1, ArrowLeft: place - 1, Home: 0, End: -1, Enter: place, ' ': place }[event.key];
  const next = wanted === undefined ? undefined : tabs.at(wanted % tabs.length);
  if (!next || !link) return;
  event.preventDefault();
  activate(next.id);
  link.closest('ul')?.querySelector<HTMLElement>(`a[href="#${next.id}"]`)?.focus();
}

function labelForReaders(list: HTMLElement, tabs: readonly Tab[]): void {
  list.setAttribute('role', 'tablist');
  // What a list of tabs holds are tabs: the items between say nothing of their own, those that Node-RED adds included.
  for (const item of list.querySelectorAll('li')) item.setAttribute('role', 'presentation');
  for (const { id, label, content } of tabs) {
    list.querySelector(`a[href="#${id}"]`)?.setAttribute('role', 'tab');
    content.element.setAttribute('role', 'tabpanel');
    content.element.setAttribute('aria-label', label);
  }
}
