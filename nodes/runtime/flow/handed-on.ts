/**
 * What one run handed on to the flow, and what became of it. Each message is a batch here: the whole report where it
 * goes out in one.
 */
import { DataConnectError, type Phrase } from '../../errors';
import { labelsOf } from '../node-label';
import type { Verdict } from './delivery';
import { NumberRanges } from './number-ranges';

/** One batch, by its place in the run: the first is 1. */
export interface HandedBatch {
  number: number;
  records: number;
}

/** A batch that the flow failed with. */
export interface FlowFailure {
  batch: number;
  /** Labels of those that said so; none where no node did. */
  nodes: readonly string[];
  /** A deploy stopped nodes that may have had it. */
  byDeploy: boolean;
}

export class HandedOn {
  batches = 0;
  records = 0;
  /** The first. */
  failure: FlowFailure | undefined;
  #completedRecords = 0;
  readonly #completed = new NumberRanges();
  /** Time ran out for them, with the labels of the nodes that have them still. */
  readonly #overdue = new Map<number, readonly string[]>();

  /** A batch goes out. */
  next(records: number): HandedBatch {
    this.records += records;
    return { number: ++this.batches, records };
  }

  /** The flow's verdict on a batch; on one that was overdue it may come once more. */
  settle({ number, records }: HandedBatch, verdict: Verdict): void {
    this.#overdue.delete(number);
    if (verdict.kind === 'failed') this.fail(labelsOf(verdict.nodes), number, verdict.byDeploy);
    else if (verdict.kind === 'overdue') this.#overdue.set(number, labelsOf(verdict.nodes));
    else {
      this.#completed.add(number);
      this.#completedRecords += records;
    }
  }

  /** @param batch as far as it is known; else the last one */
  fail(nodes: readonly string[], batch = this.batches, byDeploy = false): void {
    this.failure ??= { batch, nodes, byDeploy };
  }

  /** Labels of the nodes that did not say in time what became of a batch; undefined where all did. */
  get overdueAt(): string[] | undefined {
    return this.#overdue.size === 0 ? undefined : [...new Set([...this.#overdue.values()].flat())];
  }

  /** For `msg.dataconnect.flow`. */
  describe(): Record<string, unknown> {
    const { batches, records, failure, overdueAt } = this;
    const nodes = failure?.nodes ?? overdueAt;
    return {
      batches,
      records,
      ...(!this.#completed.isEmpty && { completed: `${this.#completed}`, completedRecords: this.#completedRecords }),
      ...(overdueAt && { overdue: `${this.#overdueNumbers}` }),
      ...(failure && { failed: failure.batch }),
      ...(nodes && nodes.length > 0 && { nodes }),
    };
  }

  /** The error of a run that the flow failed. */
  error(endpoint: string): DataConnectError {
    const failure = this.failure ?? { batch: this.batches, nodes: [], byDeploy: false };
    return new DataConnectError('FLOW_FAILED', {
      endpoint,
      batch: failure.batch,
      cause: causeOf(failure),
      completed: this.#completed.isEmpty
        ? { phrase: 'flow-none-completed' }
        : {
            phrase: 'flow-completed',
            facts: { batches: `${this.#completed}`, records: this.#completedRecords },
          },
    });
  }

  get #overdueNumbers(): NumberRanges {
    const ranges = new NumberRanges();
    for (const number of this.#overdue.keys()) ranges.add(number);
    return ranges;
  }
}

/** What happened, and what to do: of a deploy there is nothing to mend. */
function causeOf({ nodes, byDeploy }: FlowFailure): Phrase {
  if (nodes.length > 0) return { phrase: 'flow-node-failed', facts: { nodes: nodes.join(', ') } };
  return byDeploy ? { phrase: 'flow-met-by-deploy' } : { phrase: 'flow-node-failed-late' };
}
