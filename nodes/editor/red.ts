/** The part of Node-RED's editor that the dialogs use: its global `RED`, its jQuery widgets and its nodes. */
import type { Facts } from '../errors';

/** A node as the editor holds it. What it stores may be anything: flows are imported from files. */
export interface EditorNode {
  id: string;
  type: string;
  /** True where the person disabled it. */
  d?: boolean;
  name?: unknown;
  valid?: boolean;
  /** Of a node whose dialog is open; `_` is what the server has. A secret is not among them, but `has_password`. */
  credentials?: Record<string, unknown> & { _?: Record<string, unknown> };
  _def: { _: (key: string, facts?: Facts) => string };
  [property: string]: unknown;
}

/** One kind of value a typed input offers. */
export interface InputType {
  value: string;
  label: string;
  icon?: string;
  /** Left out, the value is free text. */
  options?: ReadonlyArray<{ value: string; label: string }>;
  /** Writes what stands in the place of a value that nobody types. */
  valueLabel?: (container: Widget, value: string) => void;
  /** A button behind the value that opens something to pick from. */
  expand?: (() => void) & { icon?: string };
}

/** A jQuery object with the widgets of Node-RED's editor. */
export interface Widget {
  typedInput(options: { types: ReadonlyArray<string | InputType>; default: string }): Widget;
  typedInput(method: 'type' | 'value', text: string): Widget;
  typedInput(method: 'type' | 'value'): string;
  /** A list whose children are dragged into another order (jQuery UI). */
  sortable(options: Sortable): Widget;
  sortable(method: 'cancel'): Widget;
  on(event: string, handler: () => void): Widget;
  text(text: string): Widget;
  [index: number]: HTMLElement;
}

/** `start` is called before a line leaves its place, `stop` when it has one again. */
interface Sortable {
  axis: 'y';
  /** Selector of the part of a line that is taken hold of. */
  handle: string;
  /** Class of what shows where the line would go. */
  placeholder: string;
  forcePlaceholderSize: boolean;
  tolerance: 'pointer';
  start(event: unknown, dragged: { item: Widget }): void;
  stop(event: unknown, dragged: { item: Widget }): void;
}

/** A popover panel of Node-RED's. */
export interface Panel {
  container: Widget;
  show(options: { target: Widget; align: 'left' | 'right'; onclose: () => void }): void;
  hide(): void;
}

/** A strip of tabs. */
export interface Tabs {
  addTab(tab: { id: string; label: string }): void;
  activateTab(id: string): void;
}

/** A wire. */
export interface EditorLink {
  source: EditorNode;
  sourcePort: number;
  target: EditorNode;
}

/** What undo takes back. */
export interface HistoryEvent {
  links?: EditorLink[];
}

/** Ends of a wire, as Node-RED numbers them. */
export const PORT = { output: 0, input: 1 } as const;

/** An entry of a type's `defaults`: of its `value` each new node gets a copy. */
export interface NodeDefault {
  value?: unknown;
  /** Node-RED's settings say the value. */
  _override?: boolean;
}

/** What the editor knows of a type; `_` is the translator of its set. */
export interface NodeType {
  defaults?: Record<string, NodeDefault>;
  _?: EditorNode['_def']['_'];
  paletteLabel?: string | (() => string);
}

/** A tab of the sidebar. */
export interface SidebarTab {
  id: string;
  label: string;
  name: string;
  iconClass: string;
  content: HTMLElement;
  /** Usable while a dialog is open. */
  enableOnEdit: boolean;
}

interface Editor {
  /** Node-RED's own words. */
  _(key: string, facts: Facts): string;
  nodes: {
    node(id: string): EditorNode | null;
    /** @returns nothing for a type that is not installed */
    getType(type: string): NodeType | undefined;
    /** Wires that end, or begin, at the node. */
    getNodeLinks(node: EditorNode, port: (typeof PORT)[keyof typeof PORT]): EditorLink[];
    filterNodes(filter: { type?: string; z?: string }): EditorNode[];
    filterLinks(filter: { target: EditorNode }): EditorLink[];
    eachConfig(visit: (config: EditorNode) => void): void;
    /** @returns nothing for an id that is no subflow's; `out` are its ends */
    subflow(id: string): { out: EditorNode[] } | undefined;
    add(node: EditorNode): EditorNode;
    addLink(link: EditorLink): void;
    dirty(isDirty: true): void;
  };
  workspaces: { active(): string };
  view: {
    createNode(type: string, x: number, y: number, z: string): { node: EditorNode; historyEvent: HistoryEvent };
    redraw(updateActive: true): void;
    /** Shows a node where it stands; a config node in its sidebar. */
    reveal(id: string): void;
    selection(): { nodes?: EditorNode[] };
    /** Size of the drawing on the page. */
    scale(): number;
    /** @param options.position of the drawing, before it is scaled */
    showQuickAddDialog(options: { position: [x: number, y: number] }): void;
  };
  sidebar: { addTab(tab: SidebarTab): void; show(id: string): void };
  /** @returns false where the browser does not let it */
  clipboard: { copyText(text: string): boolean };
  /** Marks a node with what is wrong with it. */
  editor: { validateNode(node: EditorNode): void };
  history: { push(event: HistoryEvent): void };
  actions: {
    invoke(action: 'core:confirm-edit-tray'): void;
    add(action: string, handler: () => void, options: { label: string }): void;
  };
  events: {
    on(event: 'registry:node-type-added', listener: (type: string) => void): void;
    on(event: 'nodes:change', listener: (node: EditorNode) => void): void;
  };
  tabs: { create(options: { element: Widget; onchange: (tab: { id: string }) => void }): Tabs };
  popover: { panel(content: Widget): Panel };
  utils: {
    /** Throws for what is no property. */
    normalisePropertyExpression(property: string): unknown[];
    validateTypedProperty(value: string, type: string, options: object): boolean | string;
  };
  i18n: { lang(): string };
}

declare global {
  const RED: Editor;
}

/**
 * Node-RED takes the text of a field for a change where a hand-written flow leaves the property out, or holds a number.
 * @param properties those whose fields Node-RED fills and reads
 */
export function textWhereOther(node: EditorNode, properties: readonly string[]): void {
  for (const property of properties) {
    const stored = node[property] ?? '';
    node[property] = typeof stored === 'object' ? '' : String(stored);
  }
}

/** Node-RED's key for Done, which has no effect for it while the focus is in a panel. */
export function meansDone({ key, ctrlKey, metaKey }: KeyboardEvent): boolean {
  return key === 'Enter' && (ctrlKey || metaKey);
}

/** The typings of jQuery know nothing of Node-RED's widgets. */
export function widget(target: HTMLElement): Widget {
  return $(target) as unknown as Widget;
}
