/** The node with which a flow says by hand what became of a window, where nobody can follow its messages. */
import type { Node, NodeAPI, NodeMessage, NodeStatus } from 'node-red';
import { DataConnectError } from '../../errors';
import { type FieldProblem, type Problem, sentencesOf } from '../../parameters/problem';
import { inNode, labelled } from '../../stored/field-labels';
import { readStoredConfirm, type StoredConfirm } from '../../stored/stored-confirm';
import { isTick } from '../flow/flow-ticks';
import { nodeLabel } from '../node-label';
import type { SharedParts } from '../shared-parts';
import { type Translate, translateError, translator } from '../translate';
import { storedConfig, withoutVariableValues } from '../variable-values';
import type { Word } from './confirmations';

type Send = (msg: NodeMessage) => void;
type Done = (error?: Error) => void;

const LOOKS: Readonly<Record<Word, Omit<NodeStatus, 'text'>>> = {
  confirmed: { fill: 'green', shape: 'dot' },
  failed: { fill: 'yellow', shape: 'ring' },
  noted: { fill: 'blue', shape: 'dot' },
  nothing: { fill: 'grey', shape: 'dot' },
  over: { fill: 'red', shape: 'ring' },
  none: { fill: 'red', shape: 'ring' },
};

export class ConfirmNode {
  readonly #outcome: 'confirmed' | 'failed';
  /** What is wrong with what the node stores. */
  readonly #faults: readonly Problem[];
  readonly #translate: Translate;

  constructor(
    readonly RED: NodeAPI,
    readonly node: Node,
    stored: StoredConfirm,
    readonly shared: SharedParts,
  ) {
    const faults: FieldProblem[] = [];
    this.#outcome = readStoredConfirm(stored, faults);
    this.#faults = faults.length > 0 ? withoutVariableValues(faults, storedConfig(RED, node)) : [];
    this.#translate = translator(RED);
    node.on('input', (msg, send, done) => this.#onInput(msg, send as Send, done));
  }

  #onInput(msg: NodeMessage, send: Send, done: Done): void {
    if (isTick(msg)) return;
    const error = this.#decide(msg);
    if (!error) send(msg);
    done(error);
  }

  /** @returns why nothing was said */
  #decide(msg: NodeMessage): Error | undefined {
    if (this.#faults.length > 0)
      return this.#said('NODE_INVALID', { problems: sentencesOf(labelled(this.#faults, inNode)) });
    const word = this.shared.confirmations.decide(msg, this.#outcome === 'failed');
    this.node.status({ ...LOOKS[word], text: this.#translate(`confirm.status-${word}`) ?? word });
    if (word !== 'over' && word !== 'none') return undefined;
    return this.#said('NOTHING_TO_CONFIRM', { reason: { phrase: `confirm-${word}` } });
  }

  #said(code: 'NODE_INVALID' | 'NOTHING_TO_CONFIRM', facts: ConstructorParameters<typeof DataConnectError>[1]): Error {
    const label = nodeLabel(this.node, this.#translate('confirm.label') ?? this.node.id);
    const error = new DataConnectError(code, { node: label, ...facts });
    error.message = translateError(error, this.#translate);
    return error;
  }
}
