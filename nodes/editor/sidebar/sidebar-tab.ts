/** The tab "DataConnect" of Node-RED's sidebar. It is empty, and asks for nothing, until somebody looks at it. */
import { element } from '../element';
import type { Words } from '../words';
import { SidebarPanel } from './sidebar-panel';

const ID = 'dataconnect';

let isThere = false;

/** A set that is enabled again adds no second tab. */
export function provideSidebar(words: Words): void {
  if (isThere) return;
  isThere = true;
  const content = element('div', { class: 'dataconnect-sidebar', tabindex: '-1' });
  RED.sidebar.addTab({
    id: ID,
    label: 'DataConnect',
    name: 'DataConnect',
    iconClass: 'fa fa-exchange',
    content,
    enableOnEdit: true,
  });
  const show = () => {
    RED.sidebar.show(ID);
    // Whoever asks for it by name goes on with the keyboard.
    content.focus();
  };
  RED.actions.add('dataconnect:show-runs', show, { label: words('sidebar.action') });
  watch(content, words);
}

/** The sidebar may be shut, show another tab, or the page be behind another. */
function watch(content: HTMLElement, words: Words): void {
  let panel: SidebarPanel | undefined;
  let isInView = false;
  const look = () => {
    const isSeen = isInView && !document.hidden;
    if (isSeen) panel ??= new SidebarPanel(content, words);
    panel?.setSeen(isSeen);
  };
  new IntersectionObserver((entries) => {
    isInView = entries.some(({ isIntersecting }) => isIntersecting);
    look();
  }).observe(content);
  document.addEventListener('visibilitychange', look);
}
