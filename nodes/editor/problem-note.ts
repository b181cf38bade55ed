/** The note below a field: what is wrong with it and what was probably meant, or what its value stands for. */
import type { FieldFinding } from './dialog-context';
import { element } from './element';

/** Marks a field with what is wrong with it: red is only what keeps a run from starting. */
export function markField(field: HTMLElement, problem: FieldFinding | undefined): void {
  field.classList.toggle('input-error', problem?.isRefused === true);
  field.setAttribute('aria-invalid', String(problem !== undefined));
}

/** The line below a field: what is wrong, with what was probably meant as a button, else a hint. */
export class ProblemNote {
  readonly element: HTMLElement;
  readonly #onUse: (suggestion: string) => void;

  /** @param onUse takes what was probably meant, which a person picks with one click */
  constructor(id: string, onUse: (suggestion: string) => void) {
    this.element = element('div', { class: 'dataconnect-field-note', role: 'status', id });
    this.#onUse = onUse;
  }

  /** @param hint shown where nothing is wrong */
  show(problem: FieldFinding | undefined, hint: string): void {
    this.element.classList.toggle('dataconnect-error', problem !== undefined);
    if (!problem?.suggestion) {
      this.element.textContent = problem?.text ?? hint;
      return;
    }
    const { sentence, value } = problem.suggestion;
    const use = element('button', { type: 'button', class: 'dataconnect-suggestion', text: sentence });
    use.addEventListener('click', () => this.#onUse(value));
    this.element.replaceChildren(`${problem.reason} `, use);
  }
}
