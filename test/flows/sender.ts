/** A node that sends what a test gives it, followed as a run's messages are. */
import assert from 'node:assert/strict';
import type { Node, NodeAPI, NodeDef, NodeMessage } from 'node-red';
import { DataConnectError } from '../../nodes/errors';
import { BackPressure, type BackPressureOptions } from '../../nodes/runtime/flow/back-pressure';
import type { Verdict } from '../../nodes/runtime/flow/delivery';
import { FlowTicks, isTick, speakTicks } from '../../nodes/runtime/flow/flow-ticks';
import { labelsOf } from '../../nodes/runtime/node-label';
import { SharedParts } from '../../nodes/runtime/shared-parts';
import type { FlowNode } from './node-red';

const shared = new SharedParts();

/** What became of a message: `completed`, or with the names of the nodes it hangs on, `failed: Table`. */
export type Told = string | undefined;

export class Sender {
  readonly #ticks = new FlowTicks();
  #pressure: BackPressure | undefined;

  /** @param options where they differ from: waits for an hour, and goes on when the flow fails */
  constructor(
    readonly type = 'sender',
    readonly options: Partial<BackPressureOptions> = {},
  ) {}

  /** Registers the node type. */
  readonly module = (RED: NodeAPI): void => {
    const sender = this;
    RED.nodes.registerType(this.type, function (this: Node, def: NodeDef) {
      RED.nodes.createNode(this, def);
      speakTicks(this as never);
      sender.#pressure = new BackPressure(shared.trackerOf(RED), this as never, sender.#ticks, {
        choice: { wait: 'auto', seconds: 3600, stopOnFailure: false },
        signal: new AbortController().signal,
        endpoint: 'Stores',
        turns: shared.turns,
        perTurn: 1,
        send: (msg) => this.send(msg),
        onWaiting: () => {},
        onOverdue: () => {},
        ...sender.options,
      });
      this.on('input', (msg, _send, done) => {
        if (isTick(msg)) sender.#ticks.receive();
        else void sender.sendLast(msg).then(() => done(), done);
      });
      this.on('close', () => sender.#pressure?.close());
    });
  };

  node(more: Partial<FlowNode> = {}): FlowNode {
    return { id: this.type, type: this.type, wires: [['keeper']], ...more };
  }

  send(msg: object = { _msgid: `${Math.random()}` }): Promise<Told> {
    return this.#told(() => this.#pressure!.send(msg as NodeMessage));
  }

  sendLast(msg: object = { _msgid: `${Math.random()}` }): Promise<Told> {
    return this.#told(() => this.#pressure!.sendLast(msg as NodeMessage));
  }

  /** Nothing is followed any longer. */
  close(): void {
    this.#pressure!.close();
  }

  /** On all that was sent so far. */
  get verdict(): Told {
    const { failure, overdueAt, batches } = this.#pressure!.handedOn;
    const { completed } = this.#pressure!.handedOn.describe();
    if (failure) return told(failure);
    if (overdueAt) return named('overdue', overdueAt);
    return batches > 0 && completed ? 'completed' : undefined;
  }

  async #told(send: () => Promise<Verdict | undefined>): Promise<Told> {
    try {
      const verdict = await send();
      if (!verdict || verdict.kind === 'completed') return verdict?.kind;
      return verdict.kind === 'failed'
        ? told({ ...verdict, nodes: labelsOf(verdict.nodes) })
        : named(verdict.kind, labelsOf(verdict.nodes));
    } catch (error) {
      assert.ok(error instanceof DataConnectError && error.code === 'FLOW_FAILED');
      return told(this.#pressure!.handedOn.failure!);
    }
  }
}

function told({ nodes, byDeploy }: { nodes: readonly string[]; byDeploy?: boolean }): string {
  return named(byDeploy ? 'failed by a deploy' : 'failed', nodes);
}

function named(kind: string, nodes: readonly string[]): string {
  return [kind, nodes.join(', ')].filter(Boolean).join(': ');
}
