/** The editor library, once per page: the first set's html loads this file, and sets may come in any order or alone. */
import { editorLibrary, prepareTypes } from './editor-library';
import sidebarCss from './sidebar/sidebar.css';
import css from './style.css';

declare global {
  interface Window {
    DataConnectEditor?: typeof editorLibrary;
  }
}

if (!window.DataConnectEditor) {
  window.DataConnectEditor = editorLibrary;
  prepareTypes();
  const style = document.createElement('style');
  style.textContent = css + sidebarCss;
  document.head.append(style);
}
