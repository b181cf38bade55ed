/** What all parts of an open endpoint dialog share. */

import type { Parameter } from '../catalogue/schema';
import { endpointOf, parameterOf } from './catalogue';
import { faultText, isFinal, isUnset, requiredOf } from './check-node';
import { missingProblem, valueProblem } from './check-value';
import { zoneOf } from './date-preview';
import { type Draft, isIdle, readDraft, settingsOf } from './draft';
import { Lookups } from './lookup';
import type { EditorEndpoint } from './packed-catalogue';
import type { EditorNode } from './red';
import { parameterLabel, type Words, wordsOf } from './words';

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
    return zoneOf(RED.nodes.node(this.connectionId()));
  }

  /** `listener` is called after every change of the draft, and once at the end of building the dialog. */
  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }

  changed(): void {
    for (const listener of this.#listeners) listener();
  }

  /** What is wrong with a parameter as it stands, in words. */
  problemOf(parameter: Parameter): string | undefined {
    const value = this.draft.params.get(parameter.name);
    if (this.endpoint && !parameterOf(this.endpoint, parameter.name)) return parameter.description;
    if (value?.fault && isFinal(value.fault)) {
      const label = parameterLabel(this.words, parameter);
      return faultText(value.fault, this.words, value.fault.kind === 'field-not-text' ? label : `${label} (type)`);
    }
    if (value && !isUnset(value)) return valueProblem(parameter, value, this.words);
    const isRequired = requiredOf(this.endpoint, this.draft.params).some(({ name }) => name === parameter.name);
    return isRequired && !settingsOf(this.draft).sending.override ? missingProblem(parameter, this.words) : undefined;
  }

  isIdle(parameter: Parameter): boolean {
    return isIdle(parameter.name, this.draft.params, this.endpoint);
  }
}
