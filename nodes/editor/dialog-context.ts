/** What all parts of an open endpoint dialog share. */
import { endpointOf } from './catalogue';
import { findingText, findProblems } from './check-params';
import { zoneOf } from './date-preview';
import { type Draft, readDraft, settingsOf } from './draft';
import { Lookups } from './lookup';
import type { EditorEndpoint } from './packed-catalogue';
import type { EditorNode } from './red';
import { type Words, wordsOf } from './words';

export class DialogContext {
  readonly words: Words;
  readonly draft: Draft;
  /** Undefined in the dialog of the request node. */
  readonly endpoint: EditorEndpoint | undefined;
  readonly lookups: Lookups;
  readonly #connectionField: HTMLSelectElement | undefined;
  readonly #listeners: Array<() => void> = [];

  constructor(node: EditorNode, connectionField: HTMLSelectElement | undefined) {
    this.words = wordsOf(node);
    this.draft = readDraft(node);
    this.endpoint = endpointOf(node);
    this.#connectionField = connectionField;
    this.lookups = new Lookups(() => this.connectionId(), this.words);
  }

  /** Empty where none is chosen. */
  connectionId(): string {
    const id = this.#connectionField?.value ?? '';
    return id === '_ADD_' ? '' : id;
  }

  zone(): string {
    return zoneOf(this.connection());
  }

  /** Null where none is chosen. */
  connection(): EditorNode | null {
    return RED.nodes.node(this.connectionId());
  }

  /** `listener` is called after every change of the draft, and once at the end of building the dialog. */
  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }

  changed(): void {
    for (const listener of this.#listeners) listener();
  }

  /** What is wrong with a parameter as it stands, in words. */
  problemOf(name: string): { text: string; isRefused: boolean } | undefined {
    const { endpoint, draft, words } = this;
    const { sending } = settingsOf(draft);
    const found = findProblems({ endpoint, params: draft.params, sending, connection: this.connection() });
    const first = found.find((each) => each.name === name);
    return first && { text: findingText(first, endpoint, words), isRefused: first.isRefused };
  }
}
