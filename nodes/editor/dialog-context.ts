/** What all parts of an open endpoint dialog share. */
import type { Parameter } from '../catalogue/schema';
import { counts, LATER } from '../parameters/needed';
import type { Problem } from '../parameters/problem';
import { endpointOf, parameterOf } from './catalogue';
import { findingText, findProblems, type ParameterFinding } from './check-params';
import { zoneOf } from './date-preview';
import { type Draft, readDraft, settingsOf, storedNow } from './draft';
import { Lookups } from './lookup';
import { nodesBehind } from './nodes-behind';
import type { EditorEndpoint } from './packed-catalogue';
import type { EditorNode } from './red';
import { type Words, wordsOf } from './words';

/** What is wrong with a field, in words. */
export interface FieldFinding {
  /** All of it. */
  text: string;
  /** False where the node sends in spite of it. */
  isRefused: boolean;
  /** Without the sentence that says what was probably meant. */
  reason: string;
  /** Where another value was probably meant. */
  suggestion?: { sentence: string; value: string };
}

/** Problems of a value, whose suggestion is another one. */
const CORRECTED: ReadonlySet<Problem['kind']> = new Set(['not-date', 'not-a-choice']);

export class DialogContext {
  readonly words: Words;
  readonly draft: Draft;
  /** Undefined in the dialog of the request node. */
  readonly endpoint: EditorEndpoint | undefined;
  readonly lookups: Lookups;
  readonly #closing = new AbortController();
  readonly #node: EditorNode;
  readonly #connectionField: HTMLSelectElement | undefined;
  readonly #listeners: Array<() => void> = [];

  constructor(node: EditorNode, connectionField: HTMLSelectElement | undefined) {
    this.#node = node;
    this.words = wordsOf(node);
    this.draft = readDraft(node);
    this.endpoint = endpointOf(node);
    this.#connectionField = connectionField;
    this.lookups = new Lookups(() => this.connection(), this.words, this.closed);
  }

  /** Aborted when the dialog is gone, however it was closed: nothing that was asked for it is wanted any more. */
  get closed(): AbortSignal {
    return this.#closing.signal;
  }

  /** Of the node, as the server knows it once it is deployed. */
  get id(): string {
    return this.#node.id;
  }

  /** What the node's messages come to, as the flow is drawn now. */
  nodesBehind(): EditorNode[] {
    return nodesBehind(this.#node);
  }

  close(): void {
    this.#closing.abort();
  }

  /** The node as it stands in the dialog, for the server: as it would be stored, and where it is. */
  stored(): object {
    const { id, type, z } = this.#node;
    const name = document.querySelector<HTMLInputElement>('#node-input-name')?.value;
    return { ...storedNow(this.#node, this.draft), id, type, z, name, connection: this.connectionId() };
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

  /** Whether a parameter has an effect beside the others as they stand. */
  counts(parameter: Parameter): boolean {
    return counts(parameter, (name) => this.#known(name));
  }

  /** Whether a parameter is asked for beside the others as they stand. */
  asks(parameter: Parameter): boolean {
    return (parameter.required === true || parameter.neededWith !== undefined) && this.counts(parameter);
  }

  #known(name: string): unknown {
    const stored = this.draft.params.get(name);
    if (stored && stored.type !== 'fixed') return LATER;
    return stored?.value || parameterOf(this.endpoint, name)?.default;
  }

  /** Why a run of the node as it stands would send nothing, as far as that is known here: a sentence each. */
  refusals(): string[] {
    const { endpoint, words } = this;
    const refused = this.#problems().filter(({ isRefused }) => isRefused);
    const unconnected = this.connection() ? [] : [words('dialog.connection-required')];
    return [...unconnected, ...refused.map((each) => findingText(each, endpoint, words))];
  }

  #problems(): ParameterFinding[] {
    const { endpoint, draft } = this;
    const settings = settingsOf(draft);
    return findProblems({ endpoint, params: draft.params, settings, connection: this.connection() });
  }

  /** What is wrong with a parameter as it stands, in words. */
  problemOf(name: string): FieldFinding | undefined {
    const { endpoint, words } = this;
    const first = this.#problems().find((each) => each.name === name);
    if (!first) return undefined;
    const { problem, isRefused } = first;
    const { hint, ...bare } = problem;
    const suggestion = CORRECTED.has(problem.kind) ? hint?.facts?.suggestion : undefined;
    return {
      text: findingText(first, endpoint, words),
      isRefused,
      reason: findingText({ ...first, problem: bare }, endpoint, words),
      ...(typeof suggestion === 'string' && {
        suggestion: { sentence: words('problems.did-you-mean', { suggestion }), value: suggestion },
      }),
    };
  }
}
